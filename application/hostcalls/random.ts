import { type ByteSpan, Errno, type Meanings, type Random } from '../../domain/index.js';
import type { HostcallContext } from './context.js';
import { PART_BYTES } from './parts.js';

/** How many bytes are copied at once where the source cannot be handed the guest's memory. */
const COPIED = 65_536;

/** Random bytes. */
export function randomFamily({ ports: { random }, pause }: HostcallContext): Pick<Meanings, 'random_get'> {
  return {
    random_get(buffer) {
      const { length } = buffer;
      if (length <= PART_BYTES) return fill(buffer, 0, length, random);
      for (let done = 0; done < length; done += PART_BYTES) {
        if (done > 0) pause();
        const errno = fill(buffer, done, Math.min(PART_BYTES, length - done), random);
        if (errno < 0) return errno;
      }
      return 0;
    },
  };
}

/** Fills a part of the buffer. */
function fill(buffer: ByteSpan, from: number, length: number, random: Random): number {
  const { array, offset } = buffer;
  let result = -Errno.EIO;
  try {
    result = random.fill(array, offset + from, length);
  } catch (error) {
    if (array.length > 0) throw error;
  }
  return array.length > 0 || length === 0 ? result : fillByCopies(buffer, from, length, random);
}

/** For a source that calls the embedder's code, which made the memory grow: the array that it was handed has no bytes any more. */
function fillByCopies(buffer: ByteSpan, from: number, length: number, random: Random): number {
  const copy = new Uint8Array(Math.min(length, COPIED));
  for (let done = 0; done < length; done += copy.length) {
    const some = Math.min(copy.length, length - done);
    const errno = random.fill(copy, 0, some);
    if (errno < 0) return errno;
    buffer.array.set(copy.subarray(0, some), buffer.offset + from + done);
  }
  return 0;
}
