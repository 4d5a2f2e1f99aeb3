import { decodeUtf8, Errno, type Iovecs } from '../../domain/index.js';
import { errnoOfNumber } from '../node/host-errors.js';
import { HANDLE, NOFOLLOW, PREOPEN_HANDLE } from '../node/open-flags.js';
import { Block } from './block.js';
import { CString } from './c-string.js';
import {
  AT_FDCWD,
  AT_REMOVEDIR,
  AT_SYMLINK_NOFOLLOW,
  F_SETFL,
  O_CLOEXEC,
  RESOLVE_BENEATH,
  RESOLVE_NO_MAGICLINKS,
  RESOLVE_NO_SYMLINKS,
  UTIME_OMIT,
} from './constants.js';
import { GuestBuffers } from './guest-buffers.js';
import type { Libc } from './libc.js';
import { STAT_SIZE, StatRecord } from './stat-record.js';
import type { SystemCalls } from './system-calls.js';

/** Where the structures are in the block, and how large they are. */
const STAT = 0;
const TIMES = STAT + STAT_SIZE;
const TIME_SIZE = 16;
const HOW = TIMES + 2 * TIME_SIZE;
const HOW_MODE = HOW + 8;
const HOW_RESOLVE = HOW + 16;
const HOW_SIZE = 24;
/** A `struct statfs`, or a link's target. */
const RESULT = HOW + HOW_SIZE;
const RESULT_SIZE = 4096;

/** Members of `struct statfs`, 64 bits each: https://man7.org/linux/man-pages/man2/statfs.2.html */
const STATFS_BLOCK_SIZE = RESULT + 8;
const STATFS_BLOCKS = RESULT + 16;
const STATFS_AVAILABLE = RESULT + 32;

/** In nanoseconds. */
const SECOND = 1_000_000_000n;
/** File systems keep times at least this exactly (FAT: two seconds). */
const COARSEST = 2n * SECOND;
/** Between these times, of 1980 and 2038, every file system can keep one. */
const FIRST = 315_532_800n * SECOND;
const LAST = 2n ** 31n * SECOND - 1n;

/** When a file was accessed and modified, in nanoseconds since 1970; undefined for what is to be left. */
type Times = [accessed: bigint | undefined, modified: bigint | undefined];

/**
 * The kernel's calls for files, in values: a name as a string, buffers as iovecs. A directory is a descriptor, a name a component in it or `.`, and no
 * symbolic link is followed. Each returns 0 or greater, or a negative errno. What a signal interrupts is called again.
 */
export class FileCalls {
  /** What `stat` and `statOf` fill. */
  readonly stats: StatRecord;
  /**
   * A descriptor that was opened and that no object owns yet: whoever makes one sets this to -1. If a guest's stack ends before that, the
   * descriptor is closed by {@link FileCalls.closeUnowned}, before the next one is opened.
   */
  unowned = -1;
  readonly #libc: Libc;
  readonly #errno: () => number;
  readonly #block: Block;
  readonly #name: CString;
  readonly #newName: CString;
  readonly #buffers: GuestBuffers;

  constructor({ ffi, libc, architecture, errno }: SystemCalls) {
    this.#libc = libc;
    this.#errno = errno;
    this.#block = new Block(ffi, RESULT + RESULT_SIZE);
    this.#name = new CString(ffi);
    this.#newName = new CString(ffi);
    this.#buffers = new GuestBuffers(ffi);
    this.stats = new StatRecord(this.#block, STAT, architecture);
    this.#block.view.setBigUint64(
      HOW_RESOLVE,
      BigInt(RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS),
      true,
    );
  }

  /** Opens a directory by a path of the host's, to reach names through it. Links are followed. */
  openPreopen(path: string): number {
    const errno = this.#name.putPath(path);
    return errno < 0 ? errno : this.#open(AT_FDCWD, PREOPEN_HANDLE, 0);
  }

  /** @param flags of open(2) */
  open(fd: number, name: string, flags: number, mode: number): number {
    const errno = this.#name.putName(name);
    return errno < 0 ? errno : this.#open(fd, flags | NOFOLLOW, mode);
  }

