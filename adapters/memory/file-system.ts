import { type Contents, type EntryOptions, populate } from '../../application/composition/index.js';
import { ConfigurationError } from '../../application/errors.js';
import {
  BIGINT,
  checkOptions,
  having,
  LIMIT,
  type OptionKinds,
  recordOf,
  TEXT,
} from '../../application/options/index.js';
import {
  type Clocks,
  type Descent,
  type Directory,
  Errno,
  type FileSystem,
  type FileTree,
  MAX_LINKS,
} from '../../domain/index.js';
import { StandardClocks } from '../web/index.js';
import { MemoryDirectory } from './directory.js';
import { behaviourOf, type Rules } from './rules.js';
import { unfitEntry } from './unfit-entry.js';
import { type Quotas, Volume } from './volume.js';

/** Options of a file system in memory. */
export interface MemoryOptions {
  /** Where file times come from. Default: the host's own clock. */
  readonly clocks?: Clocks | undefined;
  /** How much it may hold. Default: as much as there is memory. */
  readonly quotas?: Quotas | undefined;
  /** The device number of its files. Programs take two files for the same if device and inode number are equal. */
  readonly device?: bigint | undefined;
  /** Whose rules it follows. Default: those of Linux. */
  readonly rules?: Rules | undefined;
}

/** What each option can be. */
export const memoryKinds: OptionKinds<MemoryOptions> = {
  clocks: having('resolution', 'read', 'monotonic'),
  quotas: recordOf('numbers by what they limit'),
  device: BIGINT,
  rules: TEXT,
};

const quotaKinds: OptionKinds<Quotas> = { bytes: LIMIT, inodes: LIMIT, openFiles: LIMIT, memory: LIMIT };

/** Of a directory with no number of its own: no two of them are alike, and none is like a file system's. */
let lastDevice = 1n;

/**
 * Makes a directory in memory, in a file system of its own. It can be given to any number of programs, one after the other or at once, and inspected
 * with `snapshot()`.
 * @param contents what it holds at first
 * @throws ConfigurationError for contents that cannot be made, and for an unknown or invalid option
 */
export function memoryDirectory(contents: Contents | FileTree = {}, options: MemoryOptions = {}): Directory {
  checkOptions(options, 'memoryDirectory()', memoryKinds);
  const device = options.device ?? ++lastDevice;
  const { root } = new MemoryFileSystem(contents, { ...options, device });
  return root;
}

/** A file system in memory, with paths as on POSIX: `/` is its root, and relative paths start there. */
export class MemoryFileSystem implements FileSystem {
  /** The root directory. */
  readonly root: Directory;
  readonly #root: MemoryDirectory;

  /**
   * @param contents what it holds at first
   * @throws ConfigurationError for contents that cannot be made, and for an unknown or invalid option
   */
  constructor(contents: Contents | FileTree = {}, options: MemoryOptions = {}) {
    checkOptions(options, 'MemoryFileSystem', memoryKinds);
    const { clocks = new StandardClocks(), quotas = {}, device = 1n, rules = 'posix' } = options;
    checkOptions(quotas, 'quotas', quotaKinds);
    const volume = new Volume(clocks, device, quotas, behaviourOf(rules));
    this.#root = new MemoryDirectory(volume, volume.root, volume.root, 'root');
    this.root = this.#root;
    this.populate(this.root, contents);
  }

  /**
   * Creates entries in one of its directories, as its owner: even symbolic links where programs may not create them.
   * @param directory existing entries stay, but none may have the name of a file or link to be created
   * @throws ConfigurationError for an entry that cannot be created; the entries before it exist then, unless the rules for names forbid it
   */
  populate(directory: Directory, contents: Contents | FileTree, options?: EntryOptions): void {
    const { volume } = this.#root;
    const { behaviour } = volume;
    const unfit = behaviour && unfitEntry(contents, behaviour.naming);
    if (unfit !== undefined) {
      throw new ConfigurationError(
        `${JSON.stringify(unfit.path)} cannot be made by the rules of Windows, as ${unfit.reason}`,
        'rename it, or leave it out',
      );
    }
    volume.makesSymlinks = true;
    try {
      volume.budget.exempt(() => populate(directory, contents, options));
    } finally {
      volume.makesSymlinks = behaviour?.makesSymlinks ?? true;
    }
  }

  openPreopen(path: string): Directory | number {
    if (path === '') return -Errno.ENOENT;
    /** The directories gone through, the root first. */
    const passed: MemoryDirectory[] = [this.#root];
    const todo = path.split('/').reverse();
    const into: Descent = { directory: this.root, steps: 0 };
    let links = 0;
    for (let name = todo.pop(); name !== undefined; name = todo.pop()) {
      if (name === '' || name === '.') continue;
      if (name === '..') {
        if (passed.length > 1) passed.pop();
        continue;
      }
      const here = passed.at(-1) as MemoryDirectory;
      const errno = here.descend(name, into);
      if (errno === 0) {
        passed.push(into.directory as MemoryDirectory);
        continue;
      }
      if (errno !== -Errno.ELOOP) return errno;
      if (++links > MAX_LINKS) return -Errno.ELOOP;
      const target = here.readlink(name) as string;
      if (target.startsWith('/')) passed.length = 1;
      todo.push(...target.split('/').reverse());
    }
    return (passed.at(-1) as MemoryDirectory).asRoot();
  }
}
