import type { FileTree, Ports, Random, Stream, Waiting } from '../../domain/index.js';
import { StandardClocks, StandardEngine, StandardProcess, StandardRandom, StandardWaiting } from '../web/index.js';
import type { Contents } from './contents.js';
import { MemoryFileSystem, type MemoryOptions } from './file-system.js';
import type { When } from './points-in-time.js';
import { SeededRandom } from './seeded-random.js';
import { type CapturedStdio, captureStdio } from './stdio.js';
import { SteppedClock } from './stepped-clock.js';
import { waits } from './waits.js';

/** What can be chosen about a world in memory. */
export interface MemoryHostOptions extends MemoryOptions {
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
export type DeterministicOptions = Omit<MemoryHostOptions, 'clocks' | 'random' | 'waiting'>;

/** A world in memory, as ports: its files can be looked into, and what programs wrote is kept. */
export interface MemoryPorts extends Ports {
  readonly fileSystem: MemoryFileSystem;
  readonly stdio: CapturedStdio;
}

/**
 * Every port in memory, for those who assemble without inversify. Nothing of the host is reached but its clock, its randomness and its
 * WebAssembly.
 * @throws ConfigurationError for contents that cannot be made
 */
export function memoryPorts(options: MemoryHostOptions = {}): MemoryPorts {
  const others = portsBesideFiles(options);
  return { ...others, fileSystem: new MemoryFileSystem(options.contents, { ...options, clocks: others.clocks }) };
}

/**
 * A world in which every run of a program is the same: files in memory, a {@link SteppedClock}, a {@link SeededRandom}.
 * @param seed of the random bytes
 * @param start what the wall clock says at first
 */
export function deterministicPorts(seed: number | bigint, start: When, options?: DeterministicOptions): MemoryPorts {
  return memoryPorts(deterministic(seed, start, options));
}

/** The ports of such a world but for the file system. */
export function portsBesideFiles(options: MemoryHostOptions): Omit<MemoryPorts, 'fileSystem'> {
  const { clocks = new StandardClocks(), random = new StandardRandom(), stdin } = options;
  return {
    clocks,
    engine: new StandardEngine(),
    process: new StandardProcess(),
    random,
    stdio: captureStdio(stdin),
    waiting: options.waiting ?? (waits(clocks) ? clocks : new StandardWaiting()),
  };
}

/** The options of a world in which every run is the same. */
export function deterministic(
  seed: number | bigint,
  start: When,
  options: DeterministicOptions = {},
): MemoryHostOptions {
  return { ...options, clocks: new SteppedClock(start), random: new SeededRandom(seed) };
}