  /** Opens a directory, to reach names through it. */
  openHandle(fd: number, name: string): number {
    return this.open(fd, name, HANDLE, 0);
  }

  /** Opens what a directory is in, to reach names through it: that may be outside of what a guest may reach. */
  openParent(fd: number): number {
    const errno = this.#name.putPath('..');
    return errno < 0 ? errno : this.#open(fd, HANDLE, 0);
  }

  /**
   * Opens what is at the end of a path of plain directories.
   * @param flags of open(2)
   * @returns `-ELOOP` if there is a link on the way, and `-EXDEV` if the path leads up, out of the directory; `-ENOSYS` or `-EPERM` where the kernel
   *   does not have the call, or a filter refuses it
   */
  openBeneath(fd: number, path: string, flags: number, mode: number): number {
    const errno = this.#name.putPath(path);
    if (errno < 0) return errno;
    this.closeUnowned();
    const { view } = this.#block;
    view.setUint32(HOW, flags | NOFOLLOW | O_CLOEXEC, true);
    view.setUint32(HOW_MODE, mode, true);
    for (;;) {
      const opened = this.#libc.openat2(fd, this.#name.address, this.#block.address + HOW, HOW_SIZE);
      if (opened >= 0) {
        this.unowned = opened;
        return opened;
      }
      const error = this.#errno();
      if (error !== -Errno.EINTR) return error;
    }
  }

  /** Closes what was opened and is not used. */
  closeUnowned(): void {
    if (this.unowned < 0) return;
    this.#libc.close(this.unowned);
    this.unowned = -1;
  }

  /** The descriptor is closed even if this returns an error. */
  close(fd: number): number {
    return this.#libc.close(fd) < 0 ? this.#errno() : 0;
  }

  /** Reads the attributes of a name. */
  stat(fd: number, name: string): number {
    const errno = this.#name.putName(name);
    return errno < 0 ? errno : this.#stat(fd);
  }

  /** Reads the attributes of what a directory is in. */
  statParent(fd: number): number {
    this.#name.putPath('..');
    return this.#stat(fd);
  }

  /** Reads the attributes of an open file or directory. */
  statOf(fd: number): number {
    return this.#libc.fstat(fd, this.stats.address) < 0 ? this.#errno() : 0;
  }

  /**
   * Sets times of a name, as `Directory.setTimes` does. A file system keeps them as exactly as it can.
   * @returns `-EOVERFLOW` if it cannot keep such a time, and then nothing has changed
   */
  setTimes(fd: number, name: string, accessed: bigint | undefined, modified: bigint | undefined): number {
    const set = (...times: Times) => {
      const errno = this.#name.putName(name);
      if (errno < 0) return errno;
      const address = this.#putTimes(...times);
      return this.#libc.utimensat(fd, this.#name.address, address, AT_SYMLINK_NOFOLLOW) < 0 ? this.#errno() : 0;
    };
    return this.#setTimes(() => this.stat(fd, name), set, accessed, modified);
  }

