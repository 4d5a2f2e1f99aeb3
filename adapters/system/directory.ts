import {
  type Descent,
  type Directory,
  type DirectoryEntry,
  Errno,
  type File,
  type Filestat,
  Filetype,
  Open,
} from '../../domain/index.js';
import { DeviceFile } from '../node/device.js';
import { DIRECTORY, HANDLE, ONLY_DIRECTORY, openFlags } from '../node/open-flags.js';
import type { BorrowedDirectory } from './borrowed-directories.js';
import { O_PATH } from './constants.js';
import { SystemFile } from './file.js';
import type { FileIdentity } from './stat-record.js';
import type { SystemTree } from './tree.js';

/** The access that a directory is not opened for. */
const CHANGING = Open.WRITE | Open.CREATE | Open.TRUNCATE;
const FILE_MODE = 0o666;
const DIRECTORY_MODE = 0o777;
/** What of a mode is not the type. */
const PERMISSIONS = 0o7777;
/** What directories cannot be synchronised with, on file systems that keep nothing. */
const NOTHING_TO_SYNC: ReadonlySet<number> = new Set([-Errno.EINVAL, -Errno.ENOTSUP]);
/** How far up the preopened directory is looked for. */
const MOST_LEVELS = 1024;

/** What no file is. */
const NOTHING: FileIdentity = { device: -1n, inode: -1n };

/** The identity of a directory, wherever it is moved to. */
interface Self {
  readonly inode: bigint;
  readonly isPreopened: boolean;
}

/**
 * An open directory of the host's. A descriptor stands for it, so it is the same one wherever it is moved to, and the kernel looks every name up in
 * it, without following a link.
 */
export class SystemDirectory implements BorrowedDirectory {
  readonly kind = 'directory';
  readonly #tree: SystemTree;
  /** The directory that a borrowed one was reached from; undefined for one that its caller owns. */
  readonly owner: SystemDirectory | undefined;
  /** The host's descriptor; -1, which the kernel refuses, if it is closed. */
  #fd: number;
  /** The descriptor can be read, so that it can be listed and synchronised. */
  readonly #readable: boolean;
  /** It may have lent directories that are open. */
  #lends = false;
  #self: Self | undefined;

  constructor(tree: SystemTree, fd: number, readable: boolean, owner?: SystemDirectory) {
    this.#tree = tree;
    this.#fd = fd;
    this.#readable = readable;
    this.owner = owner;
  }

