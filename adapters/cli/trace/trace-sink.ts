import type { HostcallEvent, TraceExporter } from '../../../application/index.js';

/** What becomes of the events of a trace. */
export interface TraceSink extends TraceExporter {
  /** A call that may wait has begun. */
  entered(call: HostcallEvent): void;
}
