import type { HostcallName } from '../../../domain/index.js';
import type { CallRecord } from '../capture/call-record.js';
import type { Arguments, Results } from './decoded-values.js';

/** One hostcall of a given name: its arguments and results have the types that the table gives them. */
export interface TracedCall<N extends HostcallName> extends Omit<CallRecord, 'name' | 'args' | 'result'> {
  readonly name: N;
  /** Its arguments by name. What lies in memory is undefined where its pointer was out of bounds. */
  readonly args: Arguments<N>;
  /** Its results by name; undefined unless it succeeded. */
  readonly result: Results<N> | undefined;
}

/** One hostcall of any name. `call.name === 'fd_read'` narrows it. */
export type HostcallEvent = { [N in HostcallName]: TracedCall<N> }[HostcallName];
