import type { Iovecs, Stream } from '../../../domain/index.js';
import { ObservedStream } from './observed-stream.js';

/** So many bytes are kept: several lines, and the last one of a stack trace among them. */
const SIZE = 2048;

/** The end of what a program has written to a stream. */
export class LastWords {
  #bytes = Buffer.alloc(0);

  /** The same stream, watched. */
  watch(stream: Stream): Stream {
    return new ObservedStream(stream, { written: (from, count) => this.#add(from, count) });
  }

  get text(): string {
    return this.#bytes.toString();
  }

  #add({ array, count, offsets, lengths }: Iovecs, written: number): void {
    const parts: Uint8Array[] = [this.#bytes];
    let left = written;
    for (let i = 0; i < count && left > 0; i++) {
      const from = offsets[i] as number;
      const length = Math.min(lengths[i] as number, left);
      parts.push(array.subarray(from, from + length));
      left -= length;
    }
    this.#bytes = Buffer.from(Buffer.concat(parts).subarray(-SIZE));
  }
}
