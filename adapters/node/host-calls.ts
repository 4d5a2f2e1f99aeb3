import { isUtf8 } from 'node:buffer';
import type { BigIntStats, Stats } from 'node:fs';
import * as fs from 'node:fs';
import { Errno, MAX_TRANSFER } from '../../domain/index.js';
import { type DescriptorCalls, descriptorCalls } from './descriptor-calls.js';
import { errnoOf } from './host-errors.js';
import { setHostTimes } from './host-times.js';
import { isLarge, namesInParts } from './names-in-parts.js';

/**
 * The host primitives that everything else here uses. None throws: a failure is a negative errno of preview1. Another platform supplies the ones that
 * differ there.
 */
export interface HostCalls {
  /** @returns a descriptor of the host */
  open(path: string, flags: number, mode: number): number;
  close(fd: number): number;
  /** Reads at `position`, or for null at the host's own offset. At most 0x7ffff000 bytes. */
  read(fd: number, array: Uint8Array, offset: number, length: number, position: number | null): number;
  write(fd: number, array: Uint8Array, offset: number, length: number, position: number | null): number;
  readv(fd: number, arrays: readonly Uint8Array[], position: number | null): number;
  writev(fd: number, arrays: readonly Uint8Array[], position: number | null): number;
  /** Attributes of a name, links not followed. */
  lstat(path: string): BigIntStats | number;
  fstat(fd: number): BigIntStats | number;
  /** Bytes that an unprivileged user may still write to the file system of a path. */
  freeBytes?(path: string): number;
  /** The same, cheaper: times and inode are not exact. */
  roughStat(fd: number): Stats | number;
  /** Attributes of a name, links not followed; cheaper: times are not exact, nor is an inode that is not a safe integer. */
  roughLstat(path: string): Stats | number;
  /** The target of a link; `-EILSEQ` if it is not UTF-8. */
  readlink(path: string): string | number;
  /**
   * All names but `.` and `..`; a name that is not UTF-8 has U+FFFD in it.
   * @param pause called from time to time if that takes long; it may throw
   */
  readdir(path: string, pause?: () => void): string[] | number;
  /** The names that the listing itself reports as links of any kind. */
  linksIn(path: string): readonly string[] | number;
  mkdir(path: string, mode: number): number;
  rmdir(path: string): number;
  unlink(path: string): number;
  /** @param type the type of the target, which Windows needs; ignored everywhere else */
  symlink(target: string, path: string, type?: 'file' | 'dir'): number;
  /** Whether `symlink` needs the type of the link's target. */
  readonly linksHaveTypes: boolean;
  link(path: string, newPath: string): number;
  /** Whether `link` gives a second name to the target of a link, instead of the link itself. */
  readonly linkFollows: boolean;
  rename(path: string, newPath: string): number;
  /** Gives an open file permissions, and an owner. Absent where files have neither. */
  setPermissions?(fd: number, mode: number, uid: number, gid: number): number;
  truncate(fd: number, size: number): number;
  sync(fd: number): number;
  datasync(fd: number): number;
  /**
   * Sets the times of a name, a link not followed.
   * @param accessed nanoseconds since 1970, negative before; the host may keep them less exactly. undefined leaves the time as it is
   * @param modified the same
   * @returns 0; `-ENOTSUP` if the host cannot leave one; `-EOVERFLOW` for a time that it cannot express
   */
  lutimes(path: string, accessed: bigint | undefined, modified: bigint | undefined): number;
  /** The same for an open file. */
  futimes(fd: number, accessed: bigint | undefined, modified: bigint | undefined): number;
  /** The path without links, absolute. */
  realpath(path: string): string | number;
  /**
   * Whether a path without visible links leads where it says. A host may redirect in other ways than by visible links.
   * @param path of a directory
   * @returns 0; `-ENOTCAPABLE` if it leads elsewhere, or another negative errno
   */
  confirm(path: string): number;
  /** A directory with this process's descriptors, ending in `/`, where they can be reopened; undefined if there is none. */
  readonly descriptors: string | undefined;
  /** Whether a descriptor no longer waits once a `net.Socket` was made from it. */
  readonly socketsUnblock: boolean;
  /** The operations for which `fs` has no function. Call it once per open descriptor: the result remembers the descriptor's kind. */
  descriptorCalls(fd: number): DescriptorCalls;
  /** Whether the host puts every write to a descriptor at the end of its file (O_APPEND). false where the host does not report it. */
  appends(fd: number): boolean;
}