  /** The same for an open file. */
  setTimesOf(fd: number, accessed: bigint | undefined, modified: bigint | undefined): number {
    const set = (...times: Times) => (this.#libc.futimens(fd, this.#putTimes(...times)) < 0 ? this.#errno() : 0);
    return this.#setTimes(() => this.statOf(fd), set, accessed, modified);
  }

  createDirectory(fd: number, name: string, mode: number): number {
    const errno = this.#name.putName(name);
    return errno < 0 || this.#libc.mkdirat(fd, this.#name.address, mode) >= 0 ? errno : this.#errno();
  }

  removeDirectory(fd: number, name: string): number {
    return this.#remove(fd, name, AT_REMOVEDIR);
  }

  unlink(fd: number, name: string): number {
    return this.#remove(fd, name, 0);
  }

  symlink(target: string, fd: number, name: string): number {
    const errno = this.#name.putPath(target) || this.#newName.putName(name);
    return errno < 0 || this.#libc.symlinkat(this.#name.address, fd, this.#newName.address) >= 0
      ? errno
      : this.#errno();
  }

  /** The target of a link; `-EILSEQ` if it is not UTF-8. */
  readlink(fd: number, name: string): string | number {
    const errno = this.#name.putName(name);
    if (errno < 0) return errno;
    const { address, bytes } = this.#block;
    const length = this.#libc.readlinkat(fd, this.#name.address, address + RESULT, RESULT_SIZE);
    return length < 0 ? this.#errno() : (decodeUtf8(bytes, RESULT, length) ?? -Errno.EILSEQ);
  }

  /** Gives a file, or a link itself, one more name. */
  link(fd: number, name: string, newFd: number, newName: string): number {
    const errno = this.#name.putName(name) || this.#newName.putName(newName);
    if (errno < 0) return errno;
    const result = this.#libc.linkat(fd, this.#name.address, newFd, this.#newName.address, 0);
    return result < 0 ? this.#errno() : 0;
  }

  rename(fd: number, name: string, newFd: number, newName: string): number {
    const errno = this.#name.putName(name) || this.#newName.putName(newName);
    if (errno < 0) return errno;
    return this.#libc.renameat(fd, this.#name.address, newFd, this.#newName.address) < 0 ? this.#errno() : 0;
  }

  /** One read, at an offset. @returns bytes */
  read(fd: number, into: Iovecs, offset: number): number {
    const one = into.count === 1;
    const address = one ? this.#buffers.addressOf(into) : this.#buffers.describe(into);
    if (address < 0) return address;
    for (;;) {
      const count = one
        ? this.#libc.pread(fd, address, into.lengths[0] as number, offset)
        : this.#libc.preadv(fd, address, this.#buffers.countOf(into), offset);
      if (count >= 0) return count;
      const errno = this.#errno();
      if (errno !== -Errno.EINTR) return errno;
    }
  }

  /** One write, at an offset, or at the end of a file that appends. @returns bytes */
  write(fd: number, from: Iovecs, offset: number): number {
    const one = from.count === 1;
    const address = one ? this.#buffers.addressOf(from) : this.#buffers.describe(from);
    if (address < 0) return address;
    for (;;) {
      const count = one
        ? this.#libc.pwrite(fd, address, from.lengths[0] as number, offset)
        : this.#libc.pwritev(fd, address, this.#buffers.countOf(from), offset);
      if (count >= 0) return count;
      const errno = this.#errno();
      if (errno !== -Errno.EINTR) return errno;
    }
  }

  /** As lseek(2). The offset that it moves is used for nothing. */
  seek(fd: number, offset: number, whence: number): number {
    const result = this.#libc.lseek(fd, offset, whence);
    return result < 0 ? this.#errno() : result;
  }

  truncate(fd: number, size: number): number {
    return this.#again(() => this.#libc.ftruncate(fd, size));
  }

  /** Reserves a range, and extends the file if need be; `-ENOTSUP` where the file system has no way. */
  allocate(fd: number, offset: number, length: number): number {
    return this.#again(() => this.#libc.fallocate(fd, 0, offset, length));
  }

  /** @param advice a number of posix_fadvise(2) */
  advise(fd: number, offset: number, length: number, advice: number): number {
    const error = this.#libc.posix_fadvise(fd, offset, length, advice);
    return error === 0 ? 0 : errnoOfNumber(error);
  }

  sync(fd: number): number {
    return this.#again(() => this.#libc.fsync(fd));
  }

  datasync(fd: number): number {
    return this.#again(() => this.#libc.fdatasync(fd));
  }

  /** Changes O_APPEND, O_NONBLOCK and what else F_SETFL changes: https://man7.org/linux/man-pages/man2/F_GETFL.2const.html */
  setStatusFlags(fd: number, flags: number): number {
    return this.#libc.fcntl(fd, F_SETFL, flags) < 0 ? this.#errno() : 0;
  }

  /** Gives a file permissions and an owner. The owner first, since a change of it takes away bits of the mode: chown(2). */
  setPermissions(fd: number, mode: number, owner: number, group: number): number {
    const errno = this.statOf(fd);
    if (errno < 0) return errno;
    const changes = this.stats.owner !== owner || this.stats.group !== group;
    if (changes && this.#libc.fchown(fd, owner, group) < 0) return this.#errno();
    return this.#libc.fchmod(fd, mode) < 0 ? this.#errno() : 0;
  }

  /** Bytes that a user of no privilege may still write to the file system; `-ENOTSUP` for one without a space of its own, such as procfs. */
  freeBytes(fd: number): number {
    if (this.#libc.fstatfs(fd, this.#block.address + RESULT) < 0) return this.#errno();
    const { view } = this.#block;
    if (view.getBigUint64(STATFS_BLOCKS, true) === 0n) return -Errno.ENOTSUP;
    return Number(view.getBigUint64(STATFS_AVAILABLE, true) * view.getBigUint64(STATFS_BLOCK_SIZE, true));
  }

  /** Reads the next entries of a directory, as getdents64(2) does. @returns bytes, 0 at the end */
  readEntries(fd: number, into: Block): number {
    const length = this.#libc.getdents64(fd, into.address, into.bytes.length);
    if (length >= 0) return length;
    const errno = this.#errno();
    // So Linux says that the directory was removed. By POSIX it is empty then: https://pubs.opengroup.org/onlinepubs/9799919799/functions/rmdir.html
    return errno === -Errno.ENOENT ? 0 : errno;
  }

  /** Opens the name that was put. */
  #open(fd: number, flags: number, mode: number): number {
    this.closeUnowned();
    for (;;) {
      const opened = this.#libc.openat(fd, this.#name.address, flags | O_CLOEXEC, mode);
      if (opened >= 0) {
        this.unowned = opened;
        return opened;
      }
      const errno = this.#errno();
      if (errno !== -Errno.EINTR) return errno;
    }
  }

  /** Reads the attributes of the name that was put. */
  #stat(fd: number): number {
    const result = this.#libc.fstatat(fd, this.#name.address, this.stats.address, AT_SYMLINK_NOFOLLOW);
    return result < 0 ? this.#errno() : 0;
  }

  #remove(fd: number, name: string, flags: number): number {
    const errno = this.#name.putName(name);
    return errno < 0 || this.#libc.unlinkat(fd, this.#name.address, flags) >= 0 ? errno : this.#errno();
  }

