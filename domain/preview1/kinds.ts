/**
 * The kinds of parameters and results that hostcalls have. A kind says how a value crosses the ABI (which wasm parameters it takes),
 * what the meaning of a call receives in its place, and how a trace prints it.
 */
import type { EnumKind, FlagKind } from './flags.js';
import type { RightName } from './rights.js';

/**
 * Kinds of parameters, with the wasm parameters each takes.
 *
 * | kind | wasm | a meaning receives |
 * |---|---|---|
 * | `fd` | i32 | the number as u32 |
 * | `path` | i32 pointer, i32 length | a string (UTF-8; EILSEQ otherwise, ENAMETOOLONG beyond the limit) |
 * | `iovecs`, `ciovecs` | i32 pointer, i32 count | {@link Iovecs}: to fill / to take from |
 * | `buffer` | i32 pointer, i32 length | {@link ByteSpan} to write into |
 * | flags, enumerations | i32 | the number; an undefined bit or value is EINVAL before the meaning is reached |
 * | `rights` | i64 | the 30 defined bits as an i32; others are dropped |
 * | `filedelta` | i64 signed | a number; beyond ±2^53 it is rounded, which is out of every file's range |
 * | `filesize`, `cookie` | i64 unsigned | a number; beyond 2^53 it is rounded |
 * | `timestamp` | i64 unsigned | a bigint, nanoseconds |
 * | `count`, `exitcode` | i32 | the number as u32 |
 * | `subscriptions`, `events` | i32 pointer | {@link Subscriptions}, {@link Events}; their number is the parameter of kind `nsubscriptions` |
 */
export type ParamKind =
  | 'fd'
  | 'path'
  | 'iovecs'
  | 'ciovecs'
  | 'buffer'
  | 'rights'
  | 'filedelta'
  | 'filesize'
  | 'cookie'
  | 'timestamp'
  | 'exitcode'
  | 'subscriptions'
  | 'events'
  | 'nsubscriptions'
  | Exclude<EnumKind, 'filetype' | 'eventtype'>
  | Exclude<FlagKind, 'subclockflags' | 'eventrwflags' | 'roflags'>;

/** Kinds of results: each takes one out-pointer (two for `strings`: the table of pointers, and the bytes). */
export type ResultKind =
  | 'size'
  | 'fd'
  | 'filesize'
  | 'roflags'
  | 'timestamp'
  | 'fdstat'
  | 'filestat'
  | 'prestat'
  | 'strings';

/** One parameter of a hostcall. */
export interface Param {
  /** The spec's name. A kind that takes two wasm parameters has the second under `<name>_len`. */
  readonly name: string;
  readonly kind: ParamKind;
  /** What it is to this call, in one sentence. */
  readonly text: string;
  /** For a descriptor, or for what names descriptors: the rights it must hold, whatever the other arguments. */
  readonly rights?: readonly RightName[];
  /** Rights that it must hold besides, depending on other arguments. */
  readonly also?: readonly ConditionalRights[];
  /** Rights that do in place of `rights`. */
  readonly instead?: ConditionalRights;
  /** For a directory: rights that it must hand down, beside those that are asked for. */
  readonly handsDown?: readonly ConditionalRights[];
}

/** Rights that count where other arguments are as described. */
export interface ConditionalRights {
  readonly rights: readonly RightName[];
  /**
   * What the arguments must be, by name: a flag that is set, a value of an enumeration, or a number. All of them must be so. For poll_oneoff, the names
   * are those of the subscription's members.
   */
  readonly where?: Readonly<Record<string, string | number>>;
}

/** One result of a hostcall. */
export interface Result {
  readonly name: string;
  readonly kind: ResultKind;
  /** What it tells, in one sentence. */
  readonly text: string;
}

/** Kinds of results that the meaning returns as a number when they come first. */
const promotedKinds = ['size', 'fd', 'filesize'] as const satisfies ResultKind[];
export type PromotedKind = (typeof promotedKinds)[number];

