import type {
  AddressList,
  DescriptorTable,
  Events,
  FormOf,
  HostcallName,
  hostcalls,
  OutRecord,
  Param,
  ParamKind,
  PromotedKind,
  Result,
  Subscriptions,
} from '../../domain/index.js';

/** What an interceptor sees of a parameter of each form. */
interface ArgumentForms {
  number: number;
  flags: number;
  enumeration: number;
  rights: number;
  integer: number;
  time: bigint;
  text: string;
  buffers: readonly Uint8Array[];
  span: Uint8Array;
  subscriptions: Subscriptions;
  events: Events;
  count: never;
  bytes: Uint8Array;
  addresses: AddressList;
}

/** What an interceptor sees of a parameter. */
type ArgumentValue<K extends ParamKind> = ArgumentForms[FormOf<K>];

type ArgumentsOf<P extends readonly Param[]> = {
  readonly [Each in P[number] as FormOf<Each['kind']> extends 'count' ? never : Each['name']]: ArgumentValue<
    Each['kind']
  >;
};

type WithoutPromoted<R extends readonly Result[]> = R extends readonly [
  infer Head extends Result,
  ...infer Tail extends readonly Result[],
]
  ? Head['kind'] extends PromotedKind
    ? Tail
    : R
  : [];

type ResultsOf<R extends readonly Result[]> = {
  readonly [Each in WithoutPromoted<R>[number] as Each['name']]: OutRecord<Each['kind']>;
};

/**
 * The arguments of a hostcall, by the names of the table. Paths are strings; buffers are windows into the guest's memory, valid until the call ends;
 * flags, enumerations, descriptors, sizes and rights are numbers; timestamps are bigints. What poll_oneoff subscribes to is one argument, `in`, and
 * the events are another, `out`.
 */
export type CallArguments<N extends HostcallName> = ArgumentsOf<(typeof hostcalls)[N]['params']>;

/**
 * The records a hostcall fills, by the names of the table: read them once the call has proceeded, or fill them instead of proceeding.
 * The first result is not here if it is a `size`, `fd` or `filesize`: the call returns it.
 */
export type CallResults<N extends HostcallName> = ResultsOf<(typeof hostcalls)[N]['results']>;

/** A hostcall in progress. It ends when the interceptor returns: windows and records are reused for the next one. */
export interface InterceptedCall<N extends HostcallName = HostcallName> {
  readonly name: N;
  readonly args: CallArguments<N>;
  readonly results: CallResults<N>;
  /** The guest's descriptors. Their `label` is the guest path that they were opened by. */
  readonly descriptors: DescriptorTable;
  /** The number of the guest in the runtime, as in its trace events. */
  readonly instance: number;
  /** Nanoseconds on the guest's monotonic clock. */
  monotonic(): number;
  /** Marks its trace event as injected: the result was put in place of what the host would have returned. */
  markInjected(): void;
  /**
   * Delays the guest, through the `Waiting` port, and marks the trace event as delayed.
   * @param nanoseconds 0 or more
   * @throws RangeError for a negative or infinite delay
   */
  delay(nanoseconds: number): void;
}

/**
 * A hostcall that was rejected before any interceptor: a pointer is out of bounds, a path is not UTF-8, a flag is undefined. It has had no effect,
 * and its arguments are not known.
 */
export interface RejectedCall<N extends HostcallName = HostcallName>
  extends Omit<InterceptedCall<N>, 'args' | 'results'> {
  /** The errno that the guest receives, negative. */
  readonly errno: number;
}

/**
 * Passes the call on, to the interceptor below and in the end to the hostcall itself. It may be called again: the call is then made again.
 * @param changes arguments to be replaced; one that is undefined is not replaced
 * @returns the call's first result if that is a `size`, `fd` or `filesize`, else 0; or an errno as a negative number
 */
export type Proceed<N extends HostcallName = HostcallName> = (
  changes?: {
    readonly [Name in keyof CallArguments<N>]?: CallArguments<N>[Name] | undefined;
  },
) => number;

/**
 * Stands between a guest and one hostcall.
 *
 * The guest receives what it returns: the result of `proceed`, or a number of its own. If it throws or returns anything else, the guest does not
 * notice: the result of `proceed` stands or, if it has not proceeded, the call continues as if the interceptor were not there. The error is thrown
 * again later, outside of the guest, as those of trace subscribers are.
 *
 * proc_exit never returns to the guest: it takes place whatever an interceptor does, with the code that it proceeded with.
 */
export interface Interceptor<N extends HostcallName = HostcallName> {
  (call: InterceptedCall<N>, proceed: Proceed<N>): number;
  /**
   * Sees rejected calls; few interceptors need to. The guest receives what it returns: the errno it was given, another errno as a negative number,
   * or 0 if the call has no results. If it throws or returns anything else, the errno stands.
   */
  readonly rejected?: ((call: RejectedCall<N>) => number) | undefined;
}

/** Interceptors by hostcall. */
export type Interceptors = { readonly [N in HostcallName]?: Interceptor<N> | undefined };
