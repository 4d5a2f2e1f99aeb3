import type { HostcallEvent, TraceOutcome } from '../../../application/index.js';

export type { TraceOutcome };

/** What becomes of the events of a trace. */
export interface TraceSink {
  /** A call that may wait has begun. */
  entered?(call: HostcallEvent): void;
  /** A call has ended. */
  call(call: HostcallEvent): void;
  /** The program has ended: nothing comes after this. */
  end(outcome: TraceOutcome): void;
}
