import { ConfigurationError } from '../../../application/errors.js';
import type { RecordedEnd } from '../../../application/recording/index.js';
import type { RunRequest } from './run-world.js';

/** The requests of the page to its worker. */
export interface RunJob {
  readonly request: RunRequest;
  readonly recorder: string;
}

/** The messages of the worker to the page. */
export type RunMessage =
  /** A piece of the recording. */
  | { readonly kind: 'recorded'; readonly bytes: Uint8Array }
  /** The program's output. */
  | { readonly kind: 'written'; readonly stream: 'stdout' | 'stderr'; readonly bytes: Uint8Array }
  | { readonly kind: 'ended'; readonly end: RecordedEnd }
  | RunRefusal;

/** The program cannot be run. */
export interface RunRefusal {
  readonly kind: 'refused';
  readonly problem: string;
  readonly remedy: string;
}

/** The report of an exception of a run. */
export function refusalOf(error: unknown): RunRefusal {
  if (error instanceof ConfigurationError) return { kind: 'refused', problem: error.problem, remedy: error.remedy };
  return { kind: 'refused', problem: (error as Error).message, remedy: 'see the console of the developer tools' };
}
