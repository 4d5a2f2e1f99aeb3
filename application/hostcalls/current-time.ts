import { Clockid, type Clocks, type Timestamp, wantsNow } from '../../domain/index.js';

/**
 * The wall-clock time for a set-times call, from the runtime's own clock, so that a frozen clock freezes file times too.
 * @param fstflags the call's flags
 * @returns nanoseconds since 1970; 0 if the flags do not ask for it; a negative errno from a host without that clock
 */
export function currentTime(clocks: Clocks, fstflags: number): bigint {
  if (!wantsNow(fstflags)) return 0n;
  const time: Timestamp = { seconds: 0, nanoseconds: 0 };
  const errno = clocks.read(Clockid.REALTIME, time);
  if (errno < 0) return BigInt(errno);
  return BigInt(time.seconds) * 1_000_000_000n + BigInt(time.nanoseconds);
}
