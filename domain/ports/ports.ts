import type { Clocks } from './clocks.js';
import type { Engine } from './engine.js';
import type { FileSystem } from './file-system.js';
import type { Process } from './process.js';
import type { Random } from './random.js';
import type { Stdio } from './stdio.js';
import type { Waiting } from './waiting.js';

/** Everything a runtime needs from the outside: one adapter per port. */
export interface Ports {
  /** The clocks. */
  readonly clocks: Clocks;
  /** What compiles and runs WebAssembly. */
  readonly engine: Engine;
  /** The host's directories. */
  readonly fileSystem: FileSystem;
  /** The process that the guests are in. */
  readonly process: Process;
  /** Random bytes. */
  readonly random: Random;
  /** The default streams of a program. */
  readonly stdio: Stdio;
  /** How calls wait. */
  readonly waiting: Waiting;
}
