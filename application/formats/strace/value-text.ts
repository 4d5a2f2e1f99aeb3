/** The text of single values: pointers, names of constants, rights and times. All of it is printable ASCII on one line. */

import {
  ALL_RIGHTS,
  type EnumKind,
  enumerations,
  errnoName,
  type FlagKind,
  flagNames,
  rightNames,
} from '../../../domain/index.js';
import type { CompleteStraceOptions } from './strace-options.js';

/** The dependencies of the texts of values. */
interface WithOptions {
  readonly options: CompleteStraceOptions;
}

/** The most rights that are named, present or missing. */
const FEW_RIGHTS = 3;
const FEW_MISSING = 4;

const NANOSECONDS = 9;

/** The prefix of a name of an enumeration that says little alone, as in POSIX. */
const PREFIXES: Partial<Record<EnumKind, string>> = { clockid: 'CLOCK_', whence: 'SEEK_', signal: 'SIG' };

export function pointer(value: number): string {
  return `0x${value.toString(16)}`;
}

export function outOfBoundsPointer(value: number): string {
  return `${pointer(value)} /* out of bounds */`;
}

/** A list in brackets. */
export function list(items: readonly string[], more: boolean): string {
  return `[${items.join(', ')}${more ? (items.length === 0 ? '...' : ', ...') : ''}]`;
}

export function flags(kind: FlagKind, value: number, { options }: WithOptions): string {
  if (value === 0) return '0';
  const names = flagNames(kind, value).join('|');
  return options.numbers ? `${pointer(value)} /* ${names} */` : names;
}

export function enumeration(kind: EnumKind, value: number, { options }: WithOptions): string {
  const name = enumerations[kind][value];
  if (name === undefined) return `${value} /* ??? */`;
  const full = `${PREFIXES[kind] ?? ''}${name}`;
  return options.numbers ? `${value} /* ${full} */` : full;
}

/** An errno by its name. */
export function errno(value: number, { options }: WithOptions): string {
  return options.numbers ? `${value} /* ${errnoName(value)} */` : errnoName(value);
}

function countBits(mask: number): number {
  let count = 0;
  for (let left = mask; left !== 0; left &= left - 1) count++;
  return count;
}

/** Rights by name, whichever way is short; undefined if none is. */
function fewRights(mask: number): string | undefined {
  const missing = ALL_RIGHTS & ~mask;
  if (countBits(mask) <= FEW_RIGHTS) return rightNames(mask).join('|');
  return countBits(missing) <= FEW_MISSING ? `~[${rightNames(missing).join(' ')}]` : undefined;
}

/** Rights: by name if they are few, as all but some if nearly all are there, else as a number. With `verbose` all by name. */
export function rights(value: bigint, { options }: WithOptions): string {
  const mask = Number(BigInt.asUintN(32, value)) & ALL_RIGHTS;
  const unknown = value ^ BigInt(mask);
  if (value === 0n) return '0';
  const number = `0x${value.toString(16)}`;
  const names = options.verbose
    ? [...rightNames(mask), ...(unknown === 0n ? [] : [`0x${unknown.toString(16)}`])].join('|')
    : unknown === 0n
      ? fewRights(mask)
      : undefined;
  if (names === undefined) return `${number} /* ${countBits(mask)} rights */`;
  return options.numbers ? `${number} /* ${names} */` : names;
}

/** A point in time: seconds with nine decimals; 0 as it is. */
export function timestamp(value: bigint): string {
  if (value === 0n) return '0';
  const digits = value.toString().padStart(NANOSECONDS + 1, '0');
  return `${digits.slice(0, -NANOSECONDS)}.${digits.slice(-NANOSECONDS)}`;
}

export function duration(value: bigint): string {
  return `${value}ns`;
}
