/** The protocol between the server's thread and that of a live program. */
import type { StepMessage, SteppedJob } from '../../../application/supervision/index.js';
import type { InspectOptions } from './inspect-options.js';

/** The initial data of the thread. */
export interface LiveData {
  readonly job: SteppedJob;
  readonly program: string;
  readonly args: readonly string[];
  readonly options: InspectOptions;
}

/** The messages of the thread. */
export type LiveMessage =
  | StepMessage
  /** The program can be run, and begins to. */
  | { readonly kind: 'ready' }
  /** Lines for stderr. */
  | { readonly kind: 'told'; readonly lines: readonly string[] }
  /** The program cannot be run, or something went wrong beside it. */
  | { readonly kind: 'refused'; readonly problem: string; readonly remedy: string; readonly status: number };
