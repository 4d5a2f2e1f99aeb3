import type { RunOptions } from '../run/run-options.js';
import type { TraceOptions } from '../trace/trace-options.js';

/** The options of `trace-node` as they were given: those of `trace` beside those of `run`. */
export type TraceNodeOptions = Omit<TraceOptions, Exclude<keyof RunOptions, 'debug'>>;

/** The settings that the processes and threads of one trace share. They are passed on in the variable `HOSTCALL_TRACE`, as JSON. */
export interface TraceSetting {
  readonly options: TraceNodeOptions;
  /** The process that began the trace. */
  readonly root: number;
  /** Whether that only started the command, and is not traced itself. */
  readonly launched: boolean;
  /** The directory in which each process keeps what it has counted, until it prints that itself. Absent: nothing is counted. */
  readonly counts?: string | undefined;
}

/** The variable that says what is traced. */
export const TRACE_VARIABLE = 'HOSTCALL_TRACE';

/** The trace that this process is part of; undefined if the variable has something else. */
export function settingFrom(text: string | undefined): TraceSetting | undefined {
  return text?.startsWith('{') ? JSON.parse(text) : undefined;
}