  /** A file system that cannot keep a time takes the nearest one that it can (utimensat(2), NOTES), so that is looked at. */
  #setTimes(stat: () => number, set: (...times: Times) => number, ...times: Times): number {
    if (!times.some(isFar)) return set(...times);
    let errno = stat();
    if (errno < 0) return errno;
    const [accessed, modified] = times;
    const before: Times = [
      accessed === undefined ? undefined : this.stats.accessed,
      modified === undefined ? undefined : this.stats.modified,
    ];
    errno = set(...times) || stat();
    if (errno < 0) return errno;
    if (!wasCut(accessed, this.stats.accessed) && !wasCut(modified, this.stats.modified)) return 0;
    set(...before);
    return -Errno.EOVERFLOW;
  }

  /** Puts times to be set; one that is not given is left as it is. @returns the address of both */
  #putTimes(...times: Times): number {
    const { view, address } = this.#block;
    times.forEach((time, index) => {
      const at = TIMES + index * TIME_SIZE;
      const nanoseconds = time === undefined ? UTIME_OMIT : ((time % SECOND) + SECOND) % SECOND;
      view.setBigInt64(at, time === undefined ? 0n : (time - nanoseconds) / SECOND, true);
      view.setBigInt64(at + 8, nanoseconds, true);
    });
    return address + TIMES;
  }

  #again(call: () => number): number {
    for (;;) {
      if (call() >= 0) return 0;
      const errno = this.#errno();
      if (errno !== -Errno.EINTR) return errno;
    }
  }
}

function isFar(time: bigint | undefined): boolean {
  return time !== undefined && (time < FIRST || time > LAST);
}

function wasCut(asked: bigint | undefined, kept: bigint): boolean {
  return asked !== undefined && (kept > asked + COARSEST || kept < asked - COARSEST);
}
