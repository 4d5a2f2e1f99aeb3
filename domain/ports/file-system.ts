import type { Naming } from '../paths/naming.js';
import type { Filestat } from '../preview1/index.js';
import type { File } from './file-and-stream.js';

/** How a file is to be opened. Combined with `|`. */
export const Open = {
  READ: 1,
  WRITE: 2,
  CREATE: 4,
  EXCLUSIVE: 8,
  TRUNCATE: 16,
  /** Only a directory will do: anything else is `-ENOTDIR`. */
  DIRECTORY: 32,
  APPEND: 64,
  SYNC: 128,
  DSYNC: 256,
  NONBLOCK: 512,
  /** The entries are to be listed, if it is a directory: `-EACCES` without permission. Without it, names in it can be reached. */
  LIST: 1024,
} as const;

/** One name in a directory. `inode` and `filetype` are those of the entry itself, symbolic links not followed. */
export interface DirectoryEntry {
  readonly name: string;
  readonly inode: bigint;
  readonly filetype: number;
}

/** How far `Directory.descend` came. The record is reused: read it before the next call. */
export interface Descent {
  /**
   * The directory reached. Borrowed: it stays usable during this hostcall, for at least the next 96 descents, and is not to be closed.
   */
  directory: Directory;
  /** How many of the names were gone through. */
  steps: number;
}

/**
 * Port: an open directory. All names are single components: not empty, not `..`, without `/` and NUL. `.` (the directory itself)
 * is allowed only where said.
 *
 * No operation follows a symbolic link, ever: what a name means was decided by the walk in `domain/paths`. A directory whose host has `naming`
 * asks it about every name it is given, also those of a path or of a link's target; one that is refused is `-EINVAL`, whatever was to be done.
 * Errors are negative errnos. What the host cannot do is `-ENOTSUP`.
 */
export interface Directory {
  readonly kind: 'directory';
  /**
   * The rules for names in it and below; not there, or undefined, where every name stands for itself. Whoever keeps something by name, as compositions
   * do, keeps it by their key.
   */
  readonly naming?: Naming | undefined;

  /**
   * Goes down a run of plain directories.
   * @param path names joined by single `/`, none of them `.` or `..`
   * @param into the deepest directory reached and how many names that took
   * @returns 0 if all are plain directories. `-ELOOP` if `path`'s component number `into.steps` is a symbolic link, `-ENOTDIR` if it
   *   is another thing that is not a directory (a host that cannot tell cheaply may answer `-ENOTDIR` for a link), else the errno for it
   */
  descend(path: string, into: Descent): number;

  /**
   * Opens a name. Without CREATE, `.` opens this directory once more, independent of this one.
   * @param name a component, or `.`
   * @param how flags of {@link Open}
   * @returns the file or directory, owned by the caller; `-ELOOP` if the name is a symbolic link, but `-EEXIST` for that too with CREATE
   *   and EXCLUSIVE; `-EISDIR` for a directory with WRITE
   */
  open(name: string, how: number): File | Directory | number;

  /** Attributes of a name (or of `.`), a link not followed. */
  stat(name: string, into: Filestat): number;

  /** Sets times of a name (or of `.`), a link not followed. Nanoseconds since 1970, exact; `undefined` leaves one as it is. */
  setTimes(name: string, accessed: bigint | undefined, modified: bigint | undefined): number;

  createDirectory(name: string): number;
  /** `-ENOTDIR` if it is none. */
  removeDirectory(name: string): number;
  /** `-EISDIR` for a directory. */
  unlink(name: string): number;
  /** Creates a link that holds `target` as it is. */
  symlink(name: string, target: string): number;
  /** The target of a link; `-EINVAL` if it is none. */
  readlink(name: string): string | number;
  /** Makes `newName` in `newDirectory` another name of the file `name`; `-EXDEV` for a directory of another file system. */
  link(name: string, newDirectory: Directory, newName: string): number;
  /** As POSIX `rename`; `-EXDEV` for a directory of another file system. */
  rename(name: string, newDirectory: Directory, newName: string): number;

  /** All entries but `.` and `..`, as of now, in any order. */
  list(): DirectoryEntry[] | number;

  /** Inode of the parent if it is inside what was preopened, else this directory's own; for `..` in listings. */
  parentInode(): bigint;

  /**
   * How many bytes files in it may still grow by, all together, as `statvfs` has it; Infinity if nothing limits that. Not there where the host cannot
   * tell.
   * @returns bytes or a negative errno; `-ENOTSUP` as if it were not there
   */
  freeBytes?(): number;

  /**
   * Gives a regular file the owner and the permissions of another one in this directory, so that it can take its place. Not there where files have none.
   * @param from the file that has them
   * @param to the file that gets them
   * @returns 0 or a negative errno: `-EPERM` if the host does not let this process give a file that owner; `-ENOTSUP` as if it were not there
   */
  copyPermissions?(from: string, to: string): number;

  /** Waits until the directory's entries are on the storage; 0 where there is nothing to wait for. */
  sync(): number;

  /** Gives up an owned directory. To do so again does nothing: what a program is given is closed with it, and may be given twice. */
  close(): void;
}

/** Port: the host's directories. */
export interface FileSystem {
  /**
   * Opens a directory that a guest is to be given. Links in `path` are followed: the embedder chose it.
   * @param path in the host's notation
   * @returns the directory, owned by the caller; `-ENOENT`, `-ENOTDIR`, `-EACCES` and so on
   */
  openPreopen(path: string): Directory | number;
}
