import { Clockid, type Clocks, Errno, type Timestamp } from '../../domain/index.js';
import { globals, now } from './globals.js';
import { Realtime } from './realtime.js';

const NANOSECONDS_PER_MS = 1e6;
/** How finely browsers show time to a page that shares its process with others. */
const COARSE = 100_000;
const FINE = 1000;

/**
 * The clocks of the standards: `performance` and `Date`.
 *
 * MONOTONIC counts from when this was made; REALTIME follows `Date.now()`, see {@link Realtime}. No standard has CPU time: those clocks are
 * `-ENOTSUP`.
 */
export class StandardClocks implements Clocks {
  readonly #begin = now();
  #last = 0;
  readonly #realtime = new Realtime(0);

  resolution(id: number): number {
    if (id !== Clockid.REALTIME && id !== Clockid.MONOTONIC) return -Errno.ENOTSUP;
    return globals.crossOriginIsolated === false ? COARSE : FINE;
  }

  read(id: number, into: Timestamp): number {
    if (id !== Clockid.REALTIME && id !== Clockid.MONOTONIC) return -Errno.ENOTSUP;
    const time = this.monotonic();
    if (id === Clockid.REALTIME) {
      this.#realtime.read(time, into);
      return 0;
    }
    into.seconds = Math.floor(time / 1e9);
    into.nanoseconds = time - into.seconds * 1e9;
    return 0;
  }

  /** Never less than its last value, even where it falls back to `Date`. */
  monotonic(): number {
    const time = Math.round((now() - this.#begin) * NANOSECONDS_PER_MS);
    if (time > this.#last) this.#last = time;
    return this.#last;
  }
}
