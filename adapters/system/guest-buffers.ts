import { Errno, type Iovecs } from '../../domain/index.js';
import { Block } from './block.js';
import type { Ffi } from './ffi.js';

/** Where the pointer and the number of bytes are in a description of a buffer. */
export interface BufferLayout {
  readonly pointer: number;
  readonly length: number;
}

/** `struct iovec`: https://man7.org/linux/man-pages/man3/iovec.3type.html */
const IOVEC: BufferLayout = { pointer: 0, length: 8 };

/** How many buffers one system call takes: https://man7.org/linux/man-pages/man2/readv.2.html */
const IOV_MAX = 1024;
const IOVEC_SIZE = 16;
const TWO_32 = 0x1_0000_0000;

/**
 * The addresses of buffers in JavaScript, in a guest's memory most of all, which system calls read from and write to. An array is asked for its address
 * once; nothing of it is kept when it is not referred to any more. Every buffer is checked against its array: a memory that has grown leaves an array
 * of length 0, at whose address there may be something else.
 */
export class GuestBuffers {
  /** The descriptions for a call for several buffers. */
  readonly #block: Block;
  readonly #ffi: Ffi;
  readonly #pointer: number;
  readonly #length: number;
  readonly #known = new WeakMap<Uint8Array, number>();

  /** @param layout of a description; it has 16 bytes. Default: that of Linux */
  constructor(ffi: Ffi, { pointer, length }: BufferLayout = IOVEC) {
    this.#ffi = ffi;
    this.#pointer = pointer;
    this.#length = length;
    this.#block = new Block(ffi, IOV_MAX * IOVEC_SIZE);
  }

  /** Where the only buffer is. @returns an address; or `-EFAULT` if the array does not hold the buffer */
  addressOf({ array, offsets, lengths }: Iovecs): number {
    const offset = offsets[0] as number;
    if (offset + (lengths[0] as number) > array.length) return -Errno.EFAULT;
    return (this.#known.get(array) ?? this.#learn(array)) + offset;
  }

  /**
   * Describes the buffers, no more than a call takes.
   * @returns the address of the first; or `-EFAULT` if the array does not hold the buffers
   */
  describe({ array, count, offsets, lengths }: Iovecs): number {
    const { view, address } = this.#block;
    const start = this.#known.get(array) ?? this.#learn(array);
    for (let i = 0, at = 0; i < count && i < IOV_MAX; i++, at += IOVEC_SIZE) {
      const offset = offsets[i] as number;
      const length = lengths[i] as number;
      if (offset + length > array.length) return -Errno.EFAULT;
      const buffer = start + offset;
      const low = buffer >>> 0;
      view.setUint32(at + this.#pointer, low, true);
      view.setUint32(at + this.#pointer + 4, (buffer - low) / TWO_32, true);
      view.setUint32(at + this.#length, length, true);
      view.setUint32(at + this.#length + 4, 0, true);
    }
    return address;
  }

  /** How many of the buffers {@link describe} describes. */
  countOf({ count }: Iovecs): number {
    return Math.min(count, IOV_MAX);
  }

  #learn(array: Uint8Array): number {
    const address = this.#ffi.address(array);
    // A buffer that can be resized in place may be moved by that.
    if ((array.buffer as { readonly resizable?: boolean }).resizable !== true) this.#known.set(array, address);
    return address;
  }
}
