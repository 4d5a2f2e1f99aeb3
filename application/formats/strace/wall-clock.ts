import { Clockid, type Clocks } from '../../../domain/index.js';

/** What the times of events are in the world outside. */
export interface WallClock {
  /** REALTIME less MONOTONIC, in nanoseconds: what is to be added to `start`. */
  readonly offset: bigint;
  /** Whether times of day are UTC, and not the local time. Default false. */
  readonly utc?: boolean;
}

/**
 * Compares the two clocks, once.
 * @param clocks those that time the events
 */
export function wallClockOf(clocks: Pick<Clocks, 'read' | 'monotonic'>): WallClock {
  const now = { seconds: 0, nanoseconds: 0 };
  clocks.read(Clockid.REALTIME, now);
  const nanoseconds = BigInt(now.seconds) * 1_000_000_000n + BigInt(now.nanoseconds);
  return { offset: nanoseconds - BigInt(Math.round(clocks.monotonic())) };
}
