import type { Descent, Naming } from '../../domain/index.js';
import type { NodeDirectory } from './directory.js';
import type { ExactTimes } from './exact-times.js';
import type { HostCalls } from './host-calls.js';
import type { PollingInterval } from './polling-interval.js';
import type { Transfer } from './transfer.js';

/** Descriptors of the host that nothing closes. */
export interface Unowned {
  readonly fd: number;
  readonly next: Unowned | undefined;
}

/** What all directories and files of one file system share. */
export interface Shared {
  /**
   * Descriptors that were opened for a guest whose stack ended before there was an object that closes them. They are closed with the next directory, or
   * before the next file is opened. A plain list, since where there is no stack nothing can be called.
   */
  unowned: Unowned | undefined;
  readonly host: HostCalls;
  readonly times: ExactTimes;
  readonly transfer: Transfer;
  readonly interval: PollingInterval;
  /** What names are there; undefined where every name stands for itself. Each name is checked by it before the host sees it. */
  readonly naming: Naming | undefined;
}

/**
 * A preopened tree, and the way its directories are reached: through handles, where nobody can exchange what was looked at, or by
 * path, looked at again and again. Everything else is the same for both.
 */
export interface Tree {
  readonly shared: Shared;

  /** As `Directory.descend`. */
  descend(from: NodeDirectory, path: string, into: Descent): number;

  /** Opens a path that a directory of this tree has made, with the host's flags. */
  open(path: string, flags: number, mode: number): number;

  /** Opens the directory at a path, if it is one. `-ENOTDIR` for a link too. @param how of the flags of `Open`, LIST */
  openDirectory(path: string, how: number): NodeDirectory | number;

  /** Makes a directory of a descriptor that turned out to be one. */
  adopt(fd: number, path: string): NodeDirectory | number;

  /** Whether a directory, kept open for a while, is still reached by its path. @returns 0, or a negative errno */
  verify(directory: NodeDirectory): number;

  /** The inode of a directory's parent; undefined if that is not inside this tree. */
  parentInode(directory: NodeDirectory): bigint | undefined;

  /**
   * Opens an open file once more, with other flags.
   * @param path where it was opened
   * @returns a descriptor; `-ENOTSUP` if the file cannot be reached any more
   */
  reopen(fd: number, path: string, flags: number): number;

  /** Whether a link that is to be made in a directory leads to a directory inside this tree. Asked where links have types. */
  leadsToDirectory(from: NodeDirectory, target: string): boolean;

  /** An owned directory is being closed. */
  forget(directory: NodeDirectory): void;
}

/** Closes the descriptors that nothing else closes. */
export function closeUnowned(shared: Shared): void {
  for (let { unowned } = shared; unowned !== undefined; unowned = unowned.next) {
    shared.unowned = unowned.next;
    shared.host.close(unowned.fd);
  }
}
