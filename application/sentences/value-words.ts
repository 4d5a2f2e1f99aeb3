/** Values of calls in words. All of it is printable ASCII on one line. */
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
} from '../../domain/index.js';
import { counted, descriptorText, listed, quote, quoted } from '../text/index.js';
import type {
  BufferValue,
  CallRecord,
  IovecValue,
  ParamShape,
  ResultShape,
  StructValue,
  SubscriptionValue,
} from '../tracing/index.js';
import { DURATIONS, decodeParam, decodeResult } from '../tracing/index.js';

/** Bytes of a string that a sentence shows. */
const SHOWN = 60;
/** Items of a list that a sentence shows. */
const ITEMS = 4;
/** The most rights that are named. */
const FEW_RIGHTS = 4;

const FILETYPES: Readonly<Record<(typeof enumerations.filetype)[number], string>> = {
  UNKNOWN: 'a stream of an unknown type',
  BLOCK_DEVICE: 'a block device',
  CHARACTER_DEVICE: 'a character device',
  DIRECTORY: 'a directory',
  REGULAR_FILE: 'a regular file',
  SOCKET_DGRAM: 'a datagram socket',
  SOCKET_STREAM: 'a stream socket',
  SYMBOLIC_LINK: 'a symbolic link',
};

/** Where an offset counts from. */
const ORIGINS: Readonly<Record<(typeof enumerations.whence)[number], string>> = {
  SET: 'from the start',
  CUR: 'from the current offset',
  END: 'from the end',
};

const UNITS = [
  ['s', 9],
  ['ms', 6],
  ['us', 3],
] as const;

/** A duration in the largest unit of which it has at least one, with all of its digits. @param nanoseconds of it */
export function durationWords(nanoseconds: bigint): string {
  const digits = String(nanoseconds);
  const [unit, size] = UNITS.find(([, decimals]) => digits.length > decimals) ?? ['ns', 0];
  const decimals = digits.slice(digits.length - size).replace(/0+$/, '');
  return `${digits.slice(0, digits.length - size)}${decimals === '' ? '' : `.${decimals}`} ${unit}`;
}

/** A point in time of the REALTIME clock, with nine decimals. Beyond the years of a `Date` it is a number of nanoseconds. */
export function instantWords(nanoseconds: bigint): string {
  const milliseconds = Number(nanoseconds / 1_000_000n);
  const date = new Date(milliseconds);
  if (Number.isNaN(date.getTime())) return `${nanoseconds} ns after 1970`;
  const decimals = String(nanoseconds % 1_000_000_000n).padStart(9, '0');
  return `${date.toISOString().slice(0, 19)}.${decimals}Z`;
}

function bytesText(bytes: Uint8Array, size: number): string {
  const shown = Math.min(bytes.length, SHOWN);
  return quote(bytes.subarray(0, shown), shown, size);
}

function enumerationWords(kind: EnumKind, value: number): string {
  const name = enumerations[kind][value];
  if (name === undefined) return `${value} (undefined)`;
  if (kind === 'whence') return ORIGINS[name as keyof typeof ORIGINS];
  return kind === 'signal' ? `SIG${name}` : name;
}

function flagWords(kind: FlagKind, value: number): string {
  if (value === 0) return kind === 'fstflags' ? 'none of them' : 'no flag';
  return listed(flagNames(kind, value));
}

function rightWords(value: bigint): string {
  const mask = Number(BigInt.asUintN(32, value)) & ALL_RIGHTS;
  const names = rightNames(mask);
  if (names.length === 0) return 'no right';
  if (mask === ALL_RIGHTS) return 'every right';
  return names.length > FEW_RIGHTS
    ? counted(names.length, 'right')
    : `the right${names.length > 1 ? 's' : ''} ${listed(names)}`;
}

/** Buffers: how many, how large, and for a write what is in them. */
function bufferWords(buffers: readonly IovecValue[] | undefined, written: boolean): string {
  if (buffers === undefined) return 'buffers whose table is out of bounds';
  const size = buffers.reduce((sum, { length }) => sum + length, 0);
  if (written) {
    const bytes = Uint8Array.from(buffers.flatMap(({ data }) => [...data]));
    const from = buffers.length > 1 ? ` from ${counted(buffers.length, 'buffer')}` : '';
    return `${counted(size, 'byte')}${from}${bytes.length === 0 ? '' : ` (${bytesText(bytes, size)})`}`;
  }
  if (buffers.length === 1) return `a buffer of ${counted(size, 'byte')}`;
  return `${counted(buffers.length, 'buffer')} of ${counted(size, 'byte')} in all`;
}

/** The contents of buffers, after their size; empty if there are none. */
export function filledWords(call: CallRecord): string {
  const param = call.shape.params.find(({ form, exitPart }) => form === 'buffers' && exitPart >= 0);
  const bytes = param === undefined ? undefined : call.exitBytes(param.exitPart);
  return bytes === undefined || bytes.length === 0 ? '' : `: ${bytesText(bytes, call.value)}`;
}

function spanWords({ length, moved, data }: BufferValue, { content }: ParamShape): string {
  return content === 'name' ? bytesText(data, moved || data.length) : counted(length, 'byte');
}

