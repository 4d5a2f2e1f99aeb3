import type {
  FormOf,
  HostcallName,
  hostcalls,
  LayoutName,
  layouts,
  ParamKind,
  ResultKind,
  resultKinds,
} from '../../../domain/index.js';

/** One buffer of a scattered read or a gathered write. */
export interface IovecValue {
  /** Where it is in the guest's memory. */
  readonly pointer: number;
  readonly length: number;
  /** How many of its bytes the call wrote (a read), or was given (a write). */
  readonly moved: number;
  /** The first of these bytes, those that were captured. */
  readonly data: Uint8Array;
}

/** A buffer that a call fills. */
export interface BufferValue {
  readonly pointer: number;
  readonly length: number;
  /** How many bytes the call wrote; 0 unless it succeeded. */
  readonly moved: number;
  /** The first of these bytes, those that were captured. */
  readonly data: Uint8Array;
  /** The directory entries in it that are complete, for fd_readdir. */
  readonly entries?: number;
}

type FieldOf<N extends LayoutName> = (typeof layouts)[N]['fields'][number];

/** A struct: its fields by their names in the layout. u64 are bigints. */
export type StructValue<N extends LayoutName> = {
  readonly [F in FieldOf<N> as F['name']]: F['type'] extends 'u64' ? bigint : number;
};

/** One subscription of poll_oneoff. */
export interface SubscriptionValue extends Partial<StructValue<'subscription'>> {
  readonly userdata: bigint;
  /** One of `Eventtype`, or what the guest wrote instead. */
  readonly tag: number;
  /** The descriptor's label, if it is one and was open. */
  readonly label?: string | undefined;
}

/** What `args` holds for a parameter of each form. What lies in memory is undefined where its pointer is out of bounds. */
interface DecodedForms {
  number: number;
  flags: number;
  enumeration: number;
  count: number;
  rights: bigint;
  integer: bigint;
  time: bigint;
  text: string | undefined;
  buffers: readonly IovecValue[] | undefined;
  span: BufferValue;
  subscriptions: readonly SubscriptionValue[] | undefined;
  events: readonly StructValue<'event'>[] | undefined;
  bytes: string | undefined;
  addresses: readonly string[] | undefined;
}

/** What `args` holds for a parameter. */
export type ParamValue<K extends ParamKind> = DecodedForms[FormOf<K>];

/** What `result` holds for a result of a call that succeeded. */
export type ResultValue<K extends ResultKind> = (typeof resultKinds)[K]['form'] extends 'number' | 'flags'
  ? number
  : (typeof resultKinds)[K]['form'] extends 'integer' | 'time'
    ? bigint
    : K extends LayoutName
      ? StructValue<K>
      : readonly string[];

type ParamOf<N extends HostcallName> = (typeof hostcalls)[N]['params'][number];
type ResultOf<N extends HostcallName> = (typeof hostcalls)[N]['results'][number];

/** The arguments of a hostcall by the names in the table. */
export type Arguments<N extends HostcallName> = {
  readonly [P in ParamOf<N> as P['name']]: ParamValue<P['kind']>;
};

/** The results of a hostcall by the names in the table. */
export type Results<N extends HostcallName> = {
  readonly [R in ResultOf<N> as R['name']]: ResultValue<R['kind']>;
};
