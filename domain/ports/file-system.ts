import type { Naming } from '../paths/naming.js';
import type { Filestat } from '../preview1/index.js';
import type { File } from './file-and-stream.js';

/**
 * How a file is to be opened. Combined with `|`; the names and their meaning are those of the flags of open(2):
 * https://man7.org/linux/man-pages/man2/open.2.html
 */
export const Open = {
  /** Opens for reading. With neither READ nor WRITE, only attributes can be read and set. */
  READ: 1,
  /** Opens for writing. */
  WRITE: 2,
  /** Creates a regular file where the name is free. */
  CREATE: 4,
  /** With CREATE: a name that is taken is `-EEXIST`, a symbolic link included. Without it, EXCLUSIVE does nothing. */
  EXCLUSIVE: 8,
  /** Empties a regular file, also one that is opened for reading alone. */
  TRUNCATE: 16,
  /** Anything but a directory is `-ENOTDIR`, and is left as it is. */
  DIRECTORY: 32,
  /** Every write goes to the end of the file. */
  APPEND: 64,
  /** Every write waits until data and attributes are on the storage. */
  SYNC: 128,
  /** Every write waits until its data are on the storage. */
  DSYNC: 256,
  /** Reading and writing do not wait, where that makes a difference. */
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

/** For how many more descents a directory that was reached by one is usable, at least. */
export const BORROWED_DESCENTS = 96;

/** How far `Directory.descend` got. The record is reused: read it before the next call. */
export interface Descent {
  /** The directory reached. It is borrowed: usable during this hostcall, for at least the next 96 descents; the caller does not close it. */
  directory: Directory;
  /** How many components lead to it. */
  steps: number;
}

/**
 * Port: an open directory. A name is a single component: not empty, not `..`, without `/` and NUL. `.` (the directory itself) is allowed where a method
 * says so. A name of more than 255 bytes in UTF-8 is `-ENAMETOOLONG` (NAME_MAX of Linux: https://man7.org/linux/man-pages/man7/path_resolution.7.html).
 *
 * No operation follows a symbolic link: the walk in `domain/paths` has decided what a name means. A directory whose host has `naming` asks it about every
 * name that it is given, those of a path or of a link's target included; a name that it refuses is `-EINVAL`, whatever the operation.
 * A method returns 0 where it has no other result, or a negative errno; it does not throw. A capability that the host lacks is `-ENOTSUP`.
 */
export interface Directory {
  readonly kind: 'directory';
  /**
   * The rules for names in it and below; absent or undefined where every name stands for itself. Code that keeps something by name, as compositions do,
   * keeps it by the key that these rules give.
   */
  readonly naming?: Naming | undefined;

  /**
   * Goes down a run of plain directories.
   * @param path components joined by single `/`, none of them `.` or `..`
   * @param into set to the deepest directory reached, and the number of components that lead to it; also if the descent fails
   * @returns 0 if all are plain directories. `-ELOOP` if `path`'s component number `into.steps` is a symbolic link, `-ENOTDIR` if it is anything else
   *   that is not a directory (a host that cannot distinguish them cheaply may return `-ENOTDIR` for a link), otherwise the errno for that component
   */
  descend(path: string, into: Descent): number;

  /**
   * Opens a name. Without CREATE, `.` opens this directory once more, independent of this one.
   * @param name a component, or `.`
   * @param how flags of {@link Open}
   * @returns the file or directory, which the caller owns and closes; `-ENOENT` for a missing name without CREATE; `-EEXIST` for a name that is taken, with
   *   CREATE and EXCLUSIVE; otherwise `-ELOOP` for a symbolic link; `-EISDIR` for a directory with WRITE, CREATE or TRUNCATE; `-EINVAL` for CREATE with
   *   DIRECTORY, and nothing is created
   */
  open(name: string, how: number): File | Directory | number;

  /**
   * Opens a path in one step: the result of `descend` along all names but the last, then `open` of that one. Absent where that is not faster.
   * @param path as for `descend`, of two names or more
   * @returns what `open` returns; a negative errno means only that one step is not enough, and that the caller takes the single steps
   */
  openBelow?(path: string, how: number): File | Directory | number;

  /** Reads the attributes of a name, or of `.`. A symbolic link has its own. */
  stat(name: string, into: Filestat): number;

  /** Reads the attributes of a path in one step, as {@link Directory.openBelow} opens it. Absent where that is not faster. */
  statBelow?(path: string, into: Filestat): number;

  /**
   * Sets the times of a name, or of `.`. A symbolic link has its own.
   * @param accessed nanoseconds since 1970-01-01T00:00:00Z, from 0 to 2^64 - 1; undefined leaves the time as it is
   * @param modified the same
   * @returns 0, and `stat` then reports exactly these times; `-EOVERFLOW` or `-EINVAL` for a time that the host cannot keep, and both are unchanged
   */
  setTimes(name: string, accessed: bigint | undefined, modified: bigint | undefined): number;

  /** Creates an empty directory; `-EEXIST` for a name that is taken. */
  createDirectory(name: string): number;
  /**
   * Removes an empty directory; `-ENOTDIR` for anything else, `-ENOTEMPTY` for one that has entries. If it is open, it stays open, and creating
   * something in it is `-ENOENT`.
   */
  removeDirectory(name: string): number;
  /**
   * Removes a name of anything but a directory, which is `-EISDIR`. A file stays usable where it is open. It then has one link fewer, and none after
   * its last name.
   */
  unlink(name: string): number;
  /** Creates a symbolic link that holds `target` as it is; `-EEXIST` for a name that is taken. */
  symlink(name: string, target: string): number;
  /** Reads the target of a symbolic link; `-EINVAL` for anything else. */
  readlink(name: string): string | number;
  /**
   * Makes `newName` in `newDirectory` another name of the file `name`, or of the symbolic link itself.
   * @returns 0; `-EEXIST` for a new name that is taken, also by the same file; `-EPERM` or `-EACCES` if `name` is a directory; `-EXDEV` for a directory of
   *   another file system
   */
  link(name: string, newDirectory: Directory, newName: string): number;
  /**
   * Renames as POSIX rename() does: https://pubs.opengroup.org/onlinepubs/9799919799/functions/rename.html
   * @returns 0, and what had the new name is gone; also 0 if both are names of the same file, and nothing happens. `-ENOTDIR` for a directory in place of
   *   anything else, `-EISDIR` for anything else in place of a directory, `-ENOTEMPTY` or `-EEXIST` for a directory in place of one that has entries,
   *   `-EINVAL` for a directory into itself or below, `-EXDEV` for a directory of another file system
   */
  rename(name: string, newDirectory: Directory, newName: string): number;

  /**
   * Sets a function to call from time to time in long operations of this directory, and of anything reached or opened through it, so that the program
   * can be stopped. Absent where only `list` can take long, which gets its own.
   * @param pause may throw, which ends the operation as if it had not begun
   */
  pauseWith?(pause: () => void): void;

  /**
   * Lists the entries as they are now, in any order, without `.` and `..`. A directory that was removed has none.
   * @param pause called from time to time if that takes long, so that the program can be stopped. It may throw, which ends the listing and leaves
   *   nothing open
   */
  list(pause?: () => void): DirectoryEntry[] | number;

  /** The inode that a listing shows for `..`: the parent's if that is inside the preopened directory, otherwise this directory's own; 0 if unknown. */
  parentInode(): bigint;

  /**
   * How many bytes the files in it can still grow by, all together, as statvfs() reports it. Absent where the host does not report it.
   * @returns bytes, Infinity without a limit; or a negative errno: `-ENOTSUP` means the same as an absent method
   */
  freeBytes?(): number;

  /**
   * Gives a regular file the owner and the permissions of another one in this directory, so that it can take its place. Absent where files have neither.
   * @param from the file that has them
   * @param to the file that gets them
   * @returns 0 or a negative errno: `-EPERM` if the host does not let this process give a file that owner; `-ENOTSUP` means the same as an absent method
   */
  copyPermissions?(from: string, to: string): number;

  /** Waits until the directory's entries are on the storage; returns 0 where there is nothing to wait for. */
  sync(): number;

  /** Closes the directory. Closing it again does nothing: a directory that is given to a program twice is closed twice. */
  close(): void;
}

/** Port: the host's directories. */
export interface FileSystem {
  /**
   * Opens a directory for a guest. Symbolic links in `path` are followed, since the embedder chose it.
   * @param path in the host's notation
   * @returns the directory, which the caller owns and closes; or a negative errno, such as `-ENOENT`, `-ENOTDIR` or `-EACCES`
   */
  openPreopen(path: string): Directory | number;
}
