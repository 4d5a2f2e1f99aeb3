import { Clockid, type Clocks } from '../../../domain/index.js';

/** Converts the times of events to the time of day. */
export interface WallClock {
  /** REALTIME minus MONOTONIC, in nanoseconds: the offset to add to `start`. */
  readonly offset: bigint;
  /** Whether times of day are in UTC instead of local time. Default false. */
  readonly utc?: boolean | undefined;
}

/**
 * Compares the two clocks, once.
 * @param clocks the clocks that time the events
 */
export function wallClockOf(clocks: Pick<Clocks, 'read' | 'monotonic'>): WallClock {
  const now = { seconds: 0, nanoseconds: 0 };
  clocks.read(Clockid.REALTIME, now);
  const nanoseconds = BigInt(now.seconds) * 1_000_000_000n + BigInt(now.nanoseconds);
  return { offset: nanoseconds - BigInt(Math.round(clocks.monotonic())) };
}
