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
import type { StructValue, SubscriptionValue } from '../events/decoded-values.js';
import { quoteLabel } from './quote.js';

/** How single values are printed. All results are printable ASCII in one line. */

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
  return `[${[...items, ...(more ? ['...'] : [])].join(', ')}]`;
}

/** A descriptor; C programs pass -1, not 4294967295. */
export function descriptor(fd: number, label: string | undefined, labelled: boolean): string {
  return label === undefined || !labelled ? String(fd | 0) : `${fd | 0}<${quoteLabel(label)}>`;
}

export function flags(kind: FlagKind, value: number): string {
  return value === 0 ? '0' : flagNames(kind, value).join('|');
}

export function enumeration(kind: EnumKind, value: number): string {
  const name = enumerations[kind].values[value];
  return name === undefined ? `${value} /* ??? */` : `${PREFIXES[kind] ?? ''}${name}`;
}

function countBits(mask: number): number {
  let count = 0;
  for (let left = mask; left !== 0; left &= left - 1) count++;
  return count;
}

/** Rights: by name if they are few, as all but some if nearly all are there, else as a number. */
export function rights(value: bigint): string {
  const mask = Number(BigInt.asUintN(32, value)) & ALL_RIGHTS;
  if (value === BigInt(mask)) {
    const missing = ALL_RIGHTS & ~mask;
    if (mask === 0) return '0';
    if (countBits(mask) <= FEW_RIGHTS) return rightNames(mask).join('|');
    if (countBits(missing) <= FEW_MISSING) return `~[${rightNames(missing).join(' ')}]`;
  }
  return `0x${value.toString(16)} /* ${countBits(mask)} rights */`;
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

export function fdstat(stat: StructValue<'fdstat'>): string {
  const filetype = enumeration('filetype', stat.fs_filetype);
  const base = rights(stat.fs_rights_base);
  const inheriting = rights(stat.fs_rights_inheriting);
  const set = flags('fdflags', stat.fs_flags);
  return `{fs_filetype=${filetype}, fs_flags=${set}, fs_rights_base=${base}, fs_rights_inheriting=${inheriting}}`;
}

export function filestat(stat: StructValue<'filestat'>): string {
  const { dev, ino, nlink, size } = stat;
  const filetype = enumeration('filetype', stat.filetype);
  const times = `atim=${timestamp(stat.atim)}, mtim=${timestamp(stat.mtim)}, ctim=${timestamp(stat.ctim)}`;
  return `{dev=${dev}, ino=${ino}, filetype=${filetype}, nlink=${nlink}, size=${size}, ${times}}`;
}

export function prestat({ tag, pr_name_len }: StructValue<'prestat'>): string {
  return tag === 0 ? `{tag=DIR, pr_name_len=${pr_name_len}}` : `{tag=${tag}}`;
}

function userdata(value: bigint): string {
  return `userdata=0x${value.toString(16)}`;
}

export function subscription(value: SubscriptionValue, labelled: boolean): string {
  const parts = [userdata(value.userdata)];
  if (value.tag === Eventtype.CLOCK) {
    parts.push('CLOCK', enumeration('clockid', value['clock.id'] ?? Clockid.REALTIME));
    parts.push(`timeout=${duration(value['clock.timeout'] ?? 0n)}`);
    if (value['clock.precision']) parts.push(`precision=${duration(value['clock.precision'])}`);
    parts.push(flags('subclockflags', value['clock.flags'] ?? 0));
  } else if (value.tag === Eventtype.FD_READ || value.tag === Eventtype.FD_WRITE) {
    parts.push(enumeration('eventtype', value.tag));
    parts.push(`fd=${descriptor(value['fd_readwrite.fd'] ?? 0, value.label, labelled)}`);
  } else {
    parts.push(`tag=${enumeration('eventtype', value.tag)}`);
  }
  return `{${parts.join(', ')}}`;
}

export function event(value: StructValue<'event'>): string {
  const parts = [userdata(value.userdata), enumeration('eventtype', value.type)];
  if (value.error !== 0) {
    parts.push(`error=${errnoName(value.error)}`);
  } else if (value.type !== Eventtype.CLOCK) {
    parts.push(`nbytes=${value['fd_readwrite.nbytes']}`);
    const set = value['fd_readwrite.flags'];
    if (set !== 0) parts.push(flags('eventrwflags', set));
  }
  return `{${parts.join(', ')}}`;
}
