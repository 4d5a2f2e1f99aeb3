import { performance } from 'node:perf_hooks';
import { Clockid, type Clocks, Errno, type Timestamp } from '../../domain/index.js';

const NANOSECONDS_PER_MS = 1e6;
/** Below the next whole millisecond, by less than a nanosecond counts. */
const ALMOST_ONE = 1 - 2 ** -20;

/** What Node 23.9 and later have. */
interface WithThreadTime {
  threadCpuUsage?(): NodeJS.CpuUsage;
}

/**
 * The host's clocks.
 *
 * MONOTONIC counts from when this thread's Node began. REALTIME is `Date.now()`, whose milliseconds are divided by the monotonic clock: never
 * outside the millisecond that the host's clock shows, so it follows when that is set. The CPU clocks are the process's; the
 * thread's is the process's too where Node does not tell it (before 23.9).
 */
export class NodeClocks implements Clocks {
  /** Whole milliseconds since 1970 that `#lead` counts from, to keep the fraction exact. */
  readonly #epoch = Date.now();
  /** What is added to the monotonic clock to have milliseconds since `#epoch`. */
  #lead = -performance.now();

  resolution(id: number): number {
    switch (id) {
      case Clockid.MONOTONIC:
        return 1;
      case Clockid.REALTIME:
      case Clockid.PROCESS_CPUTIME_ID:
      case Clockid.THREAD_CPUTIME_ID:
        return 1000;
      default:
        return -Errno.ENOTSUP;
    }
  }

  read(id: number, into: Timestamp): number {
    switch (id) {
      case Clockid.MONOTONIC: {
        const now = this.monotonic();
        const seconds = Math.floor(now / 1e9);
        into.seconds = seconds;
        into.nanoseconds = now - seconds * 1e9;
        return 0;
      }
      case Clockid.REALTIME:
        this.#realtime(into);
        return 0;
      case Clockid.PROCESS_CPUTIME_ID:
        writeUsage(process.cpuUsage(), into);
        return 0;
      case Clockid.THREAD_CPUTIME_ID:
        writeUsage((process as WithThreadTime).threadCpuUsage?.() ?? process.cpuUsage(), into);
        return 0;
      default:
        return -Errno.ENOTSUP;
    }
  }

  monotonic(): number {
    return Math.floor(performance.now() * NANOSECONDS_PER_MS);
  }

  #realtime(into: Timestamp): void {
    const now = performance.now();
    // The host's clock is in the millisecond that begins here.
    const begin = Date.now() - this.#epoch;
    let time = now + this.#lead;
    if (time < begin) {
      time = begin;
      this.#lead = begin - now;
    } else if (time >= begin + 1) {
      time = begin + ALMOST_ONE;
      this.#lead = time - now;
    }
    const whole = Math.floor(time);
    const milliseconds = Math.max(this.#epoch + whole, 0);
    const seconds = Math.floor(milliseconds / 1000);
    into.seconds = seconds;
    into.nanoseconds =
      (milliseconds - seconds * 1000) * NANOSECONDS_PER_MS + Math.floor((time - whole) * NANOSECONDS_PER_MS);
  }
}

function writeUsage({ user, system }: NodeJS.CpuUsage, into: Timestamp): void {
  const microseconds = user + system;
  const seconds = Math.floor(microseconds / 1e6);
  into.seconds = seconds;
  into.nanoseconds = (microseconds - seconds * 1e6) * 1000;
}
