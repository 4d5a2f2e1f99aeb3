/**
 * The outside world in a browser, on the main thread or in a worker: clock, randomness and WebAssembly from `adapters/web`, files from
 * `adapters/memory`, stdio on the console. This folder holds only what is specific to browsers.
 * @module hostcall/browser
 */

export type {
  CrashCause,
  Setup,
  SetupResult,
  StdioChoice,
  ThreadPreopen,
  ThreadProgramOptions,
  WorkerOutcome,
  WorkerRunOptions,
} from '../../application/supervision/index.js';
export { type BrowserOptions, type BrowserPorts, browserPorts } from './browser-ports.js';
export { type BrowserWorld, browserWorld } from './browser-world.js';
export { CallbackInput, type InputSource } from './callback-input.js';
export { BrowserClocks } from './clocks.js';
export { LineOutput, type LineSink } from './line-output.js';
export {
  createWorkerPool,
  runInWorker,
  type WorkerPool,
  type WorkerPoolOptions,
  type WorkerRun,
} from './run-in-worker.js';
export { serveRuns } from './serve-runs.js';
export { BrowserStdio, type BrowserStdioOptions } from './stdio.js';
export { serveThreads } from './threads.js';
