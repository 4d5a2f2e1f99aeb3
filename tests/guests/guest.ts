import type { DirectorySource } from '../../application/composition/index.js';
import type { Runtime } from '../../application/runtime/index.js';
import type { Directory, Ports } from '../../domain/index.js';

/** The options for a run of a guest. */
export interface GuestOptions {
  /** argv[0]; the C guests choose their scenario by it. */
  argv0?: string;
  /** argv[1] and on. */
  args?: readonly string[];
  env?: Readonly<Record<string, string>>;
  /** What stdin gives before it ends. */
  stdin?: string;
  /** Guest path → what is there. */
  preopens?: Readonly<Record<string, string | Directory | DirectorySource>>;
}

/** How it went. */
export interface GuestResult {
  /** Undefined after a trap. */
  exitCode: number | undefined;
  stdout: string;
  stderr: string;
  /** The engine's text for a trap. */
  trapped: string | undefined;
}

/** A fresh directory for one guest. */
export interface Scratch {
  /** What to hand over as a preopen. */
  readonly preopen: string | Directory | DirectorySource;
  /** Removes it and what is in it. */
  dispose(): void;
}

/**
 * What a host may lack: clocks that tell CPU time; names that stand for themselves, whatever is in them; names that can be taken away from open files;
 * times to the nanosecond.
 * And further: symbolic links; further names of those; moving a directory in which something is open; times after 2106; times of access that stay as set.
 */
export type Capability =
  | 'cpu-clocks'
  | 'any-name'
  | 'free-names'
  | 'nanoseconds'
  | 'symlinks'
  | 'links-to-links'
  | 'moving-open-files'
  | 'far-times'
  | 'access-times';

/** A host to run guests on. */
export interface GuestHost {
  readonly name: string;
  /** Nothing if not given. */
  readonly lacks?: readonly Capability[];
  /** @param files path → content, to be there from the start */
  createScratch(files?: Readonly<Record<string, string>>): Scratch;
  run(wasm: Uint8Array, options: GuestOptions): Promise<GuestResult>;
}

/** A host of ours: one adapter's ports, and a runtime over them. */
export interface OwnHost extends GuestHost {
  readonly ports: Ports;
  readonly runtime: Runtime;
  /** A directory as its file system port returns it, for observers. */
  openDirectory(scratch: Scratch): Directory;
}
