import { type Descent, Errno, Open } from '../../domain/index.js';
import { NodeDirectory } from './directory.js';
import { unsigned } from './file-stats.js';
import type { Handle, HandleCache } from './handle-cache.js';
import { DIRECTORY, HANDLE } from './open-flags.js';
import type { Shared, Tree, TreeDirectory } from './tree.js';

/** What the kernel puts after the name of a directory that has been removed. */
const REMOVED = ' (deleted)';

/**
 * Directories reached through descriptors (Linux). `name` in the directory that descriptor 7 stands for is `/proc/PID/fd/7/name`, and
 * is always used without following a link. So what was checked is what is used: a directory exchanged for a link in between gains nothing.
 *
 * Handles are kept. One is as good as a fresh walk while the kernel still names it as the path says; its link in `/proc` tells. That
 * a directory once had that name is not a danger either: all that a handle leads to is a directory that was inside when it was opened.
 */
export class HandleTree implements Tree {
  readonly shared: Shared;
  readonly root: TreeDirectory;
  readonly #cache: HandleCache;
  /** `/proc/PID/fd/`. */
  readonly #descriptors: string;
  /** What the kernel calls the directories that were descended from. */
  readonly #kernelNames = new WeakMap<TreeDirectory, string>();
  #rootName: string | undefined;

  /**
   * @param descriptors the directory with this process's descriptors, ending in `/`
   * @param fd the preopened directory; owned by the tree's root
   */
  constructor(shared: Shared, cache: HandleCache, descriptors: string, fd: number) {
    this.shared = shared;
    this.#cache = cache;
    this.#descriptors = descriptors;
    this.root = new NodeDirectory(this, fd, `${descriptors}${fd}/`, false);
    this.#rootName = this.#nameOf(this.root);
  }

