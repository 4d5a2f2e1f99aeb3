import type { WASIOptions } from '../../wasi/index.js';
import { StandIn } from '../../wasi/stand-in.js';
import { surroundGuests } from '../../wasi/wasi-host.js';
import { collectCounts } from './thread-meters.js';
import { ThreadTrace } from './thread-trace.js';
import { settingFrom, TRACE_VARIABLE } from './trace-setting.js';

let thread: ThreadTrace | undefined;

/** The part of this thread in the trace that `HOSTCALL_TRACE` tells of. */
function threadTrace(): ThreadTrace {
  if (thread === undefined) {
    const setting = settingFrom(process.env[TRACE_VARIABLE]);
    if (setting === undefined) throw new Error(`the program has changed the variable ${TRACE_VARIABLE}`);
    thread = new ThreadTrace(setting);
    surroundGuests(thread);
  }
  return thread;
}

/** The class that stands in for that of `node:wasi` where hostcalls are traced. */
export class TracedWASI extends StandIn {
  /** @throws what node:wasi throws */
  constructor(options?: WASIOptions) {
    const trace = threadTrace();
    super(options);
    trace.notePreopens(options?.preopens ?? {});
  }
}

/** Begins the part of the main thread before there are others, whose counts it prints even if it runs no guest itself. */
export function beginCounting(): void {
  collectCounts();
  threadTrace();
}
