import type { Interest } from '../../domain/index.js';
import { Errno } from '../../domain/index.js';
import { Block } from './block.js';
import { POLLIN, POLLOUT } from './constants.js';
import type { SystemCalls } from './system-calls.js';

/** A `struct timespec`, and the `struct pollfd`s behind it. */
const TIMEOUT = 0;
const ENTRIES = 16;
const ENTRY_SIZE = 8;
const FEWEST = 16;

/** Beyond this, a timeout is none: 292 years, as nanoseconds are counted in the kernel. */
const LONGEST = 2 ** 63;

/** poll(2) of several descriptors: https://man7.org/linux/man-pages/man2/poll.2.html */
export class DescriptorPoll {
  readonly #calls: SystemCalls;
  #block: Block;
  #count = 0;
  /** Where each descriptor is: the kernel takes no more entries than a process may have descriptors. */
  readonly #places = new Map<number, number>();

  constructor(calls: SystemCalls) {
    this.#calls = calls;
    this.#block = new Block(calls.ffi, ENTRIES + FEWEST * ENTRY_SIZE);
  }

  /** Forgets all descriptors. */
  clear(): void {
    this.#count = 0;
    this.#places.clear();
  }

  add(fd: number, event: Interest['event']): void {
    const mask = event === 'read' ? POLLIN : POLLOUT;
    let at = this.#places.get(fd);
    if (at !== undefined) {
      const { view } = this.#block;
      view.setInt16(at + 4, view.getInt16(at + 4, true) | mask, true);
      return;
    }
    at = ENTRIES + this.#count++ * ENTRY_SIZE;
    this.#places.set(fd, at);
    if (at === this.#block.bytes.length) this.#grow();
    this.#block.view.setInt32(at, fd, true);
    this.#block.view.setInt16(at + 4, mask, true);
  }

  /**
   * Blocks the thread until something has happened at one of the descriptors, or the time has passed. A signal does not end it.
   * @param nanoseconds from now, `Infinity` without a deadline
   * @returns whether it could be waited for; false at once if not
   */
  wait(nanoseconds: number): boolean {
    const { address } = this.#block;
    const began = performance.now();
    let left = nanoseconds;
    for (;;) {
      const timeout = left < LONGEST ? address + this.#putTimeout(left) : 0;
      const count = this.#calls.libc.ppoll(address + ENTRIES, this.#count, timeout, 0);
      if (count >= 0) return true;
      if (this.#calls.errno() !== -Errno.EINTR) return false;
      left = Math.max(nanoseconds - (performance.now() - began) * 1e6, 0);
    }
  }

  #putTimeout(nanoseconds: number): number {
    const seconds = Math.floor(nanoseconds / 1e9);
    const { view } = this.#block;
    view.setBigInt64(TIMEOUT, BigInt(seconds), true);
    view.setBigInt64(TIMEOUT + 8, BigInt(Math.min(Math.ceil(nanoseconds - seconds * 1e9), 999_999_999)), true);
    return TIMEOUT;
  }

  #grow(): void {
    const { bytes } = this.#block;
    this.#block = new Block(this.#calls.ffi, 2 * bytes.length);
    this.#block.bytes.set(bytes);
  }
}
