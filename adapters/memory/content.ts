import type { Extent, Iovecs } from '../../domain/index.js';
import { copyBytes } from '../../domain/index.js';

import type { Budget } from './budget.js';

/** Bytes in a page. */
export const PAGE = 65_536;
const NOTHING = new Uint8Array(0);

/**
 * The bytes of a file, in pages. A page that was never written does not exist and reads as zeros. The first page grows by doubling, so that a
 * small file is small; later ones come whole. So what has been written is hardly ever copied again, however small the pieces.
 */
export class Content {
  #size = 0;
  readonly #pages = new Map<number, Uint8Array>();
  /** The page used last. */
  #index = -1;
  #page: Uint8Array = NOTHING;
  /** The numbers of all pages in order, once they were needed; undefined when pages have been added since. */
  #order: Float64Array | undefined;
  readonly #budget: Budget;

  /** @param budget what pages are taken from */
  constructor(budget: Budget) {
    this.#budget = budget;
  }

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
  read({ array, offsets, lengths, total }: Iovecs, offset: number): number {
    const got = Math.max(Math.min(total, this.#size - offset), 0);
    let left = got;
    let at = offset;
    for (let i = 0; left > 0; i++) {
      const length = Math.min(lengths[i] as number, left);
      this.#take(at, array, offsets[i] as number, length);
      at += length;
      left -= length;
    }
    return got;
  }

  /**
   * Writes the first `length` bytes of the buffers to `offset`, growing as needed.
   * @returns how many: fewer if memory runs out
   */
  write({ array, offsets, lengths }: Iovecs, offset: number, length: number): number {
    let left = length;
    let at = offset;
    for (let i = 0; left > 0; i++) {
      const part = Math.min(lengths[i] as number, left);
      const put = this.#put(array, offsets[i] as number, part, at);
      at += put;
      left -= put;
      if (put < part) break;
    }
    if (left < length) this.#size = Math.max(this.#size, at);
    return length - left;
  }

  /**
   * Finds what was written.
   * @param from where to look from
   * @param into the first range from there on that is not a hole, to the end of its page; of length 0, at the end, if there is none
   */
  findData(from: number, into: Extent): void {
    const size = this.#size;
    let index = Math.floor(from / PAGE);
    let offset = from;
    if (!this.#pages.has(index)) {
      this.#order ??= Float64Array.from(this.#pages.keys()).sort();
      index = firstFrom(this.#order, index);
      offset = index * PAGE;
    }
    into.offset = Math.min(offset, size);
    into.length = Math.max(Math.min((index + 1) * PAGE, size) - into.offset, 0);
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

  #put(array: Uint8Array, offset: number, length: number, to: number): number {
    let at = to;
    let from = offset;
    let left = length;
    while (left > 0) {
      const index = Math.floor(at / PAGE);
      const within = at - index * PAGE;
      const part = Math.min(left, PAGE - within);
      let page = this.#find(index);
      if (page.length < within + part) {
        const grown = this.#grow(index, page, within + part);
        if (grown === undefined) break;
        page = grown;
      }
      copyBytes(array, from, page, within, part);
      at += part;
      from += part;
      left -= part;
    }
    return length - left;
  }

  /** A page; an empty one if it is not there. */
  #find(index: number): Uint8Array {
    if (index === this.#index) return this.#page;
    const page = this.#pages.get(index) ?? NOTHING;
    this.#index = index;
    this.#page = page;
    return page;
  }

  /** A longer page; undefined if memory runs out. */
  #grow(index: number, page: Uint8Array, least: number): Uint8Array | undefined {
    const length = index === 0 ? Math.min(Math.max(least, page.length * 2), PAGE) : PAGE;
    if (!this.#budget.take(length - page.length)) return undefined;
    const grown = allocated(length);
    if (grown === undefined) {
      this.#budget.give(length - page.length);
      return undefined;
    }
    grown.set(page);
    this.#order = undefined;
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
      for (let index = first; index < end; index++) this.#drop(index);
    } else {
      for (const index of this.#pages.keys()) if (index >= first) this.#drop(index);
    }
    this.#index = -1;
    this.#page = NOTHING;
    this.#order = undefined;
    const within = size % PAGE;
    if (within > 0) this.#pages.get(first - 1)?.fill(0, within);
  }

  #drop(index: number): void {
    this.#budget.give(this.#pages.get(index)?.length ?? 0);
    this.#pages.delete(index);
  }
}

/** The host may have no memory left, whatever the limit is. */
function allocated(length: number): Uint8Array | undefined {
  try {
    return new Uint8Array(length);
  } catch {
    return undefined;
  }
}

/** The first number in order that is not below `least`; Infinity if there is none. */
function firstFrom(order: Float64Array, least: number): number {
  let from = 0;
  let to = order.length;
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((order[middle] as number) < least) from = middle + 1;
    else to = middle;
  }
  return order[from] ?? Number.POSITIVE_INFINITY;
}
