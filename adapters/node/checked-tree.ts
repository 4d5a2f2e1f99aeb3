import { checkName, type Descent, Errno, emptyFilestat, Filetype, Open, PathWalk } from '../../domain/index.js';
import { NodeDirectory } from './directory.js';
import { type FileIdentity, isSameFile } from './file-identity.js';
import { filetypeOf, unsigned } from './file-stats.js';
import { DIRECTORY, NOFOLLOW } from './open-flags.js';
import { checkPlainDirectories } from './plain-directories.js';
import type { Shared, Tree, TreeDirectory } from './tree.js';

/**
 * Directories reached by their paths (where there is no `/proc`). Each component is looked at, then the path is used: if another process exchanges
 * a directory for a link in between, the link is followed. Between two hostcalls nothing is taken for granted: a path from an earlier one is used only
 * while every directory on it is a plain one, and it leads to that very directory or file, which is kept open so that no other can get its
 * inode number.
 */
export class CheckedTree implements Tree {
  readonly shared: Shared;
  readonly root: TreeDirectory;
  readonly #identities = new WeakMap<TreeDirectory, FileIdentity>();

  /**
   * @param path without links, absolute
   * @param identity the directory there
   */
  constructor(shared: Shared, path: string, fd: number, identity: FileIdentity) {
    this.shared = shared;
    this.root = new NodeDirectory(this, fd, path.endsWith('/') ? path : `${path}/`, true);
    this.#identities.set(this.root, identity);
  }

  descend(from: TreeDirectory, path: string, into: Descent): number {
    const { naming } = this.shared;
    let prefix = from.prefix;
    let error = 0;
    for (const name of path.split('/')) {
      error = checkName(naming, name) || this.#isDirectory(prefix + name);
      if (error !== 0) break;
      prefix = `${prefix}${name}/`;
      into.steps++;
    }
    if (into.steps > 0) {
      const { owner } = from;
      into.directory = new NodeDirectory(this, -1, prefix, false, {
        owner,
        path: prefix.slice(owner.prefix.length, -1),
      });
    }
    return error;
  }

  open(path: string, flags: number, mode: number): number {
    return this.shared.host.open(path, flags, mode);
  }

  openDirectory(path: string, how: number): TreeDirectory | number {
    const { host } = this.shared;
    const fd = host.open(path, DIRECTORY, 0);
    if (fd >= 0) {
      try {
        return this.adopt(fd, path);
      } catch (error) {
        this.shared.unowned = { fd, next: this.shared.unowned };
        throw error;
      }
    }
    if (fd !== -Errno.EACCES || (how & Open.LIST) !== 0) return fd;
    // It cannot be read, but perhaps passed through.
    const stats = host.lstat(path);
    if (typeof stats === 'number') return stats;
    if (filetypeOf(Number(stats.mode)) !== Filetype.DIRECTORY) return -Errno.ENOTDIR;
    const errno = host.confirm(path);
    return errno < 0 ? errno : this.#own(-1, path, stats);
  }

  adopt(fd: number, path: string): TreeDirectory | number {
    const { host } = this.shared;
    const stats = host.fstat(fd);
    const errno = typeof stats === 'number' ? stats : host.confirm(path);
    if (typeof stats !== 'number' && errno === 0) return this.#own(fd, path, stats);
    host.close(fd);
    return errno;
  }

  verify(directory: TreeDirectory): number {
    const { host } = this.shared;
    const { prefix } = directory;
    const errno = checkPlainDirectories(host, prefix);
    const stats = errno < 0 ? errno : host.lstat(`${prefix}.`);
    if (typeof stats === 'number') {
      // Something on the way is not a directory any more: this one is gone from there.
      return stats === -Errno.ENOTDIR || stats === -Errno.ELOOP ? -Errno.ENOENT : stats;
    }
    return isSameFile(stats, this.#identities.get(directory)) ? 0 : -Errno.ENOENT;
  }

  parentInode({ prefix }: TreeDirectory): bigint | undefined {
    if (prefix === this.root.prefix) return undefined;
    const stats = this.shared.host.lstat(prefix.substring(0, prefix.lastIndexOf('/', prefix.length - 2)) || '/');
    return typeof stats === 'number' ? undefined : unsigned(stats.ino);
  }

  /** By its path, if that still leads to the file: it is looked at first, since opening something else can have an effect. */
  reopen(fd: number, path: string, flags: number): number {
    const { host } = this.shared;
    const stats = host.fstat(fd);
    if (typeof stats === 'number') return stats;
    if (checkPlainDirectories(host, path) < 0 || !isSameFile(host.lstat(path), stats)) return -Errno.ENOTSUP;
    const again = host.open(path, flags | NOFOLLOW, 0);
    if (again < 0) return again === -Errno.EACCES ? again : -Errno.ENOTSUP;
    if (isSameFile(host.fstat(again), stats)) return again;
    host.close(again);
    return -Errno.ENOTSUP;
  }

  /** Found by a walk, which asks the host for nothing outside. */
  leadsToDirectory(from: TreeDirectory, target: string): boolean {
    const root = new NodeDirectory(this, -1, this.root.prefix, false);
    const walk = new PathWalk();
    const stat = emptyFilestat();
    const isLink = () => walk.directory.stat(walk.name, stat) === 0 && stat.filetype === Filetype.SYMBOLIC_LINK;
    let errno = walk.start(root, from.prefix.slice(root.prefix.length) + target);
    while (errno === 0 && isLink()) errno = walk.follow();
    return stat.filetype === Filetype.DIRECTORY;
  }

  forget(directory: TreeDirectory): void {
    this.#identities.delete(directory);
  }

  #isDirectory(path: string): number {
    const { host } = this.shared;
    const stats = host.lstat(path);
    if (typeof stats === 'number') return stats;
    return notDirectory(filetypeOf(Number(stats.mode))) || host.confirm(path);
  }

  #own(fd: number, path: string, identity: FileIdentity): TreeDirectory {
    const directory = new NodeDirectory(this, fd, path.endsWith('/.') ? path.slice(0, -1) : `${path}/`, true);
    this.#identities.set(directory, { dev: identity.dev, ino: identity.ino });
    return directory;
  }
}

function notDirectory(filetype: number): number {
  if (filetype === Filetype.DIRECTORY) return 0;
  return filetype === Filetype.SYMBOLIC_LINK ? -Errno.ELOOP : -Errno.ENOTDIR;
}
