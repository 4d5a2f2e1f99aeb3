import type { Abi, HostcallName, StackFrame } from '../../../domain/index.js';
import type { CallState, DescriptorDetails, RawArgument } from '../capture/call-record.js';
import type { Arguments, Results } from './decoded-values.js';
import type { Denial } from './denial.js';
import type { PlainEvent } from './plain-event.js';

/** What is known of every call, however it ended. */
interface CallFacts<N extends HostcallName> {
  /** The hostcall's name in the table. */
  readonly name: N;
  /** The hostcall's number in the table. */
  readonly call: number;
  /** Counts the calls of the runtime from 0, in the order in which they began. */
  readonly sequence: number;
  /** The guest that made the call, by its number in the runtime. */
  readonly instance: number;
  /** The thread of the guest that made the call: 1 is its first. */
  readonly thread: number;
  readonly abi: Abi;
  /** `entered` until the call has ended; then `returned`, or `left` if it ended the program. */
  readonly state: CallState;
  /** When the call began: nanoseconds of the MONOTONIC clock. */
  readonly start: number;
  /** Nanoseconds from its beginning to its end; NaN until it has ended. */
  readonly duration: number;
  /** The errno returned to the guest, 0 or greater; 0 until the call has ended. */
  readonly errno: number;
  /** Whether an interceptor returned the result in place of the host. */
  readonly injected: boolean;
  /** Whether an interceptor made the call take longer. */
  readonly delayed: boolean;
  /** The first descriptor among the arguments, as u32; undefined for calls that take none. */
  readonly descriptor: number | undefined;
  /** The details of the first descriptor when the call began; undefined unless the trace's settings enable `details`. */
  readonly details: DescriptorDetails | undefined;
  /** The same for the second descriptor, or for the descriptor that the call opened. */
  readonly secondDetails: DescriptorDetails | undefined;
  /** The guest path of the call: its path argument, or else the label of its first descriptor. */
  readonly path: string | undefined;
  /** How many bytes the call read, wrote or filled; 0 unless it succeeded. */
  readonly bytes: number;
  /** The first of these bytes, those that were captured, buffers joined; undefined for calls that move none. */
  readonly data: Uint8Array | undefined;
  /** Its arguments by name. A value in memory is undefined if its pointer was out of bounds. */
  readonly args: Arguments<N>;
  /** Its wasm arguments as the engine passed them. */
  readonly raw: readonly RawArgument[];
  /** Bytes of the guest's memory when the call began. */
  readonly memorySize: number;
  /** The functions of the guest that led to the call, the innermost first; undefined unless the trace's settings enable `stacks`. */
  readonly stack: readonly StackFrame[] | undefined;
  /**
   * Why the call returned an errno or, of poll_oneoff, why events report one. Undefined for other calls that succeeded, and unless the trace's
   * settings have a finder (`denials`).
   */
  readonly denial: Denial | undefined;
  /** The call in the format of strace, without a newline; `formatStrace` takes options. */
  text(): string;
  /** The same as `text()`. */
  toString(): string;
  /**
   * The call as plain data, for `JSON.stringify`, `structuredClone` and `postMessage`: bytes, and u64 beyond 2^53, are text. The event itself cannot be
   * cloned or posted; that is a `DataCloneError`.
   */
  toJSON(): PlainEvent;
}

/** A call that returned 0. */
export interface SucceededCall<N extends HostcallName> extends CallFacts<N> {
  /** Whether the call returned 0. */
  readonly succeeded: true;
  /** Its results by name. */
  readonly result: Results<N>;
}

/** A call that returned an errno, ended the program, or has not ended. */
export interface UnsuccessfulCall<N extends HostcallName> extends CallFacts<N> {
  /** Whether the call returned 0. */
  readonly succeeded: false;
  /** There are no results unless it succeeded. */
  readonly result: undefined;
}

/**
 * One hostcall of a given name: its arguments and results have the types that the table gives them. `call.succeeded` narrows it to one with results.
 * It can be kept.
 */
export type TracedCall<N extends HostcallName> = SucceededCall<N> | UnsuccessfulCall<N>;

/** One hostcall of any name. `call.name === 'fd_read'` narrows it, and `call.succeeded` narrows it further. */
export type HostcallEvent = { [N in HostcallName]: TracedCall<N> }[HostcallName];
