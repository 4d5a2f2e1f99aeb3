import type { Meanings } from '../../domain/index.js';
import type { Refuse } from '../interception/refusal.js';
import type { Tap } from '../tracing/capture/tap.js';
import type { GuestMemory } from './guest-memory.js';
import type { Lifter } from './lifter.js';
import type { Lowerer } from './lowerer.js';

/** What the shells of one guest are made of. */
export interface ShellParts {
  readonly memory: GuestMemory;
  readonly lifter: Lifter;
  readonly lowerer: Lowerer;
  readonly meanings: Meanings;
  readonly tap: Pick<Tap, 'recorder'>;
  /** What becomes of a call whose pointers, paths or flags are bad. */
  readonly refuse: Refuse;
}

/** Functions a guest imports, by name. Arguments are i32 as numbers and i64 as bigints; the result is an errno. */
export type Shells = Readonly<Record<string, (...args: never[]) => number>>;
