import type { ContainerModule } from 'inversify';
import { hostModule } from '../../application/assembly/index.js';
import {
  ANYTHING,
  checkOptions,
  type OptionKinds,
  requireStream,
  withDefaults,
} from '../../application/options/index.js';
import type { Ports, Stdio } from '../../domain/index.js';
import { MemoryFileSystem } from './file-system.js';
import { FixedClock } from './fixed-clock.js';
import { ScaledClock } from './scaled-clock.js';
import { SeededRandom } from './seeded-random.js';
import { captureStdio } from './stdio.js';
import { SteppedClock } from './stepped-clock.js';

/** Replaces the clocks, and what waits by them, with a {@link FixedClock}. */
export function fixedClock(...options: ConstructorParameters<typeof FixedClock>): ContainerModule {
  const clock = new FixedClock(...options);
  return hostModule('fixedClock()', { clocks: clock, waiting: clock });
}

/** Replaces the clocks, and what waits by them, with a {@link SteppedClock}. */
export function steppedClock(...options: ConstructorParameters<typeof SteppedClock>): ContainerModule {
  const clock = new SteppedClock(...options);
  return hostModule('steppedClock()', { clocks: clock, waiting: clock });
}

/** Replaces the clocks, and what waits by them, with a {@link ScaledClock}. @param ports such as `nodePorts()` */
export function scaledClock(ports: Pick<Ports, 'clocks' | 'waiting'>, factor: number): ContainerModule {
  const clock = new ScaledClock(ports, factor);
  return hostModule('scaledClock()', { clocks: clock, waiting: clock });
}

/** Replaces the randomness with a {@link SeededRandom}, which is not for secrets. */
export function seededRandom(seed: number | bigint): ContainerModule {
  return hostModule('seededRandom()', { random: new SeededRandom(seed) });
}

/** Replaces the file system with one in memory. */
export function memoryFileSystem(...options: ConstructorParameters<typeof MemoryFileSystem>): ContainerModule {
  return hostModule('memoryFileSystem()', { fileSystem: new MemoryFileSystem(...options) });
}

const stdioKinds: OptionKinds<Stdio> = { stdin: ANYTHING, stdout: ANYTHING, stderr: ANYTHING };

/** Replaces the stdio of programs. Input that is not given is empty; output that is not given is kept, not shown. */
export function memoryStdio(streams: { readonly [Name in keyof Stdio]?: Stdio[Name] | undefined }): ContainerModule {
  checkOptions(streams, 'memoryStdio()', stdioKinds);
  for (const [name, stream] of Object.entries(streams)) if (stream !== undefined) requireStream(stream, name);
  return hostModule('memoryStdio()', { stdio: withDefaults<Stdio>(captureStdio(), streams) });
}
