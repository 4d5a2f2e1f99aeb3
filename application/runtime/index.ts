/** Running programs: what they get, how they start and end, and what embedders see of it. */
export { Guest } from './guest.js';
export type { Instance } from './instance.js';
export { memoryOf } from './instance.js';
export { checkProgramOptions, type PreopenOptions, type ProgramOptions } from './program-options.js';
export { compileProgram, type Host, type Outcome, type Program, runProgram } from './programs.js';
export { type DetachedGuest, Runtime, type RuntimeSettings } from './runtime.js';
export { requireCpuTime, type StopSignal } from './stop.js';
export { GuestThread } from './threads/guest-thread.js';
export { startsThreads } from './threads/thread-needs.js';
export { UnwatchedRuntime } from './unwatched-runtime.js';
