/**
 * Worlds in memory, for Node and browsers alike: nothing here depends on a platform, only on `adapters/web`.
 *
 * A function for `assemble()` is named after the port that it provides (`fixedClock()`). The class of that port, for `createRuntime()`, has the same
 * name, capitalised (`FixedClock`). Directories and streams for a program's options are made by plain functions.
 * @module hostcall/memory
 */

export {
  type Contents,
  DescribedEntry,
  diff,
  directory,
  type EntryOptions,
  file,
  populate,
  type SnapshotOptions,
  snapshot,
  symlink,
  type TreeDifference,
  type UnreadableEntry,
} from '../../application/composition/index.js';
export { MemoryFileSystem, type MemoryOptions, memoryDirectory } from './file-system.js';
export { FixedClock } from './fixed-clock.js';
export { bytesInput, textInput } from './inputs.js';
export {
  type DeterministicOptions,
  deterministicPorts,
  type MemoryPorts,
  type MemoryPortsOptions,
  memoryPorts,
} from './memory-ports.js';
export { deterministicWorld, type MemoryWorld, memoryWorld } from './memory-world.js';
export { MemoryNetwork, type NetworkOptions } from './network.js';
export { type CaptureOutput, callbackOutput, captureOutput } from './outputs.js';
export { type Pipe, pipe } from './pipe.js';
export type { When } from './points-in-time.js';
export {
  fixedClock,
  memoryFileSystem,
  memoryStdio,
  scaledClock,
  seededRandom,
  steppedClock,
} from './port-modules.js';
export type { Rules } from './rules.js';
export { ScaledClock } from './scaled-clock.js';
export { SeededRandom } from './seeded-random.js';
export { type CapturedStdio, captureStdio } from './stdio.js';
export { SteppedClock } from './stepped-clock.js';
export { fromTar, toTar } from './tar.js';
export type { Quotas } from './volume.js';
