import type { ExactTimes } from './exact-times.js';
import type { HostCalls } from './host-calls.js';
import type { Transfer } from './transfer.js';

/** What files, directories and streams share of one host: its primitives, and what is built on them once. */
export interface HostParts {
  readonly host: HostCalls;
  readonly times: ExactTimes;
  readonly transfer: Transfer;
}
