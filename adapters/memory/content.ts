import type { Iovecs } from '../../domain/index.js';
import { copyBytes } from './copy-bytes.js';

/** Bytes in a page. */
export const PAGE = 65_536;
const NOTHING = new Uint8Array(0);

/**
 * The bytes of a file, in pages. A page that nobody has written is not there and reads as zeros. The first page grows by doubling, so that a
 * small file is small; later ones come whole. So what has been written is hardly ever copied again, however small the pieces.
 */
export class Content {
  #size = 0;
  readonly #pages = new Map<number, Uint8Array>();
  /** The page used last. */
  #index = -1;
  #page: Uint8Array = NOTHING;

  get size(): number {
    return this.#size;
  }

  /** How many bytes the pages take. */
  get held(): number {
    let held = 0;
    for (const page of this.#pages.values()) held += page.length;
    return held;
  }

  /** Fills the buffers from `offset` on. @returns bytes, 0 at the end */
  read({ array, count, offsets, lengths, total }: Iovecs, offset: number): number {
    const got = Math.max(Math.min(total, this.#size - offset), 0);
    let left = got;
    let at = offset;
    for (let i = 0; i < count && left > 0; i++) {
      const length = Math.min(lengths[i] as number, left);
      this.#take(at, array, offsets[i] as number, length);
      at += length;
      left -= length;
    }
    return got;
  }

  /** Writes the first `length` bytes of the buffers to `offset`, growing as needed. */
  write({ array, offsets, lengths }: Iovecs, offset: number, length: number): void {
    let left = length;
    let at = offset;
    for (let i = 0; left > 0; i++) {
      const part = Math.min(lengths[i] as number, left);
      this.#put(array, offsets[i] as number, part, at);
      at += part;
      left -= part;
    }
    if (at > this.#size) this.#size = at;
  }

  /** Cuts, or extends with a hole. */
  resize(size: number): void {
    if (size < this.#size) this.#cut(size);
    this.#size = size;
  }

  #take(from: number, array: Uint8Array, offset: number, length: number): void {
    let at = from;
    let to = offset;
    let left = length;
    while (left > 0) {
      const index = Math.floor(at / PAGE);
      const within = at - index * PAGE;
      const part = Math.min(left, PAGE - within);
      const page = this.#find(index);
      const there = Math.max(Math.min(part, page.length - within), 0);
      copyBytes(page, within, array, to, there);
      if (there < part) array.fill(0, to + there, to + part);
      at += part;
      to += part;
      left -= part;
    }
  }

  #put(array: Uint8Array, offset: number, length: number, to: number): void {
    let at = to;
    let from = offset;
    let left = length;
    while (left > 0) {
      const index = Math.floor(at / PAGE);
      const within = at - index * PAGE;
      const part = Math.min(left, PAGE - within);
      let page = this.#find(index);
      if (page.length < within + part) page = this.#grow(index, page, within + part);
      copyBytes(array, from, page, within, part);
      at += part;
      from += part;
      left -= part;
    }
  }

  /** A page; an empty one if it is not there. */
  #find(index: number): Uint8Array {
    if (index === this.#index) return this.#page;
    const page = this.#pages.get(index) ?? NOTHING;
    this.#index = index;
    this.#page = page;
    return page;
  }

  #grow(index: number, page: Uint8Array, least: number): Uint8Array {
    const length = index === 0 ? Math.min(Math.max(least, page.length * 2), PAGE) : PAGE;
    const grown = new Uint8Array(length);
    grown.set(page);
    this.#pages.set(index, grown);
    this.#index = index;
    this.#page = grown;
    return grown;
  }

  /** Drops the pages behind `size`, and clears what is left of the last one: it must read as zeros if the file grows again. */
  #cut(size: number): void {
    const first = Math.ceil(size / PAGE);
    const end = Math.ceil(this.#size / PAGE);
    if (end - first < this.#pages.size) {
      for (let index = first; index < end; index++) this.#pages.delete(index);
    } else {
      for (const index of this.#pages.keys()) if (index >= first) this.#pages.delete(index);
    }
    this.#index = -1;
    const within = size % PAGE;
    if (within > 0) this.#pages.get(first - 1)?.fill(0, within, Math.min(this.#size - (first - 1) * PAGE, PAGE));
  }
}
