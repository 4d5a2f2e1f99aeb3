import { ConfigurationError } from '../../application/errors.js';
import type { Directory, FileSystem } from '../../domain/index.js';
import { NodeFileSystem, type Reach } from '../node/index.js';
import { type FfiName, ffiNames } from './ffi.js';
import { type SystemFileSystem, systemFileSystem } from './file-system.js';

/** The system interfaces, the best first. */
export const systemInterfaces = ['koffi', 'node:ffi', 'fs'] as const;

/** The interface for files: the kernel's own calls, through an FFI, or Node's `fs`. */
export type SystemInterface = (typeof systemInterfaces)[number];

/** A system interface that is better than the one in use, but not used. */
export interface DeclinedInterface {
  readonly name: SystemInterface;
  /** A clause with the interface as its subject, such as `is not installed`. */
  readonly reason: string;
}

/** The interface in use. */
interface Choice {
  readonly name: SystemInterface;
  readonly fileSystem: SystemFileSystem | NodeFileSystem;
  readonly declined: readonly DeclinedInterface[];
}

/** Directories and files of Linux, through the best available system interface, or through a given one. */
export class LinuxFileSystem implements FileSystem {
  readonly #reach: Reach | undefined;
  #choice: Choice | undefined;

  /**
   * @param asked the only interface to use. Default: the first usable one, determined when the first directory is opened
   * @param reach how directories are reached through `fs`
   * @throws ConfigurationError if the given interface cannot be used
   */
  constructor(asked?: SystemInterface, reach?: Reach) {
    this.#reach = reach;
    if (asked === 'fs') this.#choice = throughFs(reach, []);
    else if (asked !== undefined) this.#choice = through(asked);
  }

  /** The interface that is used. */
  get interface(): SystemInterface {
    return this.#chosen().name;
  }

  /** Better interfaces, and why they are not used. */
  get declined(): readonly DeclinedInterface[] {
    return this.#chosen().declined;
  }

  /** How directories are reached: through descriptors, unless `fs` cannot do that here, or must not. */
  get reach(): Reach {
    const { fileSystem } = this.#chosen();
    return fileSystem instanceof NodeFileSystem ? fileSystem.reach : 'handles';
  }

  openPreopen(path: string): Directory | number {
    return this.#chosen().fileSystem.openPreopen(path);
  }

  #chosen(): Choice {
    this.#choice ??= best(this.#reach);
    return this.#choice;
  }
}

function best(reach: Reach | undefined): Choice {
  const declined: DeclinedInterface[] = [];
  for (const name of ffiNames) {
    const fileSystem = systemFileSystem(name);
    if (typeof fileSystem !== 'string') return { name, fileSystem, declined };
    declined.push({ name, reason: fileSystem });
  }
  return throughFs(reach, declined);
}

function throughFs(reach: Reach | undefined, declined: readonly DeclinedInterface[]): Choice {
  return { name: 'fs', fileSystem: new NodeFileSystem({ reach }), declined };
}

function through(name: FfiName): Choice {
  const fileSystem = systemFileSystem(name);
  if (typeof fileSystem !== 'string') return { name, fileSystem, declined: [] };
  const remedy = name === 'koffi' ? 'install the package koffi' : 'use Node 26.9 or later';
  throw new ConfigurationError(
    `files cannot be reached through ${name}: it ${fileSystem}`,
    `${remedy}, or do not ask for it`,
  );
}
