import { ConfigurationError } from '../../../application/errors.js';
import type { RecordedEnd } from '../../../application/recording/index.js';
import type { RunRequest } from './run-world.js';

/** What the page asks its worker for. */
export interface RunJob {
  readonly request: RunRequest;
  readonly recorder: string;
}

/** What the worker tells the page. */
export type RunMessage =
  /** A piece of the recording. */
  | { readonly kind: 'recorded'; readonly bytes: Uint8Array }
  /** What the program writes. */
  | { readonly kind: 'written'; readonly stream: 'stdout' | 'stderr'; readonly bytes: Uint8Array }
  | { readonly kind: 'ended'; readonly end: RecordedEnd }
  | RunRefusal;

/** The program cannot be run. */
export interface RunRefusal {
  readonly kind: 'refused';
  readonly problem: string;
  readonly remedy: string;
}

/** What is told of what a run has thrown. */
export function refusalOf(error: unknown): RunRefusal {
  if (error instanceof ConfigurationError) return { kind: 'refused', problem: error.problem, remedy: error.remedy };
  return { kind: 'refused', problem: (error as Error).message, remedy: 'see the console of the developer tools' };
}
