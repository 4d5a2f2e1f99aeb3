import { Clockid, type Clocks, type Interest, type Timestamp, type Waiting } from '../../domain/index.js';
import { StandardClocks, StandardWaiting } from '../web/index.js';
import { nanosecondsOf, type When, writeTime } from './points-in-time.js';
import { waits } from './waits.js';

/**
 * A wall clock that stands still. MONOTONIC still runs, so programs can sleep and measure; only a future deadline on the wall clock itself never
 * comes.
 */
export class FixedClock implements Clocks, Waiting {
  readonly #time: Timestamp = { seconds: 0, nanoseconds: 0 };
  readonly #others: Clocks;
  readonly #waiting: Waiting;
  readonly waitAsync: Waiting['waitAsync'];

  /**
   * @param when the time that REALTIME always returns
   * @param others the other clocks, which also wait if they can. Default: the host's own, without CPU time
   * @throws ConfigurationError for an invalid time
   */
  constructor(when: When, others: Clocks = new StandardClocks()) {
    writeTime(nanosecondsOf(when), this.#time);
    this.#others = others;
    this.#waiting = waits(others) ? others : new StandardWaiting();
    this.waitAsync = this.#waiting.waitAsync?.bind(this.#waiting);
  }

  resolution(id: number): number {
    return id === Clockid.REALTIME ? 1 : this.#others.resolution(id);
  }

  read(id: number, into: Timestamp): number {
    if (id !== Clockid.REALTIME) return this.#others.read(id, into);
    into.seconds = this.#time.seconds;
    into.nanoseconds = this.#time.nanoseconds;
    return 0;
  }

  monotonic(): number {
    return this.#others.monotonic();
  }

  wait(nanoseconds: number, interests: readonly Interest[]): number {
    return this.#waiting.wait(nanoseconds, interests);
  }
}
