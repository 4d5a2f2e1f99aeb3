/** How single values are printed. All results are printable ASCII in one line. */
import {
  ALL_RIGHTS,
  Clockid,
  type EnumKind,
  Eventtype,
  enumerations,
  errnoName,
  type FlagKind,
  flagNames,
  rightNames,
} from '../../../domain/index.js';
import type { StructValue } from '../../tracing/index.js';
import type { LineStyle } from './line-style.js';

/** Up to so many rights are named; up to so many missing ones, too. */
const FEW_RIGHTS = 3;
const FEW_MISSING = 4;

const NANOSECONDS = 9;

/** What is put before a name of an enumeration that says little alone, as POSIX does. */
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

export function flags(kind: FlagKind, value: number, { options }: LineStyle): string {
  if (value === 0) return '0';
  const names = flagNames(kind, value).join('|');
  return options.numbers ? `${pointer(value)} /* ${names} */` : names;
}

export function enumeration(kind: EnumKind, value: number, { options }: LineStyle): string {
  const name = enumerations[kind].values[value];
  if (name === undefined) return `${value} /* ??? */`;
  const full = `${PREFIXES[kind] ?? ''}${name}`;
  return options.numbers ? `${value} /* ${full} */` : full;
}

/** An errno by its name. */
export function errno(value: number, { options }: LineStyle): string {
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
export function rights(value: bigint, { options }: LineStyle): string {
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

export function fdstat(stat: StructValue<'fdstat'>, style: LineStyle): string {
  const filetype = enumeration('filetype', stat.fs_filetype, style);
  const base = style.rights(stat.fs_rights_base);
  const inheriting = style.rights(stat.fs_rights_inheriting);
  const set = flags('fdflags', stat.fs_flags, style);
  return `{fs_filetype=${filetype}, fs_flags=${set}, fs_rights_base=${base}, fs_rights_inheriting=${inheriting}}`;
}

export function filestat(stat: StructValue<'filestat'>, style: LineStyle): string {
  const { dev, ino, nlink, size } = stat;
  const filetype = enumeration('filetype', stat.filetype, style);
  if (!style.options.verbose) return `{filetype=${filetype}, size=${size}, ...}`;
  const times = `atim=${timestamp(stat.atim)}, mtim=${timestamp(stat.mtim)}, ctim=${timestamp(stat.ctim)}`;
  return `{dev=${dev}, ino=${ino}, filetype=${filetype}, nlink=${nlink}, size=${size}, ${times}}`;
}

export function prestat({ tag, pr_name_len }: StructValue<'prestat'>, { options }: LineStyle): string {
  if (tag !== 0) return `{tag=${tag}}`;
  return `{tag=${options.numbers ? '0 /* DIR */' : 'DIR'}, pr_name_len=${pr_name_len}}`;
}

function userdata(value: bigint): string {
  return `userdata=0x${value.toString(16)}`;
}

/**
 * One of what poll_oneoff is to wait for.
 * @param descriptor the text for its descriptor, if it has one
 */
export function subscription(
  value: Partial<StructValue<'subscription'>>,
  descriptor: string,
  style: LineStyle,
): string {
  const { tag = 0 } = value;
  const parts = [userdata(value.userdata ?? 0n)];
  if (tag === Eventtype.CLOCK) {
    const precision = value['clock.precision'] ?? 0n;
    parts.push(enumeration('eventtype', tag, style));
    parts.push(enumeration('clockid', value['clock.id'] ?? Clockid.REALTIME, style));
    parts.push(`timeout=${duration(value['clock.timeout'] ?? 0n)}`);
    if (precision !== 0n || style.options.verbose) parts.push(`precision=${duration(precision)}`);
    parts.push(flags('subclockflags', value['clock.flags'] ?? 0, style));
  } else if (tag === Eventtype.FD_READ || tag === Eventtype.FD_WRITE) {
    parts.push(enumeration('eventtype', tag, style), `fd=${descriptor}`);
  } else {
    parts.push(`tag=${enumeration('eventtype', tag, style)}`);
  }
  return `{${parts.join(', ')}}`;
}

export function event(value: StructValue<'event'>, style: LineStyle): string {
  const { verbose } = style.options;
  const parts = [userdata(value.userdata), enumeration('eventtype', value.type, style)];
  if (value.error !== 0) parts.push(`error=${errno(value.error, style)}`);
  if (verbose || (value.error === 0 && value.type !== Eventtype.CLOCK)) {
    parts.push(`nbytes=${value['fd_readwrite.nbytes']}`);
    const set = value['fd_readwrite.flags'];
    if (verbose || set !== 0) parts.push(`${verbose ? 'flags=' : ''}${flags('eventrwflags', set, style)}`);
  }
  return `{${parts.join(', ')}}`;
}
