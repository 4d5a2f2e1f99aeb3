import { performance } from 'node:perf_hooks';
import { Clockid, type Clocks, Errno, type Timestamp } from '../../domain/index.js';

const NANOSECONDS_PER_MS = 1e6;
/** Kept, because looking it up costs a tenth of the call. */
const { hrtime } = process;

/** What Node 23.9 and later have. */
interface WithThreadTime {
  threadCpuUsage?(): NodeJS.CpuUsage;
}

/**
 * The host's clocks.
 *
 * MONOTONIC counts from when this was made. REALTIME goes on with the monotonic clock, and is compared with `Date.now()` when a
 * millisecond has passed since it last was: it then has to be within the millisecond that the host's clock shows, so it follows when
 * that is set. The CPU clocks are the process's; the thread's is the process's too where Node does not tell it (before 23.9).
 */
export class NodeClocks implements Clocks {
  /** Seconds that the host's monotonic clock showed at first. */
  readonly #begin = hrtime()[0];
  /** Whole seconds since 1970 that `#lead` counts from, so that it fits a double exactly. */
  readonly #epoch = Math.floor(performance.timeOrigin / 1000);
  /** What is added to `monotonic()` to have nanoseconds since `#epoch`. */
  #lead =
    Math.round((performance.timeOrigin - this.#epoch * 1000 + performance.now()) * NANOSECONDS_PER_MS) -
    this.monotonic();
  /** The `monotonic()` at which REALTIME is to be compared with the host's clock again. */
  #compareAt = 0;

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
        const time = hrtime();
        into.seconds = time[0] - this.#begin;
        into.nanoseconds = time[1];
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
    const time = hrtime();
    return (time[0] - this.#begin) * 1e9 + time[1];
  }

  #realtime(into: Timestamp): void {
    const now = this.monotonic();
    const time = now < this.#compareAt ? now + this.#lead : this.#compared(now);
    const seconds = Math.floor(time / 1e9);
    into.seconds = this.#epoch + seconds;
    into.nanoseconds = time - seconds * 1e9;
  }

  /** REALTIME, in nanoseconds since `#epoch`, within the millisecond that the host's clock is in; not before 1970. */
  #compared(now: number): number {
    const begin = (Math.max(Date.now(), 0) - this.#epoch * 1000) * NANOSECONDS_PER_MS;
    const time = Math.min(Math.max(now + this.#lead, begin), begin + NANOSECONDS_PER_MS - 1);
    this.#lead = time - now;
    this.#compareAt = now + NANOSECONDS_PER_MS;
    return time;
  }
}

function writeUsage({ user, system }: NodeJS.CpuUsage, into: Timestamp): void {
  const microseconds = user + system;
  const seconds = Math.floor(microseconds / 1e6);
  into.seconds = seconds;
  into.nanoseconds = (microseconds - seconds * 1e6) * 1000;
}
