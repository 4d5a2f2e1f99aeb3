import type { Clocks, Interest, Timestamp, Waiting } from '../../../domain/index.js';
import type { SteppedClock } from '../../memory/stepped-clock.js';

/** The time that a read of the clock takes, in nanoseconds: a program that polls until a second has passed reads it a million times. */
const LOOK = 1000;

/**
 * A stepped clock that moves on a little with each look a guest takes, so that none waits for ever for it to do so. A trace looks with
 * `monotonic`, which takes no time: a program does the same whether it is traced or not.
 */
export class WatchedClock implements Clocks, Waiting {
  readonly #steps: SteppedClock;
  readonly waitAsync: Waiting['waitAsync'];

  constructor(steps: SteppedClock) {
    this.#steps = steps;
    this.waitAsync = steps.waitAsync;
  }

  resolution(id: number): number {
    return this.#steps.resolution(id);
  }

  read(id: number, into: Timestamp): number {
    const errno = this.#steps.read(id, into);
    this.#steps.advance(LOOK);
    return errno;
  }

  monotonic(): number {
    return this.#steps.monotonic();
  }

  wait(nanoseconds: number, interests: readonly Interest[]): number {
    return this.#steps.wait(nanoseconds, interests);
  }
}
