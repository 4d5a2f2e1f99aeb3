import type { BigIntStats } from 'node:fs';
import {
  checkName,
  checkTarget,
  type Descent,
  type Directory,
  type DirectoryEntry,
  Errno,
  type File,
  type Filestat,
  Filetype,
  type Naming,
  Open,
} from '../../domain/index.js';
import { DeviceFile } from './device.js';
import { NodeFile } from './file.js';
import { filetypeOf, fillFilestat, unsigned } from './file-stats.js';
import { DIRECTORY, ONLY_DIRECTORY, openFlags } from './open-flags.js';
import { closeUnowned, type Shared, type Tree, type TreeDirectory } from './tree.js';

const FILE_MODE = 0o666;
const DIRECTORY_MODE = 0o777;
/** What of a mode is not the type. */
const PERMISSIONS = 0o7777n;
/** What directories cannot be synchronised with, on file systems that keep nothing. */
const NOTHING_TO_SYNC: ReadonlySet<number> = new Set([-Errno.EINVAL, -Errno.ENOTSUP, -Errno.EBADF]);

/** An open directory of the host's. A name in it is reached as `prefix` followed by the name. */
export class NodeDirectory implements TreeDirectory {
  readonly kind = 'directory';
  readonly tree: Tree;
  /** The host's descriptor; -1 if there is none. */
  readonly fd: number;
  /** Ends in `/`. */
  readonly prefix: string;
  /** The directory that `path` starts from; itself, unless this one is borrowed. */
  readonly owner: TreeDirectory;
  /** Where it was when it was reached, below `owner`; empty for `owner` itself. */
  readonly path: string;
  /** Its path has to be verified before each use. */
  readonly #guarded: boolean;
  #closed = false;
  /** The last name to be opened was not there. Programs that search go on to names that are not there either. */
  #missed = false;

  /** @param borrowedFrom the directory this was reached from, and the path; absent for a directory of its own */
  constructor(
    tree: Tree,
    fd: number,
    prefix: string,
    guarded: boolean,
    borrowedFrom?: { readonly owner: TreeDirectory; readonly path: string },
  ) {
    this.tree = tree;
    this.fd = fd;
    this.prefix = prefix;
    this.#guarded = guarded;
    this.owner = borrowedFrom?.owner ?? this;
    this.path = borrowedFrom?.path ?? '';
  }

  get naming(): Naming | undefined {
    return this.tree.shared.naming;
  }

  /** It has been closed. The host may have given its descriptor's number to something else since. */
  get closed(): boolean {
    return this.#closed;
  }

  descend(path: string, into: Descent): number {
    into.steps = 0;
    into.directory = this;
    const errno = this.#check();
    return errno < 0 ? errno : this.tree.descend(this, path, into);
  }

  open(name: string, how: number): File | Directory | number {
    const errno = this.#check(name);
    if (errno < 0) return errno;
    closeUnowned(this.tree.shared);
    const path = this.prefix + name;
    if ((how & Open.DIRECTORY) !== 0) return this.#openDirectory(path, how);
    // Node throws for a missing file that is opened, which costs twice as much as asking first.
    if (this.#missed && (how & Open.CREATE) === 0) {
      if (this.tree.shared.host.roughLstat(path) === -Errno.ENOENT) return -Errno.ENOENT;
      this.#missed = false;
    }
    const fd = this.tree.open(path, openFlags(how), FILE_MODE);
    if (fd < 0) {
      this.#missed = fd === -Errno.ENOENT;
      // A directory that may be passed through but not listed.
      const plain = (how & (Open.WRITE | Open.CREATE | Open.TRUNCATE | Open.LIST)) === 0;
      if (fd !== -Errno.EACCES || !plain) return fd;
      const directory = this.tree.openDirectory(path, how);
      return typeof directory === 'number' ? fd : directory;
    }
    try {
      return this.#opened(fd, how, path);
    } catch (error) {
      const { shared } = this.tree;
      shared.unowned = { fd, next: shared.unowned };
      throw error;
    }
  }

  stat(name: string, into: Filestat): number {
    const { host, times } = this.tree.shared;
    let stats: ReturnType<typeof host.lstat>;
    if (name === '.' && this.fd >= 0 && !this.#closed) {
      stats = host.fstat(this.fd);
    } else {
      const errno = this.#check(name);
      if (errno < 0) return errno;
      stats = host.lstat(this.prefix + name);
    }
    if (typeof stats === 'number') return stats;
    fillFilestat(stats, times, into);
    return 0;
  }

  setTimes(name: string, accessed: bigint | undefined, modified: bigint | undefined): number {
    const errno = this.#check(name);
    return errno < 0 ? errno : this.tree.shared.times.setOfName(this.prefix + name, accessed, modified);
  }

