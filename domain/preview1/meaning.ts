/** The parameters and results of a hostcall's meaning, as types that follow from the table. */
import type { HostcallName, hostcalls } from './hostcalls.js';
import type { FormOf, Param, ParamKind, PromotedKind, Result, ResultKind, resultKinds } from './kinds.js';
import type {
  AddressList,
  ByteSpan,
  EncodedStrings,
  Events,
  Fdstat,
  Filestat,
  Iovecs,
  Out,
  Prestat,
  Subscriptions,
  Timestamp,
} from './records.js';

/** The type of a meaning's parameter of each form. */
interface LiftedForms {
  number: number;
  flags: number;
  enumeration: number;
  rights: number;
  integer: number;
  time: bigint;
  text: string;
  buffers: Iovecs;
  span: ByteSpan;
  subscriptions: Subscriptions;
  events: Events;
  count: never;
  bytes: ByteSpan;
  addresses: AddressList;
}

/** The type of a meaning's parameter. A `count` is folded into the subscriptions. */
type Lifted<K extends ParamKind> = LiftedForms[FormOf<K>];

type LiftedParams<P extends readonly Param[]> = P extends readonly [
  infer Head extends Param,
  ...infer Tail extends readonly Param[],
]
  ? FormOf<Head['kind']> extends 'count'
    ? LiftedParams<Tail>
    : [Lifted<Head['kind']>, ...LiftedParams<Tail>]
  : [];

/** The records that meanings fill for structs. */
interface StructRecords {
  fdstat: Fdstat;
  filestat: Filestat;
  prestat: Prestat;
}

/** The record a meaning fills for a result that it does not return. */
export type OutRecord<K extends ResultKind> = K extends keyof StructRecords
  ? StructRecords[K]
  : (typeof resultKinds)[K]['form'] extends 'time'
    ? Timestamp
    : (typeof resultKinds)[K]['form'] extends 'strings'
      ? Out<EncodedStrings>
      : Out<number>;

type OutRecords<R extends readonly Result[]> = R extends readonly [
  infer Head extends Result,
  ...infer Tail extends readonly Result[],
]
  ? [OutRecord<Head['kind']>, ...OutRecords<Tail>]
  : [];

type AfterPromotion<R extends readonly Result[]> = R extends readonly [
  infer Head extends Result,
  ...infer Tail extends readonly Result[],
]
  ? Head['kind'] extends PromotedKind
    ? OutRecords<Tail>
    : OutRecords<R>
  : [];

/**
 * The signature of a hostcall's meaning: lifted parameters in order, then a record for each result that is not returned.
 * It returns the first result if that is a `size`, `fd` or `filesize`, else 0; or an errno as a negative number. It reads its
 * arguments before it returns and keeps none: all records are reused.
 */
export type Meaning<N extends HostcallName> = (
  ...args: [...LiftedParams<(typeof hostcalls)[N]['params']>, ...AfterPromotion<(typeof hostcalls)[N]['results']>]
) => number;

/** A meaning for every hostcall. One that is missing does not compile. */
export type Meanings = { [N in HostcallName]: Meaning<N> };
