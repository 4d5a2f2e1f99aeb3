import { Clockid, type Clocks, Errno, type Timestamp } from '../../domain/index.js';
import { Realtime } from '../web/realtime.js';

/** Kept, because looking it up costs a tenth of the call. */
const { hrtime } = process;

/** What Node 23.9 and later have. */
interface WithThreadTime {
  threadCpuUsage?(): NodeJS.CpuUsage;
}

/**
 * The host's clocks.
 *
 * MONOTONIC counts from when this was made, unless another start is given; REALTIME follows `Date.now()`, see `Realtime` in `adapters/web`. The CPU
 * clocks are the process's; the thread's is the process's too where Node does not have it
 * ([before 23.9](https://nodejs.org/api/process.html#processthreadcpuusagepreviousvalue)).
 */
export class NodeClocks implements Clocks {
  readonly #begin: number;
  /** Made when it is first read: Node loads `performance` for it. */
  #realtime: Realtime | undefined;

  /**
   * @param begin the second of the host's monotonic clock that MONOTONIC counts from: with 0 it is the host's clock, which threads of a guest can compare.
   *   Default: the present one
   */
  constructor(begin: number = hrtime()[0]) {
    this.#begin = begin;
  }

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
        this.#realtime ??= new Realtime(this.monotonic(), performance.timeOrigin, performance.now());
        this.#realtime.read(this.monotonic(), into);
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
}

function writeUsage({ user, system }: NodeJS.CpuUsage, into: Timestamp): void {
  const microseconds = user + system;
  const seconds = Math.floor(microseconds / 1e6);
  into.seconds = seconds;
  into.nanoseconds = (microseconds - seconds * 1e6) * 1000;
}
