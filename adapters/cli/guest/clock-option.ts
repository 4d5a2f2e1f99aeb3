/** `--clock`: points in time as people write them. */
import { LAST_TIME } from '../../../domain/index.js';
import { CommandLineError } from '../command-line-error.js';

const DATE = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?(Z|[+-]\d\d:\d\d)?)?$/i;
const SECONDS = /^(\d+)(?:\.(\d{1,9}))?$/;

/**
 * Reads the value of `--clock`.
 * @param text a date as ISO 8601 has it, UTC unless it says otherwise; or seconds since 1970, also with decimals
 * @returns nanoseconds since 1970
 * @throws CommandLineError for what is neither, and for what a guest cannot be told
 */
export function nanosecondsSince1970(text: string): bigint {
  const seconds = SECONDS.exec(text);
  const time = seconds === null ? dated(text) : joined(BigInt(seconds[1] as string), seconds[2]);
  if (time === undefined)
    throw new CommandLineError(
      `invalid --clock '${text}'`,
      'write a date, such as 2026-01-31T12:00:00Z, or seconds since 1970',
    );
  if (time < 0n || time > LAST_TIME)
    throw new CommandLineError(`--clock ${text} is out of range`, 'write a time from 1970 to 2554');
  return time;
}

function dated(text: string): bigint | undefined {
  const [match, day, minute = '00:00', second = '00', fraction, zone = 'Z'] = DATE.exec(text) ?? [];
  if (match === undefined) return undefined;
  const local = `${day}T${minute}:${second}`;
  // `Date` takes the 30th of February for the 1st of March.
  const asUtc = Date.parse(`${local}Z`);
  if (Number.isNaN(asUtc) || !new Date(asUtc).toISOString().startsWith(local)) return undefined;
  const milliseconds = Date.parse(`${local}${zone.toUpperCase()}`);
  return Number.isNaN(milliseconds) ? undefined : joined(BigInt(milliseconds / 1000), fraction);
}

function joined(seconds: bigint, fraction = ''): bigint {
  return seconds * 1_000_000_000n + BigInt(fraction.padEnd(9, '0'));
}
