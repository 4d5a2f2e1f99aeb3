import type { StepMessage, SteppedJob } from '../../../application/supervision/index.js';
import type { RunRefusal } from './run-messages.js';
import type { RunRequest } from './run-world.js';

/** A run that is stepped through, as the page asks its worker for it. */
export interface StepJob {
  readonly job: SteppedJob;
  readonly request: RunRequest;
  readonly recorder: string;
}

/** The messages of the worker to the page. */
export type StepWorkerMessage = StepMessage | RunRefusal;
