/**
 * Durations counted by size, so that quantiles need no list of them. Each power of two of nanoseconds has 16 buckets: a quantile is at most
 * 1/16 too high, and never too low.
 */

const SUB_BITS = 4;
const SUBS = 1 << SUB_BITS;
/** From 2^31 ns on, buckets count units of 2^20 ns (a millisecond, nearly), up to 26 days. */
const LARGE = 2 ** 31;
const LARGE_UNIT = 2 ** 20;
const SMALL_BUCKETS = (31 - SUB_BITS + 1) * SUBS;

/** How many buckets there are. */
export const BUCKETS = 2 * SMALL_BUCKETS;

/** @param value an integer from 0 to 2^31 − 1 */
function place(value: number): number {
  if (value < SUBS) return value;
  const exponent = 31 - Math.clz32(value) - SUB_BITS;
  return (exponent << SUB_BITS) + (value >>> exponent);
}

/** The largest value in a bucket. */
function top(bucket: number): number {
  if (bucket < 2 * SUBS) return bucket;
  const exponent = (bucket >> SUB_BITS) - 1;
  return ((bucket & (SUBS - 1)) + SUBS + 1) * 2 ** exponent - 1;
}

/** The bucket of a duration in nanoseconds. */
export function bucketOf(duration: number): number {
  if (duration < LARGE) return duration > 0 ? place(duration | 0) : 0;
  return SMALL_BUCKETS + place(Math.min(Math.floor(duration / LARGE_UNIT), LARGE - 1));
}

/**
 * A quantile.
 * @param counts durations by bucket
 * @param total how many there are
 * @param part such as 0.95
 * @returns nanoseconds: at least this part of the durations is not longer; 0 if there are none
 */
export function quantile(counts: Uint32Array, total: number, part: number): number {
  let left = Math.ceil(total * part);
  for (let bucket = 0; bucket < counts.length && left > 0; bucket++) {
    left -= counts[bucket] as number;
    if (left > 0) continue;
    if (bucket < SMALL_BUCKETS) return top(bucket);
    return (top(bucket - SMALL_BUCKETS) + 1) * LARGE_UNIT - 1;
  }
  return 0;
}
