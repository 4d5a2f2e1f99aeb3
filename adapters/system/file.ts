import {
  Advice,
  Errno,
  type Extent,
  type File,
  type Filestat,
  Filetype,
  type Iovecs,
  Open,
} from '../../domain/index.js';
import { NONBLOCKING, statusFlags } from '../node/open-flags.js';
import { SEEK_DATA, SEEK_HOLE } from './constants.js';
import type { FileCalls } from './file-calls.js';

const SYNCHRONISED = Open.SYNC | Open.DSYNC;

/** An open regular file of the host's, or what else has offsets. */
export class SystemFile implements File {
  readonly kind = 'file';
  readonly filetype: number;
  readonly #files: FileCalls;
  readonly #fd: number;
  /** Flags of `Open` that the kernel knows of. */
  #how: number;
  /** SYNC and DSYNC, where the kernel does not know of them: fcntl() does not change them. */
  #synchronised = 0;

  constructor(files: FileCalls, fd: number, filetype: number, how: number) {
    this.filetype = filetype;
    this.#files = files;
    this.#fd = fd;
    this.#how = how;
  }

  read(into: Iovecs, offset: number): number {
    return this.#files.read(this.#fd, into, offset);
  }

  /** In a file that appends, Linux writes at the end whatever the offset is: https://man7.org/linux/man-pages/man2/pwrite.2.html, BUGS. */
  write(from: Iovecs, offset: number): number {
    const written = this.#files.write(this.#fd, from, offset);
    if (this.#synchronised === 0 || written <= 0) return written;
    const errno = (this.#synchronised & Open.SYNC) === 0 ? this.datasync() : this.sync();
    return errno < 0 ? errno : written;
  }

  size(): number {
    const errno = this.#files.statOf(this.#fd);
    return errno < 0 ? errno : this.#files.stats.roughSize;
  }

  findData(from: number, into: Extent): number {
    const start = this.#files.seek(this.#fd, from, SEEK_DATA);
    if (start < 0 && start !== -Errno.ENXIO) return start === -Errno.EINVAL ? -Errno.ENOTSUP : start;
    const end = start < 0 ? start : this.#files.seek(this.#fd, start, SEEK_HOLE);
    into.offset = Math.max(start, 0);
    // ENXIO: there is no data after that offset.
    into.length = end < 0 ? 0 : end - start;
    return 0;
  }

  setFlags(how: number): number {
    if (((how ^ this.#how) & Open.APPEND) !== 0) {
      const errno = this.#files.setStatusFlags(this.#fd, statusFlags(how & Open.APPEND) | NONBLOCKING);
      if (errno < 0) return errno;
      this.#how ^= Open.APPEND;
    }
    this.#synchronised = how & ~this.#how & SYNCHRONISED;
    return 0;
  }

  stat(into: Filestat): number {
    const errno = this.#files.statOf(this.#fd);
    if (errno === 0) this.#files.stats.fill(into);
    return errno;
  }

  setTimes(accessed: bigint | undefined, modified: bigint | undefined): number {
    return this.#files.setTimesOf(this.#fd, accessed, modified);
  }

  setSize(size: number): number {
    return this.#files.truncate(this.#fd, size);
  }

  /** Where the file system cannot reserve, the file is extended, and a write may still meet a full disk. */
  allocate(offset: number, length: number): number {
    if (offset + length > Number.MAX_SAFE_INTEGER) return -Errno.EFBIG;
    const errno = this.#files.allocate(this.#fd, offset, length);
    if (errno !== -Errno.ENOTSUP || this.filetype !== Filetype.REGULAR_FILE) return errno;
    const size = this.size();
    return size < 0 || size >= offset + length ? Math.min(size, 0) : this.setSize(offset + length);
  }

  advise(offset: number, length: number, advice: number): number {
    return this.#files.advise(this.#fd, offset, length, adviceOnLinux(advice));
  }

  sync(): number {
    return this.#synced(this.#files.sync(this.#fd));
  }

  datasync(): number {
    return this.#synced(this.#files.datasync(this.#fd));
  }

  close(): number {
    return this.#files.close(this.#fd);
  }

  /** Devices and pipes have nothing to wait for. */
  #synced(result: number): number {
    return this.filetype !== Filetype.REGULAR_FILE && result === -Errno.EINVAL ? 0 : result;
  }
}

/** The number of posix_fadvise(2): that of preview1, but for two. https://man7.org/linux/man-pages/man2/posix_fadvise.2.html */
function adviceOnLinux(advice: number): number {
  if (advice === Advice.SEQUENTIAL) return 2;
  return advice === Advice.RANDOM ? 1 : advice;
}
