/** The text of structs. All of it is printable ASCII on one line. */

import { Clockid, Eventtype } from '../../../domain/index.js';
import type { StructValue } from '../../tracing/index.js';
import type { LineStyle } from './line-style.js';
import { duration, enumeration, errno, flags, timestamp } from './value-text.js';

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
