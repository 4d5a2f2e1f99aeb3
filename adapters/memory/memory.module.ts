import 'reflect-metadata';
import { ContainerModule, type ContainerModuleLoadOptions } from 'inversify';
import { describeModule, Port, portNames } from '../../application/assembly/index.js';
import type { Clocks, Ports, Stdio } from '../../domain/index.js';
import { globals } from '../web/index.js';
import { MemoryFileSystem } from './file-system.js';
import { FixedClock } from './fixed-clock.js';
import {
  type DeterministicOptions,
  deterministic,
  type MemoryHostOptions,
  type MemoryPorts,
  portsBesideFiles,
} from './memory-ports.js';
import type { When } from './points-in-time.js';
import { ScaledClock } from './scaled-clock.js';
import { SeededRandom } from './seeded-random.js';
import { captureStdio } from './stdio.js';
import { SteppedClock } from './stepped-clock.js';

type Bind = ContainerModuleLoadOptions['bind'];

/** A module for `assemble()`, and the world that it binds. */
export type MemoryHost = ContainerModule & Pick<MemoryPorts, 'fileSystem' | 'stdio'>;

/**
 * A world in memory, for `assemble()`: binds every port. Nothing of the host is reached but its clock, its randomness and its WebAssembly (where
 * there is none, another module has to bind the engine). The files can be looked into with `snapshot(host.fileSystem.root)`; what
 * programs wrote is `host.stdio.stdout.text`. Runtimes that are assembled with one and the same host share its world.
 */
export function memoryHost(options: MemoryHostOptions = {}): MemoryHost {
  return hostOf('memoryHost()', options);
}

/**
 * A world in memory in which every run of a program is the same, for `assemble()`: a {@link SteppedClock}, a {@link SeededRandom}.
 * @param seed of the random bytes
 * @param start what the wall clock says at first
 */
export function deterministicHost(seed: number | bigint, start: When, options?: DeterministicOptions): MemoryHost {
  return hostOf('deterministicHost()', deterministic(seed, start, options));
}

/** Replaces the clocks, and what waits by them, by a {@link FixedClock}. */
export function fixedClock(...options: ConstructorParameters<typeof FixedClock>): ContainerModule {
  const clock = new FixedClock(...options);
  return binding('fixedClock()', { clocks: clock, waiting: clock });
}

/** Replaces the clocks, and what waits by them, by a {@link SteppedClock}. */
export function steppedClock(...options: ConstructorParameters<typeof SteppedClock>): ContainerModule {
  const clock = new SteppedClock(...options);
  return binding('steppedClock()', { clocks: clock, waiting: clock });
}

/** Replaces the clocks, and what waits by them, by a {@link ScaledClock}. @param ports such as `nodePorts()` */
export function scaledClock(ports: Pick<Ports, 'clocks' | 'waiting'>, factor: number): ContainerModule {
  const clock = new ScaledClock(ports, factor);
  return binding('scaledClock()', { clocks: clock, waiting: clock });
}

/** Replaces the randomness by a {@link SeededRandom}, which is not for secrets. */
export function seededRandom(seed: number | bigint): ContainerModule {
  return binding('seededRandom()', { random: new SeededRandom(seed) });
}

/** Replaces the file system by one in memory. */
export function memoryFileSystem(...options: ConstructorParameters<typeof MemoryFileSystem>): ContainerModule {
  return binding('memoryFileSystem()', { fileSystem: new MemoryFileSystem(...options) });
}

/** Replaces the stdio of programs. What is not given is empty, or kept where nobody sees it. */
export function memoryStdio(streams: Partial<Stdio>): ContainerModule {
  return binding('memoryStdio()', { stdio: { ...captureStdio(), ...streams } });
}

/** The file system is made when it is first asked for, so that a later module's clock, if there is one, tells its times. */
function hostOf(name: string, options: MemoryHostOptions): MemoryHost {
  const { engine, ...others } = portsBesideFiles(options);
  let fileSystem: MemoryFileSystem | undefined;
  const filesBy = (clocks: Clocks) => {
    fileSystem ??= new MemoryFileSystem(options.contents, { ...options, clocks });
    return fileSystem;
  };
  const module = new ContainerModule(({ bind }) => {
    bindPorts(bind, globals.WebAssembly === undefined ? others : { ...others, engine });
    bind(Port.fileSystem)
      .toDynamicValue(context => filesBy(context.get(Port.clocks)))
      .inSingletonScope();
  });
  const world = {
    stdio: others.stdio,
    get fileSystem() {
      return filesBy(others.clocks);
    },
  };
  return Object.defineProperties(describeModule(module, name), Object.getOwnPropertyDescriptors(world)) as MemoryHost;
}

/** A module that binds these ports. */
function binding(name: string, ports: Partial<Ports>): ContainerModule {
  return describeModule(new ContainerModule(({ bind }) => bindPorts(bind, ports)), name);
}

function bindPorts(bind: Bind, ports: Partial<Ports>): void {
  for (const name of portNames) {
    const port = ports[name];
    if (port !== undefined) bind<unknown>(Port[name]).toConstantValue(port);
  }
}
