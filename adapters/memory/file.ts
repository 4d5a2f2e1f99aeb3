import { Errno, type Extent, type File, type Filestat, Filetype, type Iovecs, Open } from '../../domain/index.js';
import type { FileInode } from './inodes.js';
import type { Volume } from './volume.js';

/** An open file. */
export class MemoryFile implements File {
  readonly kind = 'file';
  readonly filetype = Filetype.REGULAR_FILE;
  readonly #volume: Volume;
  readonly #inode: FileInode;
  readonly #readable: boolean;
  readonly #writable: boolean;
  #appending: boolean;
  #open = true;

  /** @param how flags of `Open`; the opening is counted */
  constructor(volume: Volume, inode: FileInode, how: number) {
    this.#volume = volume;
    this.#inode = inode;
    this.#writable = (how & Open.WRITE) !== 0;
    this.#readable = !this.#writable || (how & Open.READ) !== 0;
    this.#appending = (how & Open.APPEND) !== 0;
    volume.opened(inode);
  }

  read(into: Iovecs, offset: number): number {
    // As on Node, where a read of nothing does not get to the kernel.
    if (into.total === 0) return 0;
    if (!this.#readable) return -Errno.EBADF;
    this.#volume.contentRead(this.#inode);
    return this.#inode.content.read(into, offset);
  }

  /** Writes as much as the quota and the memory allow; `-EDQUOT` or `-ENOSPC` if that is nothing. */
  write(from: Iovecs, offset: number): number {
    if (!this.#writable) return -Errno.EBADF;
    if (from.total === 0) return 0;
    const { content } = this.#inode;
    const before = content.size;
    const at = this.#appending ? before : offset;
    const end = at + from.total;
    if (end > Number.MAX_SAFE_INTEGER) return -Errno.EFBIG;
    const length = this.#volume.allowedSize(this.#inode, end) - at;
    if (length <= 0) return -Errno.EDQUOT;
    const written = content.write(from, at, length);
    if (written === 0) return -Errno.ENOSPC;
    this.#volume.resized(this.#inode, before);
    this.#volume.contentChanged(this.#inode);
    return written;
  }

  findData(from: number, into: Extent): number {
    this.#inode.content.findData(from, into);
    return 0;
  }

  size(): number {
    return this.#inode.content.size;
  }

  /** There is no device to synchronise with, and nothing pending. */
  setFlags(how: number): number {
    this.#appending = (how & Open.APPEND) !== 0;
    return 0;
  }

  stat(into: Filestat): number {
    return this.#volume.stat(this.#inode, into);
  }

  setTimes(accessed: bigint | undefined, modified: bigint | undefined): number {
    return this.#volume.setTimes(this.#inode, accessed, modified);
  }

  setSize(size: number): number {
    return this.#writable ? resize(this.#volume, this.#inode, size) : -Errno.EINVAL;
  }

  /** Extends the file. What the quota counts is its size, so the range is reserved by that. */
  allocate(offset: number, length: number): number {
    if (length <= 0 || offset < 0) return -Errno.EINVAL;
    const end = offset + length;
    if (end > Number.MAX_SAFE_INTEGER) return -Errno.EFBIG;
    if (!this.#writable) return -Errno.EBADF;
    return end > this.#inode.size ? resize(this.#volume, this.#inode, end) : 0;
  }

  advise(_offset: number, _length: number, _advice: number): number {
    return 0;
  }

  sync(): number {
    return 0;
  }

  datasync(): number {
    return 0;
  }

  close(): number {
    if (!this.#open) return -Errno.EBADF;
    this.#open = false;
    this.#volume.closed(this.#inode);
    return 0;
  }
}

/** Gives a file another size; `-EDQUOT` if the quota does not allow it. */
export function resize(volume: Volume, inode: FileInode, size: number): number {
  const before = inode.size;
  if (volume.allowedSize(inode, size) < size) return -Errno.EDQUOT;
  inode.content.resize(size);
  volume.resized(inode, before);
  volume.contentChanged(inode);
  return 0;
}
