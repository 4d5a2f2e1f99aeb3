import type { ContainerModule } from 'inversify';
import { hostModule } from '../../application/assembly/index.js';
import { globals } from '../web/index.js';
import {
  type DeterministicOptions,
  deterministicPorts,
  type MemoryPorts,
  type MemoryPortsOptions,
  memoryPorts,
} from './memory-ports.js';
import type { When } from './points-in-time.js';

/**
 * A world in memory: its ports, and a module that binds them. Runtimes that are assembled with the same world share its files and streams.
 *
 * ```ts
 * const world = memoryWorld({ contents: { 'src/main.ts': 'console.log(1)' } });
 * await assemble(world.module).run(wasm, { preopens: { '/': '/' } });
 * console.log(world.stdio.stdout.text, snapshot(world.fileSystem.root));
 * ```
 */
export interface MemoryWorld extends MemoryPorts {
  /** For `assemble()`. Where the host has no WebAssembly, another module has to bind the engine. */
  readonly module: ContainerModule;
}

/**
 * Makes a world in memory. It uses nothing of the host but its clock, its randomness and its WebAssembly. Files are dated by
 * `options.clocks`, whatever clocks a later module binds.
 * @throws ConfigurationError for contents that cannot be made
 */
export function memoryWorld(options: MemoryPortsOptions = {}): MemoryWorld {
  return worldOf('memoryWorld()', memoryPorts(options));
}

/**
 * Makes a world in memory in which every run of a program is the same: files in memory, a `SteppedClock`, a `SeededRandom`.
 * @param seed of the random bytes
 * @param start the first time of REALTIME
 * @throws ConfigurationError for contents that cannot be made, and for an invalid time
 */
export function deterministicWorld(seed: number | bigint, start: When, options?: DeterministicOptions): MemoryWorld {
  return worldOf('deterministicWorld()', deterministicPorts(seed, start, options));
}

function worldOf(name: string, ports: MemoryPorts): MemoryWorld {
  const { engine, ...others } = ports;
  return { ...ports, module: hostModule(name, globals.WebAssembly === undefined ? others : { ...others, engine }) };
}
