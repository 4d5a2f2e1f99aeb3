import * as fs from 'node:fs';
import { Errno } from '../../domain/index.js';
import { probeDirectories } from './probe-directories.js';

/** A time as Node's `fs` takes it: seconds since 1970, a text with such a number, or a date. */
export type HostTime = number | string | Date;

/** The functions that set times, and what it takes to try them. */
export type TimeFunctions = Pick<
  typeof fs,
  'closeSync' | 'futimesSync' | 'lstatSync' | 'lutimesSync' | 'mkdirSync' | 'openSync' | 'rmSync'
>;

/** What is true of a host's functions, found by trying. */
export interface TimeAbilities {
  /**
   * An invalid date leaves a time as it is: libuv 1.51 passes UTIME_OMIT on. Earlier it was EINVAL; to Bun 1.4 it is a wrong argument, and Deno 2.9
   * takes it for 1970.
   */
  readonly leaves: boolean;
  /** A negative number in a text is a time before 1970. As a number it is *now*, to Node and all that do as Node does; to Deno 2.9 so is a text. */
  readonly texts: boolean;
}

const SECOND = 1_000_000_000n;
/** Invalid. */
const LEFT = new Date(Number.NaN);
/** Seconds. A double that is less exact than this is not used. */
const COARSEST = 1e-3;

let abilities: TimeAbilities | undefined;

/**
 * Sets both times, or leaves one.
 * @param accessed nanoseconds since 1970; undefined leaves it as it is
 * @param modified the same
 * @param set the host's function; may throw
 * @param can what the host's functions can. Default: found out when it matters
 * @returns 0; `-ENOTSUP` if the host cannot leave one; `-EOVERFLOW` for a time that it cannot express. Then nothing has been set
 */
export function setHostTimes(
  accessed: bigint | undefined,
  modified: bigint | undefined,
  set: (accessed: HostTime, modified: HostTime) => void,
  can?: TimeAbilities,
): number {
  const able = () => {
    abilities ??= can ?? timeAbilities();
    return can ?? abilities;
  };
  if ((accessed === undefined || modified === undefined) && !able().leaves) return -Errno.ENOTSUP;
  const first = accessed === undefined ? LEFT : hostTime(accessed, able);
  const second = modified === undefined ? LEFT : hostTime(modified, able);
  if (first === undefined || second === undefined) return -Errno.EOVERFLOW;
  set(first, second);
  return 0;
}

/** @returns undefined if the host has no way to take this time, to {@link COARSEST} */
function hostTime(nanoseconds: bigint, able: () => TimeAbilities): HostTime | undefined {
  const seconds = secondsOf(nanoseconds);
  if (seconds === undefined || nanoseconds >= 0n) return seconds;
  // Every host takes a date without a fraction correctly.
  if (nanoseconds % SECOND === 0n && Math.abs(seconds) <= 8.64e12) return new Date(seconds * 1000);
  return able().texts ? String(seconds) : undefined;
}

/**
 * Nanoseconds as seconds: the double that is next to them, but if that lies in another microsecond, a neighbour that does not. Up to libuv 1.50
 * what is below a microsecond is cut off.
 * @returns undefined if there is none near enough
 */
export function secondsOf(nanoseconds: bigint): number | undefined {
  const magnitude = nanoseconds < 0n ? -nanoseconds : nanoseconds;
  const whole = Number(magnitude / SECOND);
  const rest = Number(magnitude % SECOND);
  const nearest = whole + rest / 1e9;
  const step = 2 ** (Math.floor(Math.log2(nearest)) - 52);
  if (!Number.isSafeInteger(whole) || (rest !== 0 && step > COARSEST)) return undefined;
  const micros = Math.floor(rest / 1000);
  const isRight = (seconds: number) => Math.floor(Math.floor((seconds - whole) * 1e9) / 1000) === micros;
  const seconds = [nearest, nearest + step, nearest - step].find(isRight) ?? nearest;
  return nanoseconds < 0n ? -seconds : seconds;
}

/**
 * Finds out what a host's functions can, on a file of its own.
 * @returns undefined if such a file cannot be made
 */
export function timeAbilities(host: TimeFunctions = fs): TimeAbilities {
  for (const directory of probeDirectories()) {
    try {
      host.mkdirSync(directory, 0o700);
    } catch {
      continue;
    }
    try {
      return triedOn(host, `${directory}/file`);
    } catch {
      // Another place, perhaps.
    } finally {
      host.rmSync(directory, { recursive: true, force: true });
    }
  }
  return { leaves: false, texts: false };
}

function triedOn(host: TimeFunctions, path: string): TimeAbilities {
  const fd = host.openSync(path, 'wx+', 0o600);
  try {
    const ways = [
      (accessed: HostTime, modified: HostTime) => host.lutimesSync(path, accessed, modified),
      (accessed: HostTime, modified: HostTime) => host.futimesSync(fd, accessed, modified),
    ];
    const gives = (accessed: HostTime, modified: HostTime, expected: readonly bigint[]) =>
      ways.every(set => {
        try {
          set(1, 2);
          set(accessed, modified);
        } catch {
          return false;
        }
        const { atimeNs, mtimeNs } = host.lstatSync(path, { bigint: true });
        return atimeNs === expected[0] && mtimeNs === expected[1];
      });
    return {
      leaves: gives(LEFT, 4, [SECOND, 4n * SECOND]) && gives(3, LEFT, [3n * SECOND, 2n * SECOND]),
      texts: gives('-1.5', '-2.25', [-1_500_000_000n, -2_250_000_000n]),
    };
  } finally {
    host.closeSync(fd);
  }
}
