import { ConfigurationError } from '../../application/errors.js';
import type { Directory, FileSystem } from '../../domain/index.js';
import { NodeFileSystem, type Reach } from '../node/index.js';
import { type FfiName, ffiNames } from './ffi.js';
import { type SystemFileSystem, systemFileSystem } from './file-system.js';

/** The system interfaces, the best first. */
export const systemInterfaces = ['koffi', 'node:ffi', 'fs'] as const;

/** What files are reached through: the kernel's own calls, by way of an FFI, or Node's `fs`. */
export type SystemInterface = (typeof systemInterfaces)[number];

/** A system interface that is not used, though it would be better than the one that is. */
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

/** Directories and files of Linux, through the best system interface that there is, or through one that is asked for. */
export class LinuxFileSystem implements FileSystem {
  readonly #reach: Reach | undefined;
  #choice: Choice | undefined;

  /**
   * @param asked the only interface to use. Default: the first that can be used, which is found out when the first directory is opened
   * @param reach how directories are reached through `fs`
   * @throws ConfigurationError if what is asked for cannot be used
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

  /** Those that would be better, and why they are not used. */
  get declined(): readonly DeclinedInterface[] {
    return this.#chosen().declined;
  }

  /** How directories are reached: through descriptors, unless `fs` cannot do that here, or is not to. */
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
