/** Programs in other threads: what the two threads of a run share and tell each other, how a run ends, and pools of threads. Platforms bring the threads. */
export type {
  CrashCause,
  Job,
  StdioChoice,
  ThreadMessage,
  ThreadPreopen,
  ThreadProgramOptions,
  WorkerOutcome,
} from './messages.js';
export { type OutputName, RunMemory } from './run-memory.js';
export { type RunOptions, runOptions, type WorkerRunOptions } from './run-options.js';
export { crashText, type Setup, type SetupResult, serveRun, type ThreadSide } from './serve-run.js';
export { type RunPlatform, SupervisedRun, type Thread, type ThreadListener } from './supervised-run.js';
export { type PooledThread, ThreadPool } from './thread-pool.js';
