/**
 * The kinds of parameters and results that hostcalls have, each described once. From a kind's row come the wasm signature, what shells check and lift,
 * what a meaning receives, what a trace captures and decodes, and how the reference and the tests treat it.
 *
 * A kind says how a value crosses the ABI; its *form* says what it then is. A kind with a form that exists costs its row here, and no more; flags and
 * enumerations cost their row in flags.ts. A form costs a case wherever forms are told apart, which the compiler lists.
 *
 * Source: the types of the interface description, https://github.com/WebAssembly/WASI/blob/wasi-0.1/preview1/witx/typenames.witx.
 */
import type { ErrnoName } from './errno.js';
import { type EnumKind, enumerations, type FlagKind, flagSets } from './flags.js';
import type { RightName } from './rights.js';
import type { LayoutName } from './struct-layouts.js';

/** A type of value that a hostcall takes or returns. */
export type WasmType = 'i32' | 'i64';

/**
 * What a parameter is, once lifted.
 *
 * | form | a meaning receives |
 * |---|---|
 * | `number` | the number as u32 |
 * | `flags`, `enumeration` | the number; an undefined bit or value is EINVAL before the meaning is reached |
 * | `rights` | the 30 defined bits as an i32; others are dropped |
 * | `integer` | a number; beyond 2^53 it is rounded, which is out of every file's range |
 * | `time` | a bigint, nanoseconds |
 * | `text` | a string (UTF-8; EILSEQ otherwise, ENAMETOOLONG beyond the limit) |
 * | `buffers` | {@link Iovecs}: to fill, or to take from |
 * | `span` | {@link ByteSpan} to write into |
 * | `subscriptions`, `events` | {@link Subscriptions}, {@link Events} |
 * | `count` | nothing: the number of subscriptions is part of them |
 * | `bytes` | {@link ByteSpan}: to read, or to write into; what it sets `length` to is how much there is then |
 * | `addresses` | {@link AddressList} to be filled |
 */
export type ParamForm =
  | 'number'
  | 'flags'
  | 'enumeration'
  | 'rights'
  | 'integer'
  | 'time'
  | 'text'
  | 'buffers'
  | 'span'
  | 'subscriptions'
  | 'events'
  | 'count'
  | 'bytes'
  | 'addresses';

/**
 * A part of the guest's memory that a trace captures.
 *
 * - `structs`: those that the parameter or result points to.
 * - `name`: a name of a file.
 * - `taken`: the first bytes of what the call takes from the guest's buffers.
 * - `filled`: what it has put into them.
 * - `listing`: directory entries.
 * - `number`: a count.
 * - `strings`: arguments or environment variables.
 * - `scalar`: a number that is a result.
 */
export type CapturedPart = 'structs' | 'name' | 'taken' | 'filled' | 'listing' | 'number' | 'strings' | 'scalar';

/** The contents of a buffer, and the capture of a trace: a name, random bytes, or directory entries. */
export const bufferContents = {
  name: ['name'],
  random: ['filled'],
  entries: ['listing', 'number'],
} as const satisfies Record<string, readonly CapturedPart[]>;

/** What the buffer of a call is filled with. */
export type BufferContent = keyof typeof bufferContents;

/** One row of the kinds of parameters. */
export interface ParamKindRow {
  /** The wasm values it takes. A second one is the length in bytes, or the number of structs, of what the first one points to. */
  readonly wasm: readonly [WasmType] | readonly [WasmType, WasmType];
  readonly form: ParamForm;
  /** It is signed; all others are not. */
  readonly signed?: true;
  /** What it points to, if it is a pointer. The number of structs, where it has no second value, is the parameter of form `count`. */
  readonly pointsTo?: 'bytes' | LayoutName;
  /**
   * Of `bytes`, how many there are: a fixed number; as the second value says; as the u32 behind the second value, a pointer, says; or as an iovec says, which also
   * has their pointer.
   */
  readonly extent?: number | 'given' | 'behind' | 'iovec';
  /** The memory captured on entry, if the call reads it. */
  readonly entry?: readonly CapturedPart[];
  /** The memory captured on return, if the call wrote it; for a `span`, see {@link bufferContents}. */
  readonly exit?: readonly CapturedPart[];
  /** The errnos of a call with such a parameter. */
  readonly errnos?: readonly ErrnoName[];
  /** Its type in C, if that is not the kind's name with `_t`. */
  readonly c?: string;
}

