import { type ByteSpan, Errno, type Meanings, type Random } from '../../domain/index.js';
import type { HostcallContext } from './context.js';

/** How many bytes are copied at once where the source cannot be handed the guest's memory. */
const PART = 65_536;

/** Random bytes. */
export function randomFamily({ ports: { random } }: HostcallContext): Pick<Meanings, 'random_get'> {
  return {
    random_get(buffer) {
      const { array, offset, length } = buffer;
      let result = -Errno.EIO;
      try {
        result = random.fill(array, offset, length);
      } catch (error) {
        if (array.length > 0) throw error;
      }
      return array.length > 0 || length === 0 ? result : fillByParts(buffer, random);
    },
  };
}

/** For a source that calls the embedder's code, which made the memory grow: the array that it was handed has no bytes any more. */
function fillByParts(buffer: ByteSpan, random: Random): number {
  const part = new Uint8Array(Math.min(buffer.length, PART));
  for (let done = 0; done < buffer.length; done += part.length) {
    const length = Math.min(part.length, buffer.length - done);
    const errno = random.fill(part, 0, length);
    if (errno < 0) return errno;
    buffer.array.set(part.subarray(0, length), buffer.offset + done);
  }
  return 0;
}
