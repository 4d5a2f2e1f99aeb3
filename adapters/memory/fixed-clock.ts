import { Clockid, type Clocks, type Timestamp } from '../../domain/index.js';
import { StandardClocks } from '../standard/index.js';
import { nanosecondsOf, type When, writeTime } from './points-in-time.js';

/**
 * A wall clock that stands still. MONOTONIC goes on, so programs can still sleep and measure; only a deadline on the wall clock itself, if it is
 * in the future, never comes.
 */
export class FixedClock implements Clocks {
  readonly #time: Timestamp = { seconds: 0, nanoseconds: 0 };
  readonly #others: Clocks;

  /**
   * @param when what REALTIME always says
   * @param others where the other clocks are read. Default: the host's own, without CPU time
   * @throws ConfigurationError for what is no time
   */
  constructor(when: When, others: Clocks = new StandardClocks()) {
    writeTime(nanosecondsOf(when), this.#time);
    this.#others = others;
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
}
