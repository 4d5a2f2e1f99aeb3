import { INSPECT, type Inspect } from '../inspection.js';
import { Errno } from '../preview1/index.js';
import type { Descriptor, Resource } from './descriptor.js';

/** A resource without a descriptor, and those before it. */
export interface Unnumbered {
  readonly resource: Resource;
  readonly next: Unnumbered | undefined;
}

/**
 * The guest's descriptors: a dense array, because a look-up in an array costs half of one in a map, and guests use small numbers
 * (the lowest free one is always given out next). The price is memory in proportion to the highest number in use, which `limit` bounds.
 *
 * Guest numbers have nothing to do with the host's.
 */
export class DescriptorTable {
  readonly #slots: (Descriptor | undefined)[] = [];
  readonly #limit: number;
  /** No free slot is below this. */
  #lowestFree = 0;
  /**
   * What was opened for a guest whose stack ended before the descriptor had a number; closed with the guest. A plain list, since without stack
   * nothing can be called.
   */
  unnumbered: Unnumbered | undefined;

  /** @param limit how many descriptors may be open at once */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /**
   * Looks a descriptor up.
   * @param fd the guest's number as u32
   */
  peek(fd: number): Descriptor | undefined {
    return fd < this.#slots.length ? this.#slots[fd] : undefined;
  }

  /**
   * Adds a descriptor under the lowest free number.
   * @returns the number, or `-EMFILE`
   */
  insert(descriptor: Descriptor): number {
    const fd = this.#findFree();
    if (fd >= this.#limit) return -Errno.EMFILE;
    this.#slots[fd] = descriptor;
    this.#lowestFree = fd + 1;
    return fd;
  }

  /** Whether `insert` would find a place. */
  hasRoom(): boolean {
    return this.#findFree() < this.#limit;
  }

  /** The lowest free number. */
  #findFree(): number {
    while (this.#slots[this.#lowestFree] !== undefined) this.#lowestFree++;
    return this.#lowestFree;
  }

  /**
   * Removes a descriptor.
   * @returns the descriptor, for the caller to close; undefined if the number is not open
   */
  remove(fd: number): Descriptor | undefined {
    const descriptor = this.peek(fd);
    if (descriptor === undefined) return undefined;
    this.#slots[fd] = undefined;
    this.#lowestFree = Math.min(this.#lowestFree, fd);
    return descriptor;
  }

  /**
   * Moves the descriptor `from` to the number `to`.
   * @returns what was at `to`, for the caller to close; undefined if both are the same number; `-EBADF` if either is not open
   */
  renumber(from: number, to: number): Descriptor | undefined | number {
    const moved = this.peek(from);
    const replaced = this.peek(to);
    if (moved === undefined || replaced === undefined) return -Errno.EBADF;
    if (from === to) return undefined;
    this.#slots[to] = moved;
    this.remove(from);
    return replaced;
  }

  /** Shows the label of each open descriptor by its number. */
  [INSPECT](_depth: number, options: unknown, inspect: Inspect): string {
    return `DescriptorTable ${inspect(new Map([...this].map(([fd, { label }]) => [fd, label])), options)}`;
  }

  /** Every open descriptor with its number, lowest first. */
  *[Symbol.iterator](): IterableIterator<[number, Descriptor]> {
    for (const [fd, descriptor] of this.#slots.entries()) if (descriptor !== undefined) yield [fd, descriptor];
  }
}
