import type { Timestamp } from '../../domain/index.js';

const NANOSECONDS_PER_MS = 1e6;
/**
 * What REALTIME can be ahead of the host's clock by itself: it runs on for a millisecond before it is compared again, and rounding adds some
 * nanoseconds. What is further ahead was set back.
 */
const AHEAD = 2 * NANOSECONDS_PER_MS;

/**
 * REALTIME, from a monotonic clock and `Date.now()`.
 *
 * It advances with the monotonic clock, and is compared with `Date.now()` when a millisecond has passed since the last comparison. It then has to
 * be within the millisecond that the host's clock shows: if it is behind, it moves forward; if it is ahead, it stands still until the host's
 * clock has caught up. So it does not go back where `Date.now()` is coarser than a millisecond, or slewed. It goes back only when the host's
 * clock has been set back. It is never before 1970.
 */
export class Realtime {
  /** Whole seconds since 1970 that the other numbers count from, so that they fit a double exactly. */
  readonly #epoch: number;
  /** What is added to the monotonic clock to have nanoseconds since `#epoch`. */
  #lead: number;
  /** The monotonic time of the next comparison. */
  #compareAt = 0;
  /** Nanoseconds since `#epoch`, as they were last read. */
  #last = Number.NEGATIVE_INFINITY;
  /** The second that was read last, in nanoseconds since `#epoch`. */
  #second = 0;

  /**
   * @param monotonic the monotonic clock now, in nanoseconds
   * @param begin the host's clock at some moment, in milliseconds since 1970
   * @param since what has passed since that moment, in milliseconds
   */
  constructor(monotonic: number, begin: number = Date.now(), since = 0) {
    this.#epoch = Math.max(Math.floor(begin / 1000), 0);
    this.#lead = Math.round((begin - this.#epoch * 1000 + since) * NANOSECONDS_PER_MS) - monotonic;
  }

  /** @param monotonic the monotonic clock now, in nanoseconds, not less than before */
  read(monotonic: number, into: Timestamp): void {
    const time = monotonic < this.#compareAt ? Math.max(monotonic + this.#lead, this.#last) : this.#compared(monotonic);
    this.#last = time;
    if (!(time >= this.#second && time < this.#second + 1e9)) this.#second = Math.floor(time / 1e9) * 1e9;
    into.seconds = this.#epoch + this.#second / 1e9;
    into.nanoseconds = time - this.#second;
  }

  #compared(monotonic: number): number {
    const begin = (Math.max(Date.now(), 0) - this.#epoch * 1000) * NANOSECONDS_PER_MS;
    const time = Math.min(Math.max(monotonic + this.#lead, begin), begin + NANOSECONDS_PER_MS - 1);
    this.#lead = time - monotonic;
    this.#compareAt = monotonic + NANOSECONDS_PER_MS;
    return time > this.#last - AHEAD ? Math.max(time, this.#last) : time;
  }
}
