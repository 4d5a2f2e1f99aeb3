import type { Attributes, Histogram } from '@opentelemetry/api';

const NANOSECONDS = 1e9;

/** Bounds of buckets, in seconds: from a call that only looks something up to one that waits for a person. */
export const durationBounds: readonly number[] = [
  1e-6, 2.5e-6, 5e-6, 1e-5, 2.5e-5, 5e-5, 1e-4, 2.5e-4, 5e-4, 1e-3, 2.5e-3, 5e-3, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1,
  2.5, 5, 10,
];

const BOUNDS = durationBounds.map(seconds => Math.round(seconds * NANOSECONDS));
const BUCKETS = BOUNDS.length + 1;

/**
 * How long calls of one hostcall took, until that is recorded. To record a duration in a histogram takes an SDK 0.4 µs; to count it here
 * takes a twentieth of that, and it can be recorded when the guest does not wait for it.
 */
export class Durations {
  /** By bucket: how many, nanoseconds in all, the shortest and the longest. */
  readonly #counts = new Float64Array(BUCKETS);
  readonly #sums = new Float64Array(BUCKETS);
  readonly #least = new Float64Array(BUCKETS).fill(Number.POSITIVE_INFINITY);
  readonly #most = new Float64Array(BUCKETS).fill(Number.NEGATIVE_INFINITY);

  /** @param nanoseconds how long a call took */
  add(nanoseconds: number): void {
    let bucket = 0;
    while (bucket < BOUNDS.length && nanoseconds > (BOUNDS[bucket] as number)) bucket++;
    (this.#counts[bucket] as number)++;
    (this.#sums[bucket] as number) += nanoseconds;
    if (nanoseconds < (this.#least[bucket] as number)) this.#least[bucket] = nanoseconds;
    if (nanoseconds > (this.#most[bucket] as number)) this.#most[bucket] = nanoseconds;
  }

  /**
   * Records what was counted, and forgets it. Count, sum, minimum, maximum and the count of each bucket are those of the calls; within a
   * bucket, all but the shortest and the longest have the mean of the others.
   */
  record(histogram: Histogram, attributes: Attributes): void {
    for (let bucket = 0; bucket < BUCKETS; bucket++) {
      const count = this.#counts[bucket] as number;
      if (count === 0) continue;
      const least = this.#least[bucket] as number;
      const most = this.#most[bucket] as number;
      histogram.record(least / NANOSECONDS, attributes);
      if (count > 1) histogram.record(most / NANOSECONDS, attributes);
      const mean = ((this.#sums[bucket] as number) - least - most) / (count - 2);
      const rest = Math.min(Math.max(mean, least), most);
      for (let left = count - 2; left > 0; left--) histogram.record(rest / NANOSECONDS, attributes);
    }
    this.#counts.fill(0);
    this.#sums.fill(0);
    this.#least.fill(Number.POSITIVE_INFINITY);
    this.#most.fill(Number.NEGATIVE_INFINITY);
  }
}