function subscriptionWords(subscription: SubscriptionValue): string {
  const { tag } = subscription;
  if (tag === Eventtype.CLOCK) {
    const clock = subscription['clock.id'] ?? Clockid.REALTIME;
    const timeout = subscription['clock.timeout'] ?? 0n;
    const absolute = ((subscription['clock.flags'] ?? 0) & 1) !== 0;
    if (!absolute) return `${durationWords(timeout)} of the clock ${enumerationWords('clockid', clock)}`;
    const until = clock === Clockid.REALTIME ? instantWords(timeout) : durationWords(timeout);
    return `the clock ${enumerationWords('clockid', clock)} to reach ${until}`;
  }
  const descriptor = descriptorWords(subscription['fd_readwrite.fd'] ?? 0, subscription.label);
  if (tag === Eventtype.FD_READ) return `${descriptor} to be ready for reading`;
  if (tag === Eventtype.FD_WRITE) return `${descriptor} to be ready for writing`;
  return `an event of type ${enumerationWords('eventtype', tag)}`;
}

function eventWords(event: StructValue<'event'>): string {
  const type = enumerationWords('eventtype', event.type);
  return event.error === 0 ? type : `${type} with ${errnoName(event.error)}`;
}

function some(items: readonly string[], word = 'and'): string {
  return items.length <= ITEMS
    ? listed(items, word)
    : `${items.slice(0, ITEMS).join(', ')} ${word} ${items.length - ITEMS} more`;
}

function descriptorWords(fd: number, label: string | undefined): string {
  return `descriptor ${descriptorText({ fd, label })}`;
}

/** An argument in words. @param param one of `call.shape.params` */
export function paramWords(call: CallRecord, param: ParamShape): string {
  const { kind, form, descriptorIndex } = param;
  const value = decodeParam(call, param);
  switch (form) {
    case 'number':
      if (kind !== 'fd') return String(value);
      return descriptorWords(value as number, descriptorIndex === 0 ? call.label : call.secondLabel);
    case 'flags':
      return flagWords(kind as FlagKind, value as number);
    case 'enumeration':
      return enumerationWords(kind as EnumKind, value as number);
    case 'rights':
      return rightWords(value as bigint);
    case 'time':
      return durationWords(value as bigint);
    case 'text':
      return value === undefined ? 'a name that is out of bounds' : quoted(value as string);
    case 'buffers':
      return bufferWords(value as readonly IovecValue[] | undefined, param.exitPart < 0);
    case 'span':
      return spanWords(value as BufferValue, param);
    case 'subscriptions': {
      const items = value as readonly SubscriptionValue[] | undefined;
      return items === undefined ? 'events whose table is out of bounds' : some(items.map(subscriptionWords), 'or');
    }
    case 'events':
      return some(((value ?? []) as readonly StructValue<'event'>[]).map(eventWords));
    case 'addresses':
      return some((value ?? []) as readonly string[]);
    case 'bytes':
      return (value as string | undefined) ?? 'bytes that are out of bounds';
    case 'integer':
    case 'count':
      return String(value);
  }
}

function structWords(kind: string, value: unknown): string {
  if (kind === 'fdstat') {
    const stat = value as StructValue<'fdstat'>;
    const type = FILETYPES[enumerations.filetype[stat.fs_filetype] ?? 'UNKNOWN'];
    const flags = stat.fs_flags === 0 ? '' : `, ${flagWords('fdflags', stat.fs_flags)}`;
    return `${type}${flags}, with ${rightWords(stat.fs_rights_base)}`;
  }
  if (kind === 'prestat')
    return `a preopened directory, whose name has ${counted((value as StructValue<'prestat'>).pr_name_len, 'byte')}`;
  const { filetype, size, mtim } = value as StructValue<'filestat'>;
  const type = FILETYPES[enumerations.filetype[filetype] ?? 'UNKNOWN'];
  return `${type} of ${counted(size, 'byte')}, modified ${instantWords(mtim)}`;
}

/** A time is a date only on the REALTIME clock. */
function timeWords(call: CallRecord, { name }: ResultShape, value: bigint): string {
  const clock = call.shape.params.find(({ kind }) => kind === 'clockid');
  const dated = !DURATIONS.includes(name) && clock !== undefined && call.u32(clock.at) === Clockid.REALTIME;
  return dated ? instantWords(value) : durationWords(value);
}

/** A result of a call that succeeded, in words. @param result one of `call.shape.results` */
export function resultWords(call: CallRecord, result: ResultShape): string {
  const value = decodeResult(call, result);
  if (value === undefined) return 'not captured';
  switch (result.form) {
    case 'number':
      return result.kind === 'fd' ? descriptorWords(value as number, call.secondLabel) : String(value);
    case 'flags':
      return flagWords(result.kind as FlagKind, value as number);
    case 'integer':
      return String(value);
    case 'time':
      return timeWords(call, result, value as bigint);
    case 'struct':
      return structWords(result.kind, value);
    case 'strings': {
      const strings = value as readonly string[];
      return strings.length === 0 ? 'none' : some(strings.map(quoted));
    }
  }
}