/** A kind of parameter that points to bytes, which a call reads (`entry`) or writes (`exit`). */
function bytes<W extends ParamKindRow['wasm']>(
  wasm: W,
  extent: NonNullable<ParamKindRow['extent']>,
  moment: 'entry' | 'exit',
  c: string,
  more: readonly ErrnoName[] = [],
) {
  const captured = moment === 'entry' ? { entry: ['name'] as const } : { exit: ['listing'] as const };
  return { wasm, form: 'bytes', pointsTo: 'bytes', extent, ...captured, errnos: ['EFAULT', ...more], c } as const;
}

const ownKinds = {
  fd: { wasm: ['i32'], form: 'number', errnos: ['EBADF'] },
  exitcode: { wasm: ['i32'], form: 'number' },
  rights: { wasm: ['i64'], form: 'rights' },
  filedelta: { wasm: ['i64'], form: 'integer', signed: true },
  filesize: { wasm: ['i64'], form: 'integer' },
  cookie: { wasm: ['i64'], form: 'integer', c: 'dircookie_t ' },
  timestamp: { wasm: ['i64'], form: 'time' },
  nsubscriptions: { wasm: ['i32'], form: 'count', c: 'size_t ' },
  path: {
    wasm: ['i32', 'i32'],
    form: 'text',
    pointsTo: 'bytes',
    entry: ['name'],
    errnos: ['EFAULT', 'EILSEQ', 'EINVAL', 'ENAMETOOLONG', 'ENOTCAPABLE'],
    c: 'const char *',
  },
  iovecs: {
    wasm: ['i32', 'i32'],
    form: 'buffers',
    pointsTo: 'iovec',
    entry: ['structs'],
    exit: ['filled'],
    errnos: ['EFAULT', 'EINVAL'],
    c: 'const iovec_t *',
  },
  ciovecs: {
    wasm: ['i32', 'i32'],
    form: 'buffers',
    pointsTo: 'iovec',
    entry: ['structs', 'taken'],
    errnos: ['EFAULT', 'EINVAL'],
    c: 'const ciovec_t *',
  },
  buffer: { wasm: ['i32', 'i32'], form: 'span', pointsTo: 'bytes', errnos: ['EFAULT'], c: 'uint8_t *' },
  subscriptions: {
    wasm: ['i32'],
    form: 'subscriptions',
    pointsTo: 'subscription',
    entry: ['structs'],
    errnos: ['EFAULT'],
    c: 'const subscription_t *',
  },
  startarg: { wasm: ['i32'], form: 'number', c: 'void *' },
  port: { wasm: ['i32'], form: 'number', c: 'uint32_t ' },
  backlog: { wasm: ['i32'], form: 'number', c: 'uint32_t ' },
  address: bytes(['i32'], 'iovec', 'entry', 'const address_t *', ['EINVAL']),
  addressroom: bytes(['i32'], 'iovec', 'exit', 'address_t *', ['EINVAL']),
  numberroom: bytes(['i32'], 4, 'exit', 'uint32_t *'),
  optionvalue: bytes(['i32', 'i32'], 'given', 'entry', 'const void *'),
  optionroom: bytes(['i32', 'i32'], 'behind', 'exit', 'void *'),
  addressquery: bytes(['i32'], 28, 'entry', 'const addrinfo_t *'),
  addresslist: {
    wasm: ['i32', 'i32'],
    form: 'addresses',
    pointsTo: 'bytes',
    exit: ['listing'],
    errnos: ['EFAULT'],
    c: 'addrinfo_t **',
  },
  netname: {
    wasm: ['i32', 'i32'],
    form: 'text',
    pointsTo: 'bytes',
    entry: ['name'],
    errnos: ['EFAULT', 'EILSEQ', 'ENAMETOOLONG'],
    c: 'const char *',
  },
  events: { wasm: ['i32'], form: 'events', pointsTo: 'event', exit: ['structs'], errnos: ['EFAULT'], c: 'event_t *' },
} as const satisfies Record<string, ParamKindRow>;

/** A kind of parameter. */
export type ParamKind = keyof typeof ownKinds | EnumKind | FlagKind;

/** The form of a kind. */
export type FormOf<K extends ParamKind> = K extends keyof typeof ownKinds
  ? (typeof ownKinds)[K]['form']
  : K extends FlagKind
    ? 'flags'
    : 'enumeration';

function each<K extends string>(kinds: Readonly<Record<K, unknown>>, form: ParamForm): Record<K, ParamKindRow> {
  const row: ParamKindRow = { wasm: ['i32'], form, errnos: ['EINVAL'] };
  return Object.fromEntries(Object.keys(kinds).map(kind => [kind, row])) as Record<K, ParamKindRow>;
}

/** Every kind of parameter. */
export const paramKinds: Readonly<Record<ParamKind, ParamKindRow>> = {
  ...each(flagSets, 'flags'),
  ...each(enumerations, 'enumeration'),
  ...ownKinds,
};

