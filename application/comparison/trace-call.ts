import type { HostcallName } from '../../domain/index.js';
import type { TraceStep } from './trace-step.js';

/**
 * A call of a trace of which no more has been read than every comparison needs. Of ten million calls that are the same in two traces, few have to be
 * taken apart.
 */
export interface TraceCall {
  /** Which call of its trace it is; counts from 0. */
  readonly number: number;
  readonly name: HostcallName;
  /** How long it took, in nanoseconds; NaN where the trace does not say. */
  readonly duration: number;
  /** A key of all that is compared: calls of one trace with the same key are equal. Undefined where it costs more than it saves. */
  readonly key: string | undefined;
  /**
   * Whether it surely is the same call, and gave the same, as one of another trace. False where only the texts could tell.
   */
  isSurely(other: TraceCall): boolean;
  /**
   * The call as texts.
   * @throws TraceFormatError if its line is not valid
   */
  step(): TraceStep;
}

/** The parts of a trace, as it is read: calls, and finally how the program ended. */
export type TraceCallItem = TraceCall | { readonly ending: string };