  descend(path: string, into: Descent): number {
    into.directory = this;
    into.steps = 0;
    if (this.#tree.descent === 'components') return this.#descendByComponents(path, into);
    const { files } = this.#tree;
    const fd = files.openBeneath(this.#fd, path, HANDLE, 0);
    // Which of the components it is, and what is wrong with it, shows when they are opened one by one.
    if (fd < 0) return this.#descendByComponents(path, into);
    this.#lend(fd, into);
    into.steps = countComponents(path);
    return 0;
  }

  open(name: string, how: number): File | Directory | number {
    if ((how & Open.DIRECTORY) !== 0) return this.#openDirectory(name, how);
    const { files } = this.#tree;
    const fd = files.open(this.#fd, name, openFlags(how), FILE_MODE);
    if (fd >= 0) return this.#opened(fd, how);
    // A directory that may be passed through but not listed.
    const plain = (how & (CHANGING | Open.LIST)) === 0;
    if (fd !== -Errno.EACCES || !plain) return fd;
    const handle = files.openHandle(this.#fd, name);
    return handle < 0 ? fd : this.#adopt(handle, false);
  }

  openBelow(path: string, how: number): File | Directory | number {
    const { files, descent } = this.#tree;
    const directory = (how & Open.DIRECTORY) !== 0;
    // A directory that is to be created or written has an errno of its own.
    if (descent !== 'openat2' || (directory && (how & CHANGING) !== 0)) return -Errno.ENOTSUP;
    if (!directory) {
      const fd = files.openBeneath(this.#fd, path, openFlags(how), (how & Open.CREATE) === 0 ? 0 : FILE_MODE);
      return fd < 0 ? fd : this.#opened(fd, how);
    }
    const lists = (how & Open.LIST) !== 0;
    const fd = files.openBeneath(this.#fd, path, lists ? DIRECTORY : HANDLE, 0);
    return fd < 0 ? fd : this.#adopt(fd, lists);
  }

  stat(name: string, into: Filestat): number {
    const { files } = this.#tree;
    const errno = name === '.' ? files.statOf(this.#fd) : files.stat(this.#fd, name);
    if (errno === 0) files.stats.fill(into);
    return errno;
  }

  statBelow(path: string, into: Filestat): number {
    const { files, descent } = this.#tree;
    if (descent !== 'openat2') return -Errno.ENOTSUP;
    const fd = files.openBeneath(this.#fd, path, O_PATH, 0);
    if (fd < 0) return fd;
    const errno = files.statOf(fd);
    files.unowned = -1;
    files.close(fd);
    if (errno === 0) files.stats.fill(into);
    return errno;
  }

  setTimes(name: string, accessed: bigint | undefined, modified: bigint | undefined): number {
    return this.#tree.files.setTimes(this.#fd, name, accessed, modified);
  }

  createDirectory(name: string): number {
    return this.#tree.files.createDirectory(this.#fd, name, DIRECTORY_MODE);
  }

  removeDirectory(name: string): number {
    return this.#tree.files.removeDirectory(this.#fd, name);
  }

  unlink(name: string): number {
    return this.#tree.files.unlink(this.#fd, name);
  }

  symlink(name: string, target: string): number {
    return this.#tree.files.symlink(target, this.#fd, name);
  }

  readlink(name: string): string | number {
    return this.#tree.files.readlink(this.#fd, name);
  }

  link(name: string, newDirectory: Directory, newName: string): number {
    if (!(newDirectory instanceof SystemDirectory)) return -Errno.EXDEV;
    return this.#tree.files.link(this.#fd, name, newDirectory.#fd, newName);
  }

  rename(name: string, newDirectory: Directory, newName: string): number {
    if (!(newDirectory instanceof SystemDirectory)) return -Errno.EXDEV;
    return this.#tree.files.rename(this.#fd, name, newDirectory.#fd, newName);
  }

  /** All entries, as they are in the directory: that of a mount point has the inode of what is mounted over. */
  list(pause?: () => void): DirectoryEntry[] | number {
    return this.#whileReadable(fd => {
      const { files, entries } = this.#tree;
      const rewound = files.seek(fd, 0, 0);
      if (rewound < 0) return rewound;
      const listed: DirectoryEntry[] = [];
      for (;;) {
        const length = files.readEntries(fd, entries);
        if (length < 0) return length;
        if (length === 0) return listed;
        entries.read(length, listed, name => this.#filetypeOf(name));
        pause?.();
      }
    });
  }

  /** The parent is told of only if it is inside, and to find that out it is opened first: by then another process may have moved this directory. */
  parentInode(): bigint {
    const { files, root } = this.#tree;
    const self = this.#itself();
    if (self === undefined) return 0n;
    const own = self.inode;
    if (self.isPreopened) return own;
    // The preopened directory is always inside.
    if (files.statParent(this.#fd) === 0 && files.stats.isOf(root)) return root.inode;
    const parent = this.#openParent(this.#fd);
    if (parent < 0) return own;
    const inode = files.statOf(parent) < 0 ? own : files.stats.inode;
    const inside = this.#isInside(parent);
    files.close(parent);
    return inside ? inode : own;
  }

  freeBytes(): number {
    return this.#tree.files.freeBytes(this.#fd);
  }

  copyPermissions(from: string, to: string): number {
    const { files } = this.#tree;
    const { stats } = files;
    const errno = files.stat(this.#fd, from);
    if (errno < 0) return errno;
    const { mode, filetype, owner, group } = stats;
    if (filetype !== Filetype.REGULAR_FILE) return -Errno.EINVAL;
    const fd = files.open(this.#fd, to, openFlags(Open.WRITE), 0);
    if (fd < 0) return fd;
    files.unowned = -1;
    const result = files.setPermissions(fd, mode & PERMISSIONS, owner, group);
    files.close(fd);
    return result;
  }

  sync(): number {
    const result = this.#whileReadable(fd => this.#tree.files.sync(fd));
    return NOTHING_TO_SYNC.has(result) ? 0 : result;
  }

  /** Closing it again does nothing. */
  close(): void {
    if (this.#fd < 0) return;
    // A borrowed one is closed to make room for what has just been opened.
    if (this.owner === undefined) this.#tree.files.closeUnowned();
    if (this.#lends) this.#tree.borrowed.closeBelow(this);
    const fd = this.#fd;
    this.#fd = -1;
    this.#tree.files.close(fd);
  }

  /** Opens the directories of a path one after the other. */
  #descendByComponents(path: string, into: Descent): number {
    const { files } = this.#tree;
    let fd = this.#fd;
    let steps = 0;
    let errno = 0;
    for (const name of path.split('/')) {
      const next = files.openHandle(fd, name);
      if (next < 0) {
        errno = next;
        break;
      }
      files.unowned = -1;
      if (steps > 0) files.close(fd);
      fd = next;
      steps++;
    }
    if (steps > 0) this.#lend(fd, into);
    into.steps = steps;
    return errno;
  }

  /** Makes a directory of a descriptor, which is borrowed. */
  #lend(fd: number, into: Descent): void {
    const { borrowed, files } = this.#tree;
    const owner = this.owner ?? this;
    const directory = new SystemDirectory(this.#tree, fd, false, owner);
    owner.#lends = true;
    borrowed.add(directory);
    files.unowned = -1;
    into.directory = directory;
  }

  /** Makes a directory of a descriptor. */
  #adopt(fd: number, readable: boolean): SystemDirectory {
    const directory = new SystemDirectory(this.#tree, fd, readable);
    this.#tree.files.unowned = -1;
    return directory;
  }

  /** Makes a file or a directory of a descriptor, or closes it. */
  #opened(fd: number, how: number): File | Directory | number {
    const { files, parts } = this.#tree;
    // A new name is a file.
    let filetype: number = Filetype.REGULAR_FILE;
    if ((how & Open.CREATE) === 0 || (how & Open.EXCLUSIVE) === 0) {
      const errno = files.statOf(fd);
      if (errno < 0) {
        files.unowned = -1;
        files.close(fd);
        return errno;
      }
      filetype = files.stats.filetype;
    }
    if (filetype === Filetype.DIRECTORY) return this.#adopt(fd, true);
    const file = new SystemFile(files, fd, filetype, how);
    const opened = filetype === Filetype.REGULAR_FILE ? file : new DeviceFile(file, parts, fd, how);
    files.unowned = -1;
    return opened;
  }

  #openDirectory(name: string, how: number): Directory | number {
    const { files } = this.#tree;
    // Linux has had three results for this over time: https://man7.org/linux/man-pages/man2/open.2.html, BUGS.
    if ((how & Open.CREATE) !== 0) return -Errno.EINVAL;
    const lists = (how & Open.LIST) !== 0;
    const writes = (how & (Open.WRITE | Open.TRUNCATE)) !== 0;
    const fd = files.open(this.#fd, name, writes ? openFlags(how) | ONLY_DIRECTORY : lists ? DIRECTORY : HANDLE, 0);
    if (fd < 0) {
      // Linux checks O_DIRECTORY before O_NOFOLLOW: https://man7.org/linux/man-pages/man2/open.2.html
      return fd === -Errno.ENOTDIR && this.#filetypeOf(name) === Filetype.SYMBOLIC_LINK ? -Errno.ELOOP : fd;
    }
    if (!writes) return this.#adopt(fd, lists);
    files.unowned = -1;
    files.close(fd);
    return -Errno.EISDIR;
  }

  /** Does something with a descriptor of this directory that can be read. */
  #whileReadable<Result>(work: (fd: number) => Result): Result | number {
    if (this.#readable) return work(this.#fd);
    const { files } = this.#tree;
    const fd = files.open(this.#fd, '.', DIRECTORY, 0);
    if (fd < 0) return fd;
    files.unowned = -1;
    try {
      return work(fd);
    } finally {
      files.close(fd);
    }
  }

  /** The type of a name; `UNKNOWN` for one that is not there any more. */
  #filetypeOf(name: string): number {
    const { files } = this.#tree;
    return files.stat(this.#fd, name) < 0 ? Filetype.UNKNOWN : files.stats.filetype;
  }

  /** Whether a directory is the preopened one, or below it. */
  #isInside(directory: number): boolean {
    const { files, root } = this.#tree;
    let fd = directory;
    let inside = false;
    let below = NOTHING;
    for (let level = 0; level < MOST_LEVELS && files.statOf(fd) === 0; level++) {
      inside = files.stats.isOf(root);
      // Only the system's root is in itself.
      if (inside || files.stats.isOf(below)) break;
      const { device, inode } = files.stats;
      below = { device, inode };
      const parent = this.#openParent(fd);
      if (fd !== directory) files.close(fd);
      fd = parent;
    }
    if (fd !== directory && fd >= 0) files.close(fd);
    return inside;
  }

  /** What this directory is, wherever it is; undefined once it is closed. */
  #itself(): Self | undefined {
    const { files, root } = this.#tree;
    if (this.#self === undefined && files.statOf(this.#fd) === 0)
      this.#self = { inode: files.stats.inode, isPreopened: files.stats.isOf(root) };
    return this.#fd < 0 ? undefined : this.#self;
  }

  #openParent(fd: number): number {
    const { files } = this.#tree;
    const parent = files.openParent(fd);
    files.unowned = -1;
    return parent;
  }
}

function countComponents(path: string): number {
  let count = 1;
  for (let at = path.indexOf('/'); at !== -1; at = path.indexOf('/', at + 1)) count++;
  return count;
}