  createDirectory(name: string): number {
    const errno = this.#check(name);
    return errno < 0 ? errno : this.tree.shared.host.mkdir(this.prefix + name, DIRECTORY_MODE);
  }

  removeDirectory(name: string): number {
    const errno = this.#check(name);
    return errno < 0 ? errno : this.tree.shared.host.rmdir(this.prefix + name);
  }

  unlink(name: string): number {
    const errno = this.#check(name);
    if (errno < 0) return errno;
    const { host } = this.tree.shared;
    const path = this.prefix + name;
    const result = host.unlink(path);
    // EPERM for a directory by POSIX, EISDIR on Linux: https://man7.org/linux/man-pages/man2/unlink.2.html, VERSIONS.
    return result === -Errno.EPERM && isOf(Filetype.DIRECTORY, host.lstat(path)) ? -Errno.EISDIR : result;
  }

  symlink(name: string, target: string): number {
    const errno = this.#check(name) || checkTarget(this.tree.shared.naming, target);
    if (errno < 0) return errno;
    const { host } = this.tree.shared;
    const path = this.prefix + name;
    if (!host.linksHaveTypes) return host.symlink(target, path);
    return host.symlink(target, path, this.tree.leadsToDirectory(this, target) ? 'dir' : 'file');
  }

  readlink(name: string): string | number {
    const errno = this.#check(name);
    return errno < 0 ? errno : this.tree.shared.host.readlink(this.prefix + name);
  }

  link(name: string, newDirectory: Directory, newName: string): number {
    if (!(newDirectory instanceof NodeDirectory)) return -Errno.EXDEV;
    const errno = this.#check(name) || newDirectory.#check(newName);
    if (errno < 0) return errno;
    const { host } = this.tree.shared;
    const path = this.prefix + name;
    // POSIX leaves it open whether link() follows (https://pubs.opengroup.org/onlinepubs/9799919799/functions/link.html). Where it does, a link cannot be given a second name by any means Node has.
    if (host.linkFollows && isOf(Filetype.SYMBOLIC_LINK, host.lstat(path))) return -Errno.ENOTSUP;
    return host.link(path, newDirectory.prefix + newName);
  }

  rename(name: string, newDirectory: Directory, newName: string): number {
    if (!(newDirectory instanceof NodeDirectory)) return -Errno.EXDEV;
    const errno = this.#check(name) || newDirectory.#check(newName);
    return errno < 0 ? errno : this.tree.shared.host.rename(this.prefix + name, newDirectory.prefix + newName);
  }

  /**
   * All entries. Node gives no inode numbers, so each entry costs an lstat. Left out: what has vanished meanwhile, and names that no guest
   * could open, because they are not UTF-8 or must not be used here.
   */
  list(pause?: () => void): DirectoryEntry[] | number {
    const errno = this.#check();
    if (errno < 0) return errno === -Errno.ENOENT && this.#isRemoved() ? [] : errno;
    const { host } = this.tree.shared;
    const names = host.readdir(this.prefix, pause);
    if (typeof names === 'number') return names;
    return listed(this.tree.shared, this.prefix, names, pause);
  }

