/** Running programs: what they get, how they start and end, and what embedders see of it. */
export { Guest } from './guest.js';
export type { Instance } from './instance.js';
export { memoryOf } from './instance.js';
export type { PreopenOptions, ProgramOptions } from './program-options.js';
export { type Host, type Outcome, type Program, runProgram } from './programs.js';
export { type DetachedGuest, Runtime, type RuntimeSettings } from './runtime.js';
