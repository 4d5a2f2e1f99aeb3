import type { WASIOptions } from '../../wasi/index.js';
import { StandIn } from '../../wasi/stand-in.js';
import { surroundGuests } from '../../wasi/wasi-host.js';
import { KeptCounts } from './kept-counts.js';
import { collectCounts } from './thread-meters.js';
import { ThreadTrace } from './thread-trace.js';
import type { TraceSetting } from './trace-setting.js';

let thread: ThreadTrace | undefined;

/** The part of this thread in a trace. */
function threadTrace(setting: TraceSetting): ThreadTrace {
  if (thread === undefined) {
    thread = new ThreadTrace(setting);
    surroundGuests(thread);
  }
  return thread;
}

/** The class that stands in for that of `node:wasi` in a thread where hostcalls are traced. The thread's part in the trace begins with the first guest. */
export function tracedWasi(setting: TraceSetting): typeof StandIn {
  return class TracedWASI extends StandIn {
    /** @throws what node:wasi throws */
    constructor(options?: WASIOptions) {
      const trace = threadTrace(setting);
      super(options);
      trace.notePreopens(options?.preopens ?? {});
    }
  };
}

/**
 * Begins the part of the main thread before there are others, whose counts it prints even if it runs no guest itself.
 * @param keeper the script of the worker that keeps the counts for the case that it cannot
 */
export function beginCounting(setting: TraceSetting, keeper: URL): void {
  collectCounts(setting.counts === undefined ? undefined : new KeptCounts(setting.counts, keeper));
  threadTrace(setting);
}
