import { checkValue, MEASURE } from '../../application/options/index.js';
import { Clockid, type Clocks, Errno, type Interest, type Timestamp, type Waiting } from '../../domain/index.js';
import { StandardWaiting } from '../web/index.js';
import { nanosecondsOf, type When, writeTime } from './points-in-time.js';

/**
 * Time that passes only while a program waits, and then at once: an hour's sleep takes no time, and two runs see the same times. Computing takes no
 * time, so the CPU clocks stay at 0, and a program that reads the clock until it advances loops for ever, unless each read takes a `tick`.
 */
export class SteppedClock implements Clocks, Waiting {
  readonly #start: Timestamp = { seconds: 0, nanoseconds: 0 };
  readonly #tick: number;
  readonly #waiting: Waiting;
  readonly waitAsync: Waiting['waitAsync'];
  /** In parts: added to a number of some hundred days, the last nanoseconds of a wait would be lost, and it would never end. */
  readonly #elapsed: Timestamp = { seconds: 0, nanoseconds: 0 };
  readonly #seen: Timestamp = { seconds: 0, nanoseconds: 0 };

  /**
   * @param start the first time of REALTIME; MONOTONIC begins at 0
   * @param tick nanoseconds that each read of REALTIME or MONOTONIC takes
   * @param waiting what waits if there is no deadline. Default: the thread
   * @throws ConfigurationError for an invalid time or tick
   */
  constructor(start: When, tick = 0, waiting: Waiting = new StandardWaiting()) {
    writeTime(nanosecondsOf(start), this.#start);
    checkValue(tick, 'the tick', MEASURE);
    this.#tick = tick;
    this.#waiting = waiting;
    const waitAsync = waiting.waitAsync?.bind(waiting);
    this.waitAsync =
      waitAsync &&
      (async (nanoseconds, interests) =>
        Number.isFinite(nanoseconds) ? this.wait(nanoseconds, interests) : waitAsync(nanoseconds, interests));
  }

  resolution(id: number): number {
    return id >= Clockid.REALTIME && id <= Clockid.THREAD_CPUTIME_ID ? 1 : -Errno.ENOTSUP;
  }

  read(id: number, into: Timestamp): number {
    switch (id) {
      case Clockid.REALTIME:
        this.#look();
        copyTime(this.#start, into);
        addTime(into, this.#seen.seconds, this.#seen.nanoseconds);
        return 0;
      case Clockid.MONOTONIC:
        this.#look();
        copyTime(this.#seen, into);
        return 0;
      case Clockid.PROCESS_CPUTIME_ID:
      case Clockid.THREAD_CPUTIME_ID:
        into.seconds = 0;
        into.nanoseconds = 0;
        return 0;
      default:
        return -Errno.ENOTSUP;
    }
  }

  monotonic(): number {
    this.#look();
    return this.#seen.seconds * 1e9 + this.#seen.nanoseconds;
  }

  /** Lets time pass, as if nothing had become ready meanwhile. @param nanoseconds 0 or more */
  advance(nanoseconds: number): void {
    const whole = Math.ceil(nanoseconds);
    const rest = whole % 1e9;
    addTime(this.#elapsed, Math.round((whole - rest) / 1e9), rest);
  }

  #look(): void {
    copyTime(this.#elapsed, this.#seen);
    this.advance(this.#tick);
  }

  /** A wait for a stream without a deadline does wait: the clock does not decide when the stream is ready. */
  wait(nanoseconds: number, interests: readonly Interest[]): number {
    if (!Number.isFinite(nanoseconds)) return this.#waiting.wait(nanoseconds, interests);
    this.advance(nanoseconds);
    return 0;
  }
}

function copyTime({ seconds, nanoseconds }: Timestamp, into: Timestamp): void {
  into.seconds = seconds;
  into.nanoseconds = nanoseconds;
}

/** @param nanoseconds less than a second */
function addTime(into: Timestamp, seconds: number, nanoseconds: number): void {
  into.seconds += seconds;
  into.nanoseconds += nanoseconds;
  if (into.nanoseconds < 1e9) return;
  into.seconds++;
  into.nanoseconds -= 1e9;
}
