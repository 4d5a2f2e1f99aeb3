import type { HrTime } from '@opentelemetry/api';

const NANOSECONDS = 1e9;
const NANOSECONDS_PER_MS = 1e6;
/** By how much the two clocks may have come apart before they are compared anew. */
const TOLERANCE = NANOSECONDS / 10;

/** Tells when something was by the wall clock that was timed by a runtime's monotonic clock. */
export class WallClock {
  /** Milliseconds since 1970, and the monotonic nanoseconds that are the same moment. */
  #milliseconds = 0;
  #monotonic = Number.NaN;

  /**
   * Compares the clocks, unless they still go alike.
   * @param monotonic what the monotonic clock says now
   */
  compare(monotonic: number): void {
    const now = Date.now();
    const expected = this.#milliseconds + (monotonic - this.#monotonic) / NANOSECONDS_PER_MS;
    if (Math.abs(now - expected) * NANOSECONDS_PER_MS <= TOLERANCE) return;
    this.#milliseconds = now;
    this.#monotonic = monotonic;
  }

  /** The wall clock at a moment of the monotonic one: seconds and nanoseconds since 1970. */
  at(monotonic: number): HrTime {
    const seconds = Math.floor(this.#milliseconds / 1000);
    const nanoseconds = (this.#milliseconds - seconds * 1000) * NANOSECONDS_PER_MS + monotonic - this.#monotonic;
    const carried = Math.floor(nanoseconds / NANOSECONDS);
    return [seconds + carried, Math.round(nanoseconds - carried * NANOSECONDS)];
  }
}
