/** Programs in other threads: what the two threads of a run share and tell each other, how a run ends, and pools of threads. Platforms bring the threads. */
export { type CpuMeter, whenComputed } from './cpu-alarm.js';
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
export { Breakpoint, type BreakpointText } from './stepping/breakpoints.js';
export { CommandMemory } from './stepping/command-memory.js';
export { Growing } from './stepping/growing.js';
export type { LiveCommand, LiveEvent, LiveEventText } from './stepping/live.js';
export { type LivePlatform, LiveRun } from './stepping/live-run.js';
export {
  type SteppedJob,
  type SteppedProgram,
  type SteppedSide,
  serveSteppedRun,
} from './stepping/serve-stepped-run.js';
export { SetClocks, SetRandom } from './stepping/set-by-hand.js';
export { type AnswerText, checkStepCommand, type StepCommand } from './stepping/step-command.js';
export type { BegunCall, CallResult, StepMessage, StepState, Stop } from './stepping/step-messages.js';
export { type Halt, type Move, Stepper, type StopCause } from './stepping/stepper.js';
export { type RunPlatform, SupervisedRun, type Thread, type ThreadListener } from './supervised-run.js';
export { type PooledThread, ThreadPool } from './thread-pool.js';
