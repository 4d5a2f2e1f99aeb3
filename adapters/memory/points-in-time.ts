import { ConfigurationError } from '../../application/errors.js';
import { LAST_TIME, type Timestamp } from '../../domain/index.js';

/** A point in time: a date as `Date` parses it (`2026-01-01T00:00:00Z`), a `Date`, or nanoseconds since 1970. */
export type When = string | Date | bigint;

/** Reads one. @throws ConfigurationError for an invalid date, and for one before 1970 or after what 64 bits of nanoseconds hold (2554) */
export function nanosecondsOf(when: When): bigint {
  const milliseconds = typeof when === 'bigint' ? 0 : new Date(when).getTime();
  const time = typeof when === 'bigint' ? when : Number.isNaN(milliseconds) ? -1n : BigInt(milliseconds) * 1_000_000n;
  if (time >= 0n && time <= LAST_TIME) return time;
  throw new ConfigurationError(
    `${String(when)} is not a time that a program can be given`,
    'give a date from 1970 on, such as "2026-01-01T00:00:00Z", or nanoseconds as a bigint',
  );
}

/** Writes `nanoseconds` into a record. */
export function writeTime(nanoseconds: bigint, into: Timestamp): void {
  into.seconds = Number(nanoseconds / 1_000_000_000n);
  into.nanoseconds = Number(nanoseconds % 1_000_000_000n);
}