/** Two short lines: the offset, and the flags. */
const BEGINNING_BYTES = 128;

/** The beginning of a file of Latin-1. `readFileSync` makes a buffer of 64 KiB for a file of procfs, which has no size. */
function beginningOf(path: string): string {
  const bytes = Buffer.allocUnsafe(BEGINNING_BYTES);
  const fd = fs.openSync(path, 'r');
  try {
    return bytes.toString('latin1', 0, fs.readSync(fd, bytes));
  } finally {
    fs.closeSync(fd);
  }
}

/**
 * Makes errors cheap: without a stack trace, throwing costs a fifth.
 * @returns what `restoreStackTrace` takes afterwards
 */
function withoutStackTrace(): number {
  const limit = Error.stackTraceLimit;
  try {
    Error.stackTraceLimit = 0;
  } catch {
    // `Error` is frozen; errors stay expensive.
  }
  return limit;
}

function restoreStackTrace(limit: number): void {
  try {
    Error.stackTraceLimit = limit;
  } catch {
    // As above.
  }
}

const WITHOUT_THROWING = { bigint: true, throwIfNoEntry: false } as const;
const ROUGH_WITHOUT_THROWING = { throwIfNoEntry: false } as const;
const EXACT = { bigint: true } as const;

/** Node's `fs`, without exceptions. */
export const nodeHostCalls: HostCalls = {
  open(path, flags, mode) {
    const limit = withoutStackTrace();
    try {
      return fs.openSync(path, flags, mode);
    } catch (error) {
      return errnoOf(error);
    } finally {
      restoreStackTrace(limit);
    }
  },

  close(fd) {
    const limit = withoutStackTrace();
    try {
      fs.closeSync(fd);
      return 0;
    } catch (error) {
      return errnoOf(error);
    } finally {
      restoreStackTrace(limit);
    }
  },

  read(fd, array, offset, length, position) {
    const limit = withoutStackTrace();
    try {
      return fs.readSync(fd, array, offset, Math.min(length, MAX_TRANSFER), position);
    } catch (error) {
      // libuv's code for the end of a pipe on Windows: https://docs.libuv.org/en/v1.x/errors.html
      return (error as { code?: unknown }).code === 'EOF' ? 0 : errnoOf(error);
    } finally {
      restoreStackTrace(limit);
    }
  },

  write(fd, array, offset, length, position) {
    const limit = withoutStackTrace();
    try {
      return fs.writeSync(fd, array, offset, Math.min(length, MAX_TRANSFER), position);
    } catch (error) {
      return errnoOf(error);
    } finally {
      restoreStackTrace(limit);
    }
  },

  readv(fd, arrays, position) {
    const limit = withoutStackTrace();
    try {
      return fs.readvSync(fd, arrays, position as number);
    } catch (error) {
      return (error as { code?: unknown }).code === 'EOF' ? 0 : errnoOf(error);
    } finally {
      restoreStackTrace(limit);
    }
  },

  writev(fd, arrays, position) {
    const limit = withoutStackTrace();
    try {
      return fs.writevSync(fd, arrays, position as number);
    } catch (error) {
      return errnoOf(error);
    } finally {
      restoreStackTrace(limit);
    }
  },

  lstat(path) {
    const limit = withoutStackTrace();
    try {
      return fs.lstatSync(path, WITHOUT_THROWING) ?? -Errno.ENOENT;
    } catch (error) {
      return errnoOf(error);
    } finally {
      restoreStackTrace(limit);
    }
  },

  fstat(fd) {
    const limit = withoutStackTrace();
    try {
      return fs.fstatSync(fd, EXACT);
    } catch (error) {
      return errnoOf(error);
    } finally {
      restoreStackTrace(limit);
    }
  },

  freeBytes(path) {
    const limit = withoutStackTrace();
    try {
      const { bavail, bsize, blocks } = fs.statfsSync(path);
      // A file system such as procfs has no space of its own, and is not limited by it.
      return blocks === 0 ? -Errno.ENOTSUP : bavail * bsize;
    } catch (error) {
      return errnoOf(error);
    } finally {
      restoreStackTrace(limit);
    }
  },

  roughStat(fd) {
    const limit = withoutStackTrace();
    try {
      return fs.fstatSync(fd);
    } catch (error) {
      return errnoOf(error);
    } finally {
      restoreStackTrace(limit);
    }
  },

  roughLstat(path) {
    const limit = withoutStackTrace();
    try {
      return fs.lstatSync(path, ROUGH_WITHOUT_THROWING) ?? -Errno.ENOENT;
    } catch (error) {
      return errnoOf(error);
    } finally {
      restoreStackTrace(limit);
    }
  },

  readlink(path) {
    const limit = withoutStackTrace();
    try {
      const target = fs.readlinkSync(path);
      return target.includes('\ufffd') && !isUtf8Target(path) ? -Errno.EILSEQ : target;
    } catch (error) {
      return errnoOf(error);
    } finally {
      restoreStackTrace(limit);
    }
  },

  readdir(path, pause) {
    const limit = withoutStackTrace();
    try {
      if (pause === undefined || !isLarge(path)) return fs.readdirSync(path);
    } catch (error) {
      return errnoOf(error);
    } finally {
      restoreStackTrace(limit);
    }
    return namesInParts(path, pause);
  },

  linksIn(path) {
    try {
      const entries = fs.readdirSync(path, { withFileTypes: true });
      return entries.filter(entry => entry.isSymbolicLink()).map(entry => entry.name);
    } catch (error) {
      return errnoOf(error);
    }
  },

  mkdir: (path, mode) => attempt(() => fs.mkdirSync(path, mode)),
  rmdir: path => attempt(() => fs.rmdirSync(path)),
  unlink: path => attempt(() => fs.unlinkSync(path)),
  symlink: (target, path, type) => attempt(() => fs.symlinkSync(target, path, type)),
  linksHaveTypes: false,
  linkFollows: process.platform !== 'linux',
  link: (path, newPath) => attempt(() => fs.linkSync(path, newPath)),
  rename: (path, newPath) => attempt(() => fs.renameSync(path, newPath)),
  setPermissions: (fd, mode, uid, gid) =>
    attempt(() => {
      const stats = fs.fstatSync(fd);
      // First, since a change of the owner takes away bits of the mode: chown(2).
      if (stats.uid !== uid || stats.gid !== gid) fs.fchownSync(fd, uid, gid);
      fs.fchmodSync(fd, mode);
    }),
  // Node takes a negative size for 0: https://nodejs.org/api/fs.html#fsftruncatesyncfd-len
  truncate: (fd, size) => (size < 0 ? -Errno.EINVAL : attempt(() => fs.ftruncateSync(fd, size))),
  sync: fd => attempt(() => fs.fsyncSync(fd)),
  datasync: fd => attempt(() => fs.fdatasyncSync(fd)),
  lutimes: (path, accessed, modified) =>
    attempt(() => setHostTimes(accessed, modified, (first, second) => fs.lutimesSync(path, first, second))),
  futimes: (fd, accessed, modified) =>
    attempt(() => setHostTimes(accessed, modified, (first, second) => fs.futimesSync(fd, first, second))),

  realpath(path) {
    try {
      return fs.realpathSync.native(path);
    } catch (error) {
      return errnoOf(error);
    }
  },

  confirm: () => 0,
  descriptors: process.platform === 'linux' ? '/proc/self/fd/' : undefined,
  socketsUnblock: process.platform !== 'win32',
  descriptorCalls,

  appends(fd) {
    if (process.platform !== 'linux') return false;
    try {
      // The flags of open(2), octal: https://man7.org/linux/man-pages/man5/proc_pid_fdinfo.5.html
      const flags = /^flags:\s*([0-7]+)$/m.exec(beginningOf(`/proc/self/fdinfo/${fd}`))?.[1];
      return flags !== undefined && (Number.parseInt(flags, 8) & fs.constants.O_APPEND) !== 0;
    } catch {
      return false;
    }
  },
};

/** Whether a target is what it reads as. To Deno 2.9 all text is text, so there it cannot be told. */
function isUtf8Target(path: string): boolean {
  const bytes: unknown = fs.readlinkSync(path, 'buffer');
  return bytes instanceof Uint8Array && isUtf8(bytes);
}

/** Runs a call that has no result, or an errno. A closure costs little beside the system call. */
function attempt(call: () => unknown): number {
  const limit = withoutStackTrace();
  try {
    const result = call();
    return typeof result === 'number' ? result : 0;
  } catch (error) {
    return errnoOf(error);
  } finally {
    restoreStackTrace(limit);
  }
}
