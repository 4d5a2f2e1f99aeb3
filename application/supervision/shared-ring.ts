import type { Iovecs } from '../../domain/index.js';

/** Bytes in shared memory that one thread writes and another reads. Neither waits for the other. */
export class SharedRing {
  readonly #words: Int32Array;
  /** The words that count what has been written and read, modulo 2^32. */
  readonly #written: number;
  readonly #read: number;
  readonly #bytes: Uint8Array;

  /** @param bytes as many as a power of two */
  constructor(words: Int32Array, written: number, read: number, bytes: Uint8Array) {
    this.#words = words;
    this.#written = written;
    this.#read = read;
    this.#bytes = bytes;
  }

  /** Bytes that can be read. */
  get available(): number {
    return (Atomics.load(this.#words, this.#written) - Atomics.load(this.#words, this.#read)) | 0;
  }

  /** Bytes that there is room for. */
  get room(): number {
    return this.#bytes.length - this.available;
  }

  /** Adds bytes. @returns how many of them there was room for */
  give(bytes: Uint8Array): number {
    const { length: capacity } = this.#bytes;
    const length = Math.min(bytes.length, this.room);
    const written = Atomics.load(this.#words, this.#written);
    const at = (written >>> 0) % capacity;
    const first = Math.min(length, capacity - at);
    this.#bytes.set(bytes.subarray(0, first), at);
    this.#bytes.set(bytes.subarray(first, length), 0);
    Atomics.store(this.#words, this.#written, (written + length) | 0);
    return length;
  }

  /** Takes bytes. @param length at most what is {@link available}, and what there is room for */
  read(into: Iovecs, length: number): void {
    const { length: capacity } = this.#bytes;
    const read = Atomics.load(this.#words, this.#read);
    let at = (read >>> 0) % capacity;
    let left = length;
    for (let i = 0; i < into.count && left > 0; i++) {
      let offset = into.offsets[i] as number;
      let some = Math.min(into.lengths[i] as number, left);
      left -= some;
      while (some > 0) {
        const part = Math.min(some, capacity - at);
        into.array.set(this.#bytes.subarray(at, at + part), offset);
        offset += part;
        some -= part;
        at = (at + part) % capacity;
      }
    }
    Atomics.store(this.#words, this.#read, (read + length) | 0);
  }

  /** Takes all bytes. */
  readAll(): Uint8Array {
    const array = new Uint8Array(this.available);
    this.read({ array, count: 1, offsets: [0], lengths: [array.length], total: array.length }, array.length);
    return array;
  }
}
