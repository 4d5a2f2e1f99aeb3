import type { Timestamp } from '../preview1/index.js';

/**
 * Port: the clocks.
 *
 * For a clock that the host lacks, both `resolution` and `read` return `-ENOTSUP`. Nothing throws.
 */
export interface Clocks {
  /**
   * The resolution of a clock.
   * @param id one of `Clockid`
   * @returns nanoseconds, at least 1; or `-ENOTSUP`
   */
  resolution(id: number): number;

  /**
   * Reads a clock. REALTIME counts from 1970-01-01T00:00:00Z and follows the host's clock when that is set; MONOTONIC never goes
   * back, within one runtime; the CPU clocks count time spent computing.
   * @param id one of `Clockid`
   * @param into set to the time
   * @returns 0, or `-ENOTSUP`
   */
  read(id: number, into: Timestamp): number;

  /**
   * The MONOTONIC clock in one number, for deadlines and traces: same rate and origin as `read(MONOTONIC)`.
   * @returns nanoseconds; below 2^53 (104 days) precise to one
   */
  monotonic(): number;
}
