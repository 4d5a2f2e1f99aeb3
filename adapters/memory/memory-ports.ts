import type { Contents } from '../../application/composition/index.js';
import type { FileTree, Ports, Random, Stream, Waiting } from '../../domain/index.js';
import { StandardClocks, StandardEngine, StandardProcess, StandardRandom, StandardWaiting } from '../web/index.js';
import { MemoryFileSystem, type MemoryOptions } from './file-system.js';
import type { When } from './points-in-time.js';
import { SeededRandom } from './seeded-random.js';
import { type CapturedStdio, captureStdio } from './stdio.js';
import { SteppedClock } from './stepped-clock.js';
import { waits } from './waits.js';

/** What can be chosen about a world in memory. `clocks` date its files too. */
export interface MemoryPortsOptions extends MemoryOptions {
  /** What the file system holds at first. Default: nothing. */
  readonly contents?: Contents | FileTree;
  /** What programs read. Default: nothing. */
  readonly stdin?: Stream;
  /** Default: the host's Web Crypto. */
  readonly random?: Random;
  /** What waits by the clocks. Default: the clocks if they do that too, else the thread. */
  readonly waiting?: Waiting;
}

/** What can be chosen about a world in which every run is the same. */
export type DeterministicOptions = Omit<MemoryPortsOptions, 'clocks' | 'random' | 'waiting'>;

/** A world in memory, as ports: its files can be looked into, and what programs wrote is kept. */
export interface MemoryPorts extends Ports {
  readonly fileSystem: MemoryFileSystem;
  readonly stdio: CapturedStdio;
}

/**
 * Every port in memory, for `createRuntime()`. It uses nothing of the host but its clock, its randomness and its WebAssembly.
 * @throws ConfigurationError for contents that cannot be made
 */
export function memoryPorts(options: MemoryPortsOptions = {}): MemoryPorts {
  const { clocks = new StandardClocks(), random = new StandardRandom(), stdin } = options;
  return {
    clocks,
    engine: new StandardEngine(),
    fileSystem: new MemoryFileSystem(options.contents, { ...options, clocks }),
    process: new StandardProcess(),
    random,
    stdio: captureStdio(stdin),
    waiting: options.waiting ?? (waits(clocks) ? clocks : new StandardWaiting()),
  };
}

/**
 * Ports with which every run of a program is the same: files in memory, a {@link SteppedClock}, a {@link SeededRandom}.
 * @param seed of the random bytes
 * @param start the first time of REALTIME
 * @throws ConfigurationError for contents that cannot be made, and for an invalid time
 */
export function deterministicPorts(
  seed: number | bigint,
  start: When,
  options: DeterministicOptions = {},
): MemoryPorts {
  return memoryPorts({ ...options, clocks: new SteppedClock(start), random: new SeededRandom(seed) });
}
