import { Fstflag } from '../preview1/index.js';

/** The last time that preview1 can tell, in nanoseconds since 1970: 64 bits of them end in the year 2554. */
export const LAST_TIME = 2n ** 64n - 1n;

/** preview1 has no time before 1970, and none after {@link LAST_TIME}. Such a time is the nearest one. */
export function since1970(nanoseconds: bigint): bigint {
  if (nanoseconds < 0n) return 0n;
  return nanoseconds > LAST_TIME ? LAST_TIME : nanoseconds;
}

const BOTH_ACCESSED = Fstflag.ATIM | Fstflag.ATIM_NOW;
const BOTH_MODIFIED = Fstflag.MTIM | Fstflag.MTIM_NOW;

/** Whether the flags ask for one time twice: both a given value and the clock's. Then the call is EINVAL and changes nothing. */
export function timesConflict(fstflags: number): boolean {
  return (fstflags & BOTH_ACCESSED) === BOTH_ACCESSED || (fstflags & BOTH_MODIFIED) === BOTH_MODIFIED;
}

/** Whether the clock's time is requested. */
export function wantsNow(fstflags: number): boolean {
  return (fstflags & (Fstflag.ATIM_NOW | Fstflag.MTIM_NOW)) !== 0;
}

/**
 * The access time to set.
 * @param given nanoseconds, u64
 * @param now nanoseconds, u64
 * @returns nanoseconds, or undefined to leave it
 */
export function accessedTime(fstflags: number, given: bigint, now: bigint): bigint | undefined {
  if ((fstflags & Fstflag.ATIM_NOW) !== 0) return now;
  return (fstflags & Fstflag.ATIM) !== 0 ? given : undefined;
}

/** The modification time to set; as {@link accessedTime}. */
export function modifiedTime(fstflags: number, given: bigint, now: bigint): bigint | undefined {
  if ((fstflags & Fstflag.MTIM_NOW) !== 0) return now;
  return (fstflags & Fstflag.MTIM) !== 0 ? given : undefined;
}