/** Whether the meaning returns a result of this kind, if it is the first. */
export function isPromoted(kind: ResultKind | undefined): kind is PromotedKind {
  return (promotedKinds as readonly (ResultKind | undefined)[]).includes(kind);
}

/**
 * A window of bytes: `array[offset]` to `array[offset + length - 1]`. One record is reused for every call, so whoever wants to keep
 * the bytes copies them. `array` is to be read when it is used: if the guest's memory grows, which other code that is called can bring about, it is
 * another one.
 */
export interface ByteSpan {
  readonly array: Uint8Array;
  offset: number;
  length: number;
}

/**
 * The most bytes that one call reads or writes: with more, a program that takes the count as a signed number of 32 bits would read an error. It is what
 * Linux moves at most, https://man7.org/linux/man-pages/man2/read.2.html#NOTES.
 */
export const MAX_TRANSFER = 0x7fff_f000;

/**
 * The buffers of a scattered read or a gathered write: `count` windows into one array. Empty buffers are left out.
 * Reused for every call. `array` is to be read when it is used, as in {@link ByteSpan}.
 */
export interface Iovecs {
  readonly array: Uint8Array;
  /** How many windows there are; `offsets` and `lengths` may be longer. */
  count: number;
  readonly offsets: number[];
  readonly lengths: number[];
  /** Sum of the lengths, at most {@link MAX_TRANSFER}. */
  total: number;
}

/** A point in time, or a duration: nanoseconds in two parts, because a double holds only 53 bits. Reused for every call. */
export interface Timestamp {
  /** Whole seconds, an integer from 0 to 18446744073. */
  seconds: number;
  /** 0 to 999999999. */
  nanoseconds: number;
}

/** What fd_fdstat_get answers. Reused for every call. */
export interface Fdstat {
  filetype: number;
  flags: number;
  rightsBase: number;
  rightsInheriting: number;
}

/** What the filestat calls answer. Reused for every call. Times are nanoseconds since 1970. */
export interface Filestat {
  device: bigint;
  inode: bigint;
  filetype: number;
  links: bigint;
  size: bigint;
  accessed: bigint;
  modified: bigint;
  changed: bigint;
}

/** What fd_prestat_get answers: the length in bytes of the preopen's name. Reused for every call. */
export interface Prestat {
  nameLength: number;
}

/** Strings as args_get and environ_get lay them out: each ends in a NUL byte. */
export interface EncodedStrings {
  readonly bytes: Uint8Array;
  /** Where each string begins in `bytes`. */
  readonly offsets: readonly number[];
}

/** A place for a result that is not returned. Reused for every call. */
export interface Out<T> {
  value: T;
}

/** One subscription of poll_oneoff, lifted. Reused for every call. */
export interface Subscription {
  /** The u64 that the event echoes, as two halves. */
  userdataLow: number;
  userdataHigh: number;
  /** One of `Eventtype`; an unknown tag is answered with an EINVAL event. */
  type: number;
  clockId: number;
  /** Nanoseconds as a double: up to 2^64, precise to 2^53. */
  timeout: number;
  /** The same, exact, as two halves; an absolute REALTIME deadline needs them. */
  timeoutLow: number;
  timeoutHigh: number;
  clockFlags: number;
  fd: number;
}

/** The subscriptions of one call: the first `count` of `items`. */
export interface Subscriptions {
  count: number;
  readonly items: Subscription[];
}

/** One event of poll_oneoff. Reused for every call. */
export interface PollEvent {
  userdataLow: number;
  userdataHigh: number;
  errno: number;
  type: number;
  /** Bytes to read or room to write; 0 where unknown. */
  nbytes: number;
  flags: number;
}

/** The events to report: the meaning appends by raising `count`; there is room for one an subscription. */
export interface Events {
  count: number;
  readonly items: PollEvent[];
}
