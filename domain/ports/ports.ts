import type { Clocks } from './clocks.js';
import type { Engine } from './engine.js';
import type { FileSystem } from './file-system.js';
import type { Process } from './process.js';
import type { Random } from './random.js';
import type { Stdio } from './stdio.js';
import type { Waiting } from './waiting.js';

/** Everything a runtime needs from the outside: one adapter a port. */
export interface Ports {
  readonly clocks: Clocks;
  readonly engine: Engine;
  readonly fileSystem: FileSystem;
  readonly process: Process;
  readonly random: Random;
  readonly stdio: Stdio;
  readonly waiting: Waiting;
}
