/** Reading and writing what may have to wait. An attempt never waits; between two attempts, `Waiting` does. */
import { Errno, type Interest, type Iovecs, type Waiting } from '../../domain/index.js';

/**
 * Makes an attempt that was in vain again, each time it may succeed.
 * @param interest what is waited for; undefined to leave it at the one attempt
 * @param attempt returns a result or a negative errno, `-EAGAIN` to be made again
 * @returns what the last attempt returned
 */
export function attemptWhenReady(waiting: Waiting, interest: Interest | undefined, attempt: () => number): number {
  if (interest === undefined) return -Errno.EAGAIN;
  const interests = [interest];
  for (;;) {
    const errno = waiting.wait(Number.POSITIVE_INFINITY, interests);
    if (errno < 0) return errno;
    const result = attempt();
    if (result !== -Errno.EAGAIN) return result;
  }
}

/**
 * Moves all bytes of some buffers, where a first attempt has not.
 * @param first what that returned: a number of bytes, or `-EAGAIN`
 * @param interest what is waited for; undefined to leave it at the one attempt
 * @param move makes an attempt for a part of the buffers; it returns a number of bytes or a negative errno
 * @returns the number of bytes, which are fewer than all if no more could be moved; or a negative errno if none could
 */
export function moveRest(
  waiting: Waiting,
  interest: Interest | undefined,
  all: Iovecs,
  first: number,
  move: (rest: Iovecs) => number,
): number {
  if (interest === undefined) return first;
  const rest = new Rest(all);
  const attempt = () => move(rest);
  for (let result = first; ; result = attempt()) {
    if (result === -Errno.EAGAIN) result = attemptWhenReady(waiting, interest, attempt);
    if (result <= 0) return rest.total < all.total ? all.total - rest.total : result;
    rest.skip(result);
    if (rest.total === 0) return all.total;
  }
}

/** The rest of some buffers. */
class Rest implements Iovecs {
  count: number;
  readonly offsets: number[];
  readonly lengths: number[];
  total: number;
  readonly #all: Iovecs;

  constructor(all: Iovecs) {
    this.#all = all;
    this.count = all.count;
    this.offsets = all.offsets.slice(0, all.count);
    this.lengths = all.lengths.slice(0, all.count);
    this.total = all.total;
  }

  /** The memory may have grown meanwhile. */
  get array(): Uint8Array {
    return this.#all.array;
  }

  /** Takes bytes off the front. */
  skip(bytes: number): void {
    let whole = 0;
    let left = bytes;
    while (whole < this.count && left >= (this.lengths[whole] as number)) left -= this.lengths[whole++] as number;
    this.offsets.splice(0, whole);
    this.lengths.splice(0, whole);
    this.count -= whole;
    this.total -= bytes;
    if (this.count === 0) return;
    this.offsets[0] = (this.offsets[0] as number) + left;
    this.lengths[0] = (this.lengths[0] as number) - left;
  }
}
