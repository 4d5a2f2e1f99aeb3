import type { Iovecs } from '../../domain/index.js';
import { copyBytes } from '../../domain/index.js';

const SMALLEST = 256;

/** Bytes, first in, first out: a ring that doubles when it is full. */
export class ByteQueue {
  #ring = new Uint8Array(0);
  #head = 0;
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** Appends the first `length` bytes of the buffers. */
  put({ array, offsets, lengths }: Iovecs, length: number): void {
    if (this.#length + length > this.#ring.length) this.#grow(this.#length + length);
    let left = length;
    for (let i = 0; left > 0; i++) {
      const part = Math.min(lengths[i] as number, left);
      this.#append(array, offsets[i] as number, part);
      left -= part;
    }
  }

  /** Moves bytes into the buffers. @returns how many */
  take({ array, count, offsets, lengths }: Iovecs): number {
    const before = this.#length;
    for (let i = 0; i < count; i++) {
      let to = offsets[i] as number;
      const end = to + Math.min(lengths[i] as number, this.#length);
      while (to < end) {
        const part = Math.min(end - to, this.#ring.length - this.#head);
        copyBytes(this.#ring, this.#head, array, to, part);
        this.#head = (this.#head + part) % this.#ring.length;
        this.#length -= part;
        to += part;
      }
    }
    return before - this.#length;
  }

  /** A copy of all of it, which stays. */
  bytes(): Uint8Array {
    const all = new Uint8Array(this.#length);
    const first = Math.min(this.#length, this.#ring.length - this.#head);
    copyBytes(this.#ring, this.#head, all, 0, first);
    copyBytes(this.#ring, 0, all, first, this.#length - first);
    return all;
  }

  clear(): void {
    this.#head = 0;
    this.#length = 0;
  }

  #append(array: Uint8Array, offset: number, length: number): void {
    let from = offset;
    let left = length;
    while (left > 0) {
      const tail = (this.#head + this.#length) % this.#ring.length;
      const part = Math.min(left, this.#ring.length - tail);
      copyBytes(array, from, this.#ring, tail, part);
      this.#length += part;
      from += part;
      left -= part;
    }
  }

  #grow(least: number): void {
    const grown = new Uint8Array(Math.max(least, this.#ring.length * 2, SMALLEST));
    grown.set(this.bytes());
    this.#ring = grown;
    this.#head = 0;
  }
}