  parentInode(): bigint {
    if (this.#check() < 0) return 0n;
    const { host } = this.tree.shared;
    const inode = this.tree.parentInode(this);
    if (inode !== undefined) return inode;
    const stats = this.fd >= 0 ? host.fstat(this.fd) : host.lstat(`${this.prefix}.`);
    return typeof stats === 'number' ? 0n : unsigned(stats.ino);
  }

  freeBytes(): number {
    return this.#check() || (this.tree.shared.host.freeBytes?.(`${this.prefix}.`) ?? -Errno.ENOTSUP);
  }

  copyPermissions(from: string, to: string): number {
    const { host } = this.tree.shared;
    if (host.setPermissions === undefined) return -Errno.ENOTSUP;
    const errno = this.#check(from) || this.#check(to);
    const stats = errno < 0 ? errno : host.lstat(this.prefix + from);
    if (typeof stats === 'number') return stats;
    if (!isOf(Filetype.REGULAR_FILE, stats)) return -Errno.EINVAL;
    const fd = this.tree.open(this.prefix + to, openFlags(Open.WRITE), 0);
    if (fd < 0) return fd;
    const result = host.setPermissions(fd, Number(stats.mode & PERMISSIONS), Number(stats.uid), Number(stats.gid));
    host.close(fd);
    return result;
  }

  sync(): number {
    if (this.#closed) return -Errno.EBADF;
    const { host } = this.tree.shared;
    // Its own descriptor leads to the directory even after it was removed or renamed. Opened with O_PATH, it is EBADF here.
    const own = this.fd >= 0 ? host.sync(this.fd) : -Errno.EBADF;
    if (own !== -Errno.EBADF) return NOTHING_TO_SYNC.has(own) ? 0 : own;
    const errno = this.#check();
    if (errno < 0) return errno;
    const fd = this.tree.open(`${this.prefix}.`, DIRECTORY, 0);
    if (fd < 0) return fd;
    const result = host.sync(fd);
    host.close(fd);
    return NOTHING_TO_SYNC.has(result) ? 0 : result;
  }

  /** Closing it again does nothing. */
  close(): void {
    if (this.#closed) return;
    closeUnowned(this.tree.shared);
    this.tree.forget(this);
    this.#closed = true;
    if (this.fd >= 0) this.tree.shared.host.close(this.fd);
  }

  /** 0, or why this directory can no longer be used, or why a name must not be used in it. */
  #check(name = '.'): number {
    if (this.#closed) return -Errno.EBADF;
    const errno = this.#guarded ? this.tree.verify(this) : 0;
    return errno < 0 ? errno : checkName(this.tree.shared.naming, name);
  }

  /** Whether it has no name any more, as its descriptor tells. There is nothing in it then. */
  #isRemoved(): boolean {
    const stats = this.fd >= 0 ? this.tree.shared.host.fstat(this.fd) : -Errno.EBADF;
    return typeof stats !== 'number' && stats.nlink === 0n;
  }

  /** Makes a file or directory of a descriptor, or closes it. */
  #opened(fd: number, how: number, path: string): File | Directory | number {
    // What was created just now is a file.
    if ((how & Open.CREATE) !== 0 && (how & Open.EXCLUSIVE) !== 0) {
      return new NodeFile(this.tree, fd, Filetype.REGULAR_FILE, how, path);
    }
    const stats = this.tree.shared.host.roughStat(fd);
    if (typeof stats === 'number') {
      this.tree.shared.host.close(fd);
      return stats;
    }
    const filetype = filetypeOf(stats.mode);
    if (filetype === Filetype.DIRECTORY) return this.tree.adopt(fd, path);
    const file = new NodeFile(this.tree, fd, filetype, how, path);
    return filetype === Filetype.REGULAR_FILE ? file : new DeviceFile(file, this.tree.shared, fd, how);
  }

  #openDirectory(path: string, how: number): Directory | number {
    const { host } = this.tree.shared;
    // Linux has had three results for this over time: https://man7.org/linux/man-pages/man2/open.2.html, BUGS.
    if ((how & Open.CREATE) !== 0) return -Errno.EINVAL;
    const changes = (how & (Open.WRITE | Open.TRUNCATE)) !== 0;
    const opened = changes
      ? this.tree.open(path, openFlags(how) | ONLY_DIRECTORY, 0)
      : this.tree.openDirectory(path, how);
    if (typeof opened === 'number' && opened >= 0) {
      host.close(opened);
      return -Errno.EISDIR;
    }
    // Linux checks O_DIRECTORY before O_NOFOLLOW: https://man7.org/linux/man-pages/man2/open.2.html
    return opened === -Errno.ENOTDIR && isOf(Filetype.SYMBOLIC_LINK, host.lstat(path)) ? -Errno.ELOOP : opened;
  }
}

/** So many entries are looked at between two pauses. */
const PART = 1000;

/** The entries of these names that are still there. */
function listed(
  { host, naming }: Shared,
  prefix: string,
  names: readonly string[],
  pause: (() => void) | undefined,
): DirectoryEntry[] {
  const entries: DirectoryEntry[] = [];
  let doubtful: Set<string> | undefined;
  for (const [at, name] of names.entries()) {
    if (at % PART === PART - 1) pause?.();
    if (name.includes('\ufffd')) {
      // Several names that are not UTF-8 can read alike, and like one that is.
      doubtful ??= new Set();
      if (doubtful.has(name)) continue;
      doubtful.add(name);
    }
    if (checkName(naming, name) < 0) continue;
    const path = prefix + name;
    const stats = host.roughLstat(path);
    if (typeof stats === 'number') continue;
    const { ino, mode } = stats;
    const inode = Number.isSafeInteger(ino) ? BigInt(ino) : exactInode(host.lstat(path));
    entries.push({ name, inode, filetype: filetypeOf(mode) });
  }
  return entries;
}

function isOf(filetype: number, stats: { readonly mode: bigint } | number): boolean {
  return typeof stats !== 'number' && filetypeOf(Number(stats.mode)) === filetype;
}

/** An entry that has vanished since it was seen has none. */
function exactInode(stats: BigIntStats | number): bigint {
  return typeof stats === 'number' ? 0n : unsigned(stats.ino);
}
