import type { InspectorSource } from '../inspector/index.js';
import type { RunRequest } from './run/run-world.js';

/** What one has opened in this visit. It is in the page alone: nothing is sent or kept. */
export interface Opened {
  /** A recording or a trace, for the inspector. */
  run: InspectorSource | undefined;
  /** A program, and what it is given. */
  program: RunRequest | undefined;
}

export const opened: Opened = { run: undefined, program: undefined };
