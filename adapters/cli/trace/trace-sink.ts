import type { TraceExporter } from '../../../application/formats/index.js';
import type { HostcallEvent } from '../../../application/tracing/index.js';

/** What becomes of the events of a trace. */
export interface TraceSink extends TraceExporter {
  /** A call that may wait has begun. */
  entered(call: HostcallEvent): void;
}
