import { Clockid, type Clocks, Errno, type Timestamp } from '../../domain/index.js';
import { globals, now } from './globals.js';

const NANOSECONDS_PER_MS = 1e6;
/** How finely browsers show time to a page that shares its process with others. */
const COARSE = 100_000;
const FINE = 1000;

/**
 * The clocks of the standards: `performance` and `Date`.
 *
 * MONOTONIC counts from when this was made. REALTIME goes on with it, and is compared with `Date.now()` when a millisecond has passed since
 * it last was: it then has to be within the millisecond that the host's clock shows, so it follows when that is set. No standard tells CPU
 * time: those clocks are `-ENOTSUP`.
 */
export class StandardClocks implements Clocks {
  readonly #begin = now();
  /** Whole seconds since 1970 that `#lead` counts from, so that it fits a double exactly. */
  readonly #epoch = Math.max(Math.floor(Date.now() / 1000), 0);
  /** What is added to `monotonic()` to have nanoseconds since `#epoch`. */
  #lead = 0;
  /** The `monotonic()` at which REALTIME is to be compared with the host's clock again. */
  #compareAt = 0;
  #last = 0;

  resolution(id: number): number {
    if (id !== Clockid.REALTIME && id !== Clockid.MONOTONIC) return -Errno.ENOTSUP;
    return globals.crossOriginIsolated === false ? COARSE : FINE;
  }

  read(id: number, into: Timestamp): number {
    if (id !== Clockid.REALTIME && id !== Clockid.MONOTONIC) return -Errno.ENOTSUP;
    const time = id === Clockid.MONOTONIC ? this.monotonic() : this.#realtime();
    const seconds = Math.floor(time / 1e9);
    into.seconds = id === Clockid.MONOTONIC ? seconds : this.#epoch + seconds;
    into.nanoseconds = time - seconds * 1e9;
    return 0;
  }

  /** Not before what it last was, also where `Date` has to serve. */
  monotonic(): number {
    const time = Math.round((now() - this.#begin) * NANOSECONDS_PER_MS);
    if (time > this.#last) this.#last = time;
    return this.#last;
  }

  /** Nanoseconds since `#epoch`. */
  #realtime(): number {
    const now = this.monotonic();
    if (now < this.#compareAt) return now + this.#lead;
    const begin = Math.max(Date.now() - this.#epoch * 1000, -this.#epoch * 1000) * NANOSECONDS_PER_MS;
    const time = Math.min(Math.max(now + this.#lead, begin), begin + NANOSECONDS_PER_MS - 1);
    this.#lead = time - now;
    this.#compareAt = now + NANOSECONDS_PER_MS;
    return time;
  }
}