  descend(from: TreeDirectory, path: string, into: Descent): number {
    const { owner } = from;
    const below = this.#cache.below(owner);
    const base = from.path === '' ? '' : `${from.path}/`;
    let start: Handle | undefined;
    let done = 0;
    if (below !== undefined) {
      // The whole path at first, then ever shorter beginnings of it.
      for (let end = path.length; end > 0; end = path.lastIndexOf('/', end - 1)) {
        const key = base + path.substring(0, end);
        const handle = below.get(key);
        if (handle === undefined || !this.#isThere(handle, key)) continue;
        this.#cache.use(handle);
        start = handle;
        done = end;
        break;
      }
    }
    if (start !== undefined) {
      into.directory = start.directory;
      into.steps = start.depth - depthOf(from.path);
      if (done === path.length) return 0;
    }
    return this.#walk(from, path, done, into);
  }

  open(path: string, flags: number, mode: number): number {
    const { host } = this.shared;
    const fd = host.open(path, flags, mode);
    if (fd !== -Errno.EMFILE && fd !== -Errno.ENFILE) return fd;
    return this.#cache.spare() ? host.open(path, flags, mode) : fd;
  }

  openDirectory(path: string, how: number): TreeDirectory | number {
    const fd = this.open(path, (how & Open.LIST) === 0 ? HANDLE : DIRECTORY, 0);
    if (fd < 0) return fd;
    try {
      return this.adopt(fd);
    } catch (error) {
      this.shared.unowned = { fd, next: this.shared.unowned };
      throw error;
    }
  }

  adopt(fd: number): TreeDirectory {
    return new NodeDirectory(this, fd, `${this.#descriptors}${fd}/`, false);
  }

  /** A descriptor stays what it is. */
  verify(): number {
    return 0;
  }

  /**
   * Whatever is the parent is opened first, and told of only if that very directory is inside: the name of the child says nothing about what
   * `..` leads to a moment later, should another process move it.
   */
  parentInode(directory: TreeDirectory): bigint | undefined {
    const { host } = this.shared;
    if (!this.root.closed) this.#rootName = this.#nameOf(this.root) ?? this.#rootName;
    const rootName = this.#rootName;
    if (rootName === undefined || this.#nameOf(directory) === rootName) return undefined;
    const fd = this.open(`${directory.prefix}..`, HANDLE, 0);
    if (fd < 0) return undefined;
    const parent = this.adopt(fd);
    const name = this.#nameOf(parent);
    const stats = host.fstat(fd);
    parent.close();
    if (name === undefined || typeof stats === 'number') return undefined;
    return name === rootName || name.startsWith(below(rootName, '')) ? unsigned(stats.ino) : undefined;
  }

  reopen(fd: number, _path: string, flags: number): number {
    return this.open(this.#descriptors + fd, flags, 0);
  }

  /** Links have no types on Linux. */
  leadsToDirectory(): boolean {
    return false;
  }

  forget(directory: TreeDirectory): void {
    if (this.#cache.below(directory) !== undefined) this.#cache.drop(directory);
  }

  /** Opens the directories of `path` one after the other, from index `done` on, below the one reached so far. Keeps the last one. */
  #walk(from: TreeDirectory, path: string, done: number, into: Descent): number {
    const { host } = this.shared;
    let { fd, prefix } = into.directory as TreeDirectory;
    let at = done === 0 ? 0 : done + 1;
    let walked = 0;
    let reached = done;
    let error = 0;
    for (;;) {
      const slash = path.indexOf('/', at);
      const end = slash === -1 ? path.length : slash;
      const next = this.open(prefix + path.substring(at, end), HANDLE, 0);
      if (next < 0) {
        error = next;
        break;
      }
      if (walked > 0) host.close(fd);
      walked++;
      fd = next;
      prefix = `${this.#descriptors}${fd}/`;
      reached = end;
      if (end === path.length) break;
      at = end + 1;
    }
    if (walked > 0) {
      into.steps += walked;
      try {
        into.directory = this.#keep(from, path.substring(0, reached), fd, prefix, into.steps);
      } catch (thrown) {
        // The cache may have it already.
        if (this.#cache.newest?.directory.fd !== fd) this.shared.unowned = { fd, next: this.shared.unowned };
        throw thrown;
      }
    }
    return error;
  }

  #keep(from: TreeDirectory, path: string, fd: number, prefix: string, steps: number): TreeDirectory {
    const { owner } = from;
    const whole = from.path === '' ? path : `${from.path}/${path}`;
    const directory = new NodeDirectory(this, fd, prefix, false, { owner, path: whole });
    let ownerName = this.#kernelNames.get(owner);
    if (ownerName === undefined) {
      ownerName = this.#nameOf(owner);
      if (ownerName !== undefined) this.#kernelNames.set(owner, ownerName);
    }
    const tells = ownerName !== undefined && !whole.endsWith(REMOVED);
    this.#cache.add(directory, tells ? whole : undefined, below(ownerName ?? '', whole), depthOf(from.path) + steps);
    return directory;
  }

  /** Whether a handle is what a walk along its path would find now. */
  #isThere(handle: Handle, key: string): boolean {
    const { directory } = handle;
    const name = this.#nameOf(directory);
    if (name === handle.kernelName) return true;
    const { owner } = directory;
    const ownerName = this.#nameOf(owner);
    if (ownerName !== undefined) {
      // It may be the owner, or something above, that has another name now.
      this.#kernelNames.set(owner, ownerName);
      handle.kernelName = below(ownerName, key);
      if (name === handle.kernelName) return true;
    }
    this.#cache.disown(handle);
    return false;
  }

  #nameOf(directory: TreeDirectory): string | undefined {
    const name = this.shared.host.readlink(this.#descriptors + directory.fd);
    return typeof name === 'number' ? undefined : name;
  }
}

function below(directory: string, path: string): string {
  return directory.endsWith('/') ? directory + path : `${directory}/${path}`;
}

function depthOf(path: string): number {
  if (path === '') return 0;
  let depth = 1;
  for (let at = path.indexOf('/'); at !== -1; at = path.indexOf('/', at + 1)) depth++;
  return depth;
}
