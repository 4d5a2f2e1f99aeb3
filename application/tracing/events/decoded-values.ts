import type {
  EnumKind,
  FlagKind,
  HostcallName,
  hostcalls,
  LayoutName,
  layouts,
  ParamKind,
  ResultKind,
} from '../../../domain/index.js';

/** One buffer of a scattered read or a gathered write. */
export interface IovecValue {
  /** Where it lies in the guest's memory. */
  readonly pointer: number;
  readonly length: number;
  /** How many of its bytes the call wrote (a read), or was given (a write). */
  readonly moved: number;
  /** The first of these bytes, as far as they were captured. */
  readonly data: Uint8Array;
}

/** A buffer that a call fills. */
export interface BufferValue {
  readonly pointer: number;
  readonly length: number;
  /** How many bytes the call wrote; 0 unless it succeeded. */
  readonly moved: number;
  /** The first of these bytes, as far as they were captured. */
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
  /** How the descriptor was called, if it is one and was open. */
  readonly label?: string | undefined;
}

/** What `args` holds for a parameter. What lies in memory is undefined where its pointer is out of bounds. */
export type ParamValue<K extends ParamKind> = K extends 'path'
  ? string | undefined
  : K extends 'iovecs' | 'ciovecs'
    ? readonly IovecValue[] | undefined
    : K extends 'buffer'
      ? BufferValue
      : K extends 'rights' | 'filedelta' | 'filesize' | 'cookie' | 'timestamp'
        ? bigint
        : K extends 'subscriptions'
          ? readonly SubscriptionValue[] | undefined
          : K extends 'events'
            ? readonly StructValue<'event'>[] | undefined
            : K extends 'fd' | 'exitcode' | 'nsubscriptions' | EnumKind | FlagKind
              ? number
              : never;

/** What `result` holds for a result of a call that succeeded. */
export type ResultValue<K extends ResultKind> = K extends 'size' | 'fd' | 'roflags'
  ? number
  : K extends 'filesize' | 'timestamp'
    ? bigint
    : K extends 'fdstat' | 'filestat' | 'prestat'
      ? StructValue<K>
      : K extends 'strings'
        ? readonly string[]
        : never;

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
