import type { Imports, Stream } from '../../domain/index.js';
import type { Place } from '../composition/index.js';
import type { Limits } from '../limits.js';

/** A directory to preopen, with a say in what may be done through it. */
export interface PreopenOptions {
  /** A path in the host's notation, a directory of any adapter, or a composition such as `overlay('./work', memoryDirectory())`. */
  readonly directory: Place;
  /** Take away every right that changes something. */
  readonly readOnly?: boolean;
}

/** What a program gets. Whatever is not given here, the guest does not have: no argument, variable or directory is inherited. */
export interface ProgramOptions {
  /** Arguments after the program's name. */
  readonly args?: readonly string[];
  /** The program's name, its first argument; `main.wasm` if not given, and none at all for null. */
  readonly argv0?: string | null;
  /** Environment variables by name. */
  readonly env?: Readonly<Record<string, string>>;
  /** Directories by the path under which the guest sees them. A `Directory` given here is closed with the program. */
  readonly preopens?: Readonly<Record<string, Place | PreopenOptions>>;
  /** Descriptors 0, 1 and 2; the runtime's stdio if not given. */
  readonly stdin?: Stream;
  readonly stdout?: Stream;
  readonly stderr?: Stream;
  readonly limits?: Partial<Limits>;
  /** What the module imports beside WASI: other modules' functions, a shared memory. */
  readonly imports?: Imports;
}