/** Whether a call takes bytes out of the guest's buffers through such a parameter. */
export function takesBytes(kind: ParamKind): boolean {
  return paramKinds[kind].entry?.includes('taken') === true;
}

/** Whether a call fills the guest's buffers through such a parameter. */
export function fillsBuffers(kind: ParamKind): boolean {
  return paramKinds[kind].exit?.includes('filled') === true;
}

/** The form of a result: a number, a struct, or strings. */
export type ResultForm = 'number' | 'flags' | 'integer' | 'time' | 'struct' | 'strings';

/** One row of the kinds of results. Each takes an out-pointer. */
export interface ResultKindRow {
  readonly form: ResultForm;
  /** How many bytes it takes behind its pointer; of a struct, its layout says it; of `strings`, those of one entry of the table. */
  readonly size?: 2 | 4 | 8;
  /** The struct it is. */
  readonly struct?: LayoutName;
  /** The meaning returns it as a number when it comes first. */
  readonly promoted?: true;
  /** It takes a second out-pointer, to the bytes that the table of the first one points to. */
  readonly table?: true;
  /** The capture of it on return. */
  readonly exit: readonly CapturedPart[];
  /** Its type in C, if that is not a pointer to the kind's name with `_t`. */
  readonly c?: string;
}

/** Every kind of result. */
export const resultKinds = {
  size: { form: 'number', size: 4, promoted: true, exit: ['scalar'] },
  fd: { form: 'number', size: 4, promoted: true, exit: ['scalar'] },
  tid: { form: 'number', size: 4, promoted: true, exit: ['scalar'], c: 'int32_t ' },
  filesize: { form: 'integer', size: 8, promoted: true, exit: ['scalar'] },
  roflags: { form: 'flags', size: 2, exit: ['scalar'] },
  timestamp: { form: 'time', size: 8, exit: ['scalar'] },
  fdstat: { form: 'struct', struct: 'fdstat', exit: ['structs'] },
  filestat: { form: 'struct', struct: 'filestat', exit: ['structs'] },
  prestat: { form: 'struct', struct: 'prestat', exit: ['structs'] },
  strings: { form: 'strings', size: 4, table: true, exit: ['number', 'strings'], c: 'uint8_t **' },
} as const satisfies Record<string, ResultKindRow>;

/** A kind of result. */
export type ResultKind = keyof typeof resultKinds;

/** The row of a kind of result, with its general type. */
export function resultKind(kind: ResultKind): ResultKindRow {
  return resultKinds[kind];
}

/** The struct that a kind of parameter points to, or that a kind of result is. */
export function structOf(kind: ParamKind | ResultKind): LayoutName | undefined {
  const { pointsTo } = kind in paramKinds ? paramKinds[kind as ParamKind] : {};
  if (pointsTo !== undefined && pointsTo !== 'bytes') return pointsTo;
  return kind in resultKinds ? resultKind(kind as ResultKind).struct : undefined;
}

/** One parameter of a hostcall. */
export interface Param {
  /** The spec's name. A kind that takes two wasm parameters has the second under `<name>_len`. */
  readonly name: string;
  readonly kind: ParamKind;
  /** For a descriptor, or for what names descriptors: the rights it must hold, whatever the other arguments. */
  readonly rights?: readonly RightName[];
  /** Further rights that it must hold, depending on other arguments. */
  readonly also?: readonly ConditionalRights[];
  /** Rights that are enough in place of `rights`. */
  readonly instead?: ConditionalRights;
  /** For a directory: rights that it must hand down, besides those that are requested. */
  readonly handsDown?: readonly ConditionalRights[];
  /** For a `path`: it is stored as it is, not walked. */
  readonly verbatim?: true;
  /** For a `buffer`: what it is filled with. */
  readonly holds?: BufferContent;
}

/** Rights that apply if other arguments are as described. */
export interface ConditionalRights {
  readonly rights: readonly RightName[];
  /**
   * What the arguments must be, by name: a flag that is set, a value of an enumeration, or a number. All of them must match. For poll_oneoff, the
   * names are those of the subscription's members.
   */
  readonly where?: Readonly<Record<string, string | number>>;
}

/** One result of a hostcall. */
export interface Result {
  readonly name: string;
  readonly kind: ResultKind;
}

/** Kinds of results that the meaning returns as a number when they come first. */
export type PromotedKind = {
  [K in ResultKind]: (typeof resultKinds)[K] extends { readonly promoted: true } ? K : never;
}[ResultKind];

/** Whether the meaning returns a result of this kind, if it is the first. */
export function isPromoted(kind: ResultKind | undefined): kind is PromotedKind {
  return kind !== undefined && resultKind(kind).promoted === true;
}
