import type { Descent, Directory, Naming } from '../../domain/index.js';
import type { HostParts } from './host-parts.js';

/** Descriptors of the host that nothing closes. */
export interface Unowned {
  readonly fd: number;
  readonly next: Unowned | undefined;
}

/** What all directories and files of one file system share. */
export interface Shared extends HostParts {
  /**
   * Descriptors that were opened for a guest whose stack ended before there was an object that closes them. They are closed with the next directory, or
   * before the next file is opened. A plain list: with the stack used up, no function can be called.
   */
  unowned: Unowned | undefined;
  /** What names are there; undefined where every name stands for itself. Each name is checked by it before the host sees it. */
  readonly naming: Naming | undefined;
}

/** A directory of a tree. */
export interface TreeDirectory extends Directory {
  /** The host's descriptor; -1 if there is none. */
  readonly fd: number;
  /** What a name in it is put behind to reach it. Ends in `/`. */
  readonly prefix: string;
  /** The directory that `path` starts from; itself, unless this one is borrowed. */
  readonly owner: TreeDirectory;
  /** Where it was when it was reached, below `owner`; empty for `owner` itself. */
  readonly path: string;
  /** It has been closed. The host may have given its descriptor's number to something else since. */
  readonly closed: boolean;
}

/**
 * A preopened tree, and the way its directories are reached: through handles, where no process can exchange what was looked at, or by
 * path, looked at again and again. Everything else is the same for both.
 */
export interface Tree {
  readonly shared: Shared;

  /** As `Directory.descend`. */
  descend(from: TreeDirectory, path: string, into: Descent): number;

  /** Opens a path that a directory of this tree has made, with the host's flags. */
  open(path: string, flags: number, mode: number): number;

  /** Opens the directory at a path, if it is one. `-ENOTDIR` for a link too. @param how of the flags of `Open`, LIST */
  openDirectory(path: string, how: number): TreeDirectory | number;

  /** Makes a directory of a descriptor that turned out to be one. */
  adopt(fd: number, path: string): TreeDirectory | number;

  /** Whether a directory, kept open for a while, is still reached by its path. @returns 0, or a negative errno */
  verify(directory: TreeDirectory): number;

  /** The inode of a directory's parent; undefined if that is not inside this tree. */
  parentInode(directory: TreeDirectory): bigint | undefined;

  /**
   * Opens an open file once more, with other flags.
   * @param path where it was opened
   * @returns a descriptor; `-ENOTSUP` if the file cannot be reached any more
   */
  reopen(fd: number, path: string, flags: number): number;

  /** Whether a link that is to be made in a directory leads to a directory inside this tree. Asked where links have types. */
  leadsToDirectory(from: TreeDirectory, target: string): boolean;

  /** An owned directory is being closed. */
  forget(directory: TreeDirectory): void;
}

/** Closes the descriptors that nothing else closes. */
export function closeUnowned(shared: Shared): void {
  for (let { unowned } = shared; unowned !== undefined; unowned = unowned.next) {
    shared.unowned = unowned.next;
    shared.host.close(unowned.fd);
  }
}
