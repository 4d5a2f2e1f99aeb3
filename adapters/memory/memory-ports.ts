import type { Contents } from '../../application/composition/index.js';
import { ANYTHING, checkOptions, having, type OptionKinds } from '../../application/options/index.js';
import type { FileTree, Ports, Random, Stream, Waiting } from '../../domain/index.js';
import { StandardClocks, StandardEngine, StandardProcess, StandardRandom, StandardWaiting } from '../web/index.js';
import { MemoryFileSystem, type MemoryOptions, memoryKinds } from './file-system.js';
import type { When } from './points-in-time.js';
import { SeededRandom } from './seeded-random.js';
import { type CapturedStdio, captureStdio } from './stdio.js';
import { SteppedClock } from './stepped-clock.js';
import { waits } from './waits.js';

/** Options of a world in memory. `clocks` date its files too. */
export interface MemoryPortsOptions extends MemoryOptions {
  /** What the file system holds at first. Default: nothing. */
  readonly contents?: Contents | FileTree | undefined;
  /** What programs read. Default: nothing. */
  readonly stdin?: Stream | undefined;
  /** Default: the host's Web Crypto. */
  readonly random?: Random | undefined;
  /** What waits by the clocks. Default: the clocks if they can wait, else the thread. */
  readonly waiting?: Waiting | undefined;
}

/** Options of a world in which every run is the same. */
export type DeterministicOptions = Omit<MemoryPortsOptions, 'clocks' | 'random' | 'waiting'>;

const { clocks: CLOCKS, ...ownKinds } = memoryKinds;

/** What each option can be, but for those that a deterministic world sets by itself. */
const deterministicKinds: OptionKinds<DeterministicOptions> = { ...ownKinds, contents: ANYTHING, stdin: ANYTHING };

const kinds: OptionKinds<MemoryPortsOptions> = {
  ...deterministicKinds,
  clocks: CLOCKS,
  random: having('fill'),
  waiting: having('wait'),
};

/** A world in memory, as ports: its files can be inspected, and what programs wrote is kept. */
export interface MemoryPorts extends Ports {
  readonly fileSystem: MemoryFileSystem;
  readonly stdio: CapturedStdio;
}

/**
 * Every port in memory, for `createRuntime()`. It uses nothing of the host but its clock, its randomness and its WebAssembly.
 * @throws ConfigurationError for contents that cannot be made, and for an unknown or invalid option
 */
export function memoryPorts(options: MemoryPortsOptions = {}): MemoryPorts {
  checkOptions(options, 'memoryPorts()', kinds);
  const { clocks = new StandardClocks(), random = new StandardRandom(), contents, stdin, waiting, ...rest } = options;
  return {
    clocks,
    engine: new StandardEngine(),
    fileSystem: new MemoryFileSystem(contents, { ...rest, clocks }),
    process: new StandardProcess(),
    random,
    stdio: captureStdio(stdin),
    waiting: waiting ?? (waits(clocks) ? clocks : new StandardWaiting()),
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
  checkOptions(options, 'deterministicPorts()', deterministicKinds);
  return memoryPorts({ ...options, clocks: new SteppedClock(start), random: new SeededRandom(seed) });
}
