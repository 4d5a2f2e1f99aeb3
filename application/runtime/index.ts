/** Running programs: what they get, how they start and end, and what embedders see of it. */
export { Guest } from './guest.js';
export type { Instance } from './instance.js';
export { memoryOf } from './instance.js';
export type { PreopenOptions, ProgramOptions } from './program-options.js';
export { type DetachedGuest, type Outcome, type Program, Runtime, type RuntimeSettings } from './runtime.js';
