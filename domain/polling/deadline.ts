import { Clockid, Subclockflag, type Subscription, type Timestamp } from '../preview1/index.js';

const TWO_32 = 0x1_0000_0000;

/**
 * How long a clock subscription has still to wait, where its clock shows `now`. Absolute timeouts are compared exactly, in parts, because
 * wall-clock nanoseconds do not fit a double.
 * @param now the time of the subscription's own clock
 * @returns nanoseconds, 0 if the time has come
 */
export function remainingUntil(subscription: Subscription, now: Timestamp): number {
  const { timeoutHigh, timeoutLow } = subscription;
  // u64 ÷ 10^9 by 16-bit steps, each exact in a double.
  const upper = timeoutHigh * 0x10000 + Math.floor(timeoutLow / 0x10000);
  const upperSeconds = Math.floor(upper / 1e9);
  const rest = (upper - upperSeconds * 1e9) * 0x10000 + (timeoutLow & 0xffff);
  const seconds = upperSeconds * 0x10000 + Math.floor(rest / 1e9);
  const nanoseconds = rest % 1e9;
  const remaining = (seconds - now.seconds) * 1e9 + (nanoseconds - now.nanoseconds);
  return Math.max(remaining, 0);
}

/** Whether a subscription's timeout is a point in time, not a duration. */
export function isAbsolute(subscription: Subscription): boolean {
  return (subscription.clockFlags & Subclockflag.SUBSCRIPTION_CLOCK_ABSTIME) !== 0;
}

/**
 * Whether a clock can be waited for. The CPU clocks cannot: while a program waits they stand still.
 * @param clockId as the guest gave it
 */
export function canWaitFor(clockId: number): boolean {
  return clockId === Clockid.REALTIME || clockId === Clockid.MONOTONIC;
}

/** A u64 from two halves, as a double. */
export function fromHalves(low: number, high: number): number {
  return high * TWO_32 + low;
}
