import { Errno, type File, type Filestat, Filetype, type Iovecs, Open } from '../../domain/index.js';
import { fillFilestat } from './file-stats.js';
import { accessFlags, NONBLOCKING, statusFlags } from './open-flags.js';
import type { Tree } from './tree.js';

/** The flags that the host has to know about a regular file. */
const ON_HOST = Open.APPEND | Open.SYNC | Open.DSYNC;

/** An open file of the host's: a regular one, or what else has a name (a device, a pipe). */
export class NodeFile implements File {
  readonly kind = 'file';
  readonly filetype: number;
  readonly #tree: Tree;
  #fd: number;
  #how: number;
  readonly #path: string;
  readonly #regular: boolean;
  /** Writes go where the host puts them: to the end, or to a device or pipe that has no offsets. */
  #unplaced: boolean;

  /** @param path where it was opened, should it have to be opened again */
  constructor(tree: Tree, fd: number, filetype: number, how: number, path: string) {
    this.filetype = filetype;
    this.#tree = tree;
    this.#fd = fd;
    this.#how = how;
    this.#path = path;
    this.#regular = filetype === Filetype.REGULAR_FILE;
    this.#unplaced = !this.#regular || (how & Open.APPEND) !== 0;
  }

  read(into: Iovecs, offset: number): number {
    return this.#regular ? this.#tree.shared.transfer.read(this.#fd, into, offset) : this.#insist('read', into);
  }

  write(from: Iovecs, offset: number): number {
    if (!this.#regular) return this.#insist('write', from);
    return this.#tree.shared.transfer.write(this.#fd, from, this.#unplaced ? null : offset);
  }

  size(): number {
    const stats = this.#tree.shared.host.roughStat(this.#fd);
    return typeof stats === 'number' ? stats : stats.size;
  }

  /**
   * On a regular file, the host is told by opening the file again; its offsets are the guest's own, so nothing is lost. Whether a
   * device or pipe waits is decided here, and appending means nothing to them.
   */
  setFlags(how: number): number {
    const changed = (how ^ this.#how) & ON_HOST;
    const next = (this.#how & ~(ON_HOST | Open.NONBLOCK)) | (how & (ON_HOST | Open.NONBLOCK));
    if (changed !== 0 && this.#regular) {
      const fd = this.#tree.reopen(this.#fd, this.#path, accessFlags(next) | statusFlags(next) | NONBLOCKING);
      if (fd < 0) return fd;
      this.#tree.shared.host.close(this.#fd);
      this.#fd = fd;
    }
    this.#how = next;
    this.#unplaced = !this.#regular || (next & Open.APPEND) !== 0;
    return 0;
  }

  stat(into: Filestat): number {
    const { host, times } = this.#tree.shared;
    const stats = host.fstat(this.#fd);
    if (typeof stats === 'number') return stats;
    fillFilestat(stats, times, into);
    return 0;
  }

  setTimes(accessed: bigint | undefined, modified: bigint | undefined): number {
    return this.#tree.shared.times.setOfOpen(this.#fd, accessed, modified);
  }

  setSize(size: number): number {
    return this.#tree.shared.host.truncate(this.#fd, size);
  }

  /** Extends the file. Node cannot reserve: blocks in holes are taken only when written, so a write may still meet a full disk. */
  allocate(offset: number, length: number): number {
    if (!this.#regular) return this.filetype === Filetype.UNKNOWN ? -Errno.ESPIPE : -Errno.ENODEV;
    if (length <= 0 || offset < 0) return -Errno.EINVAL;
    const end = offset + length;
    if (end > Number.MAX_SAFE_INTEGER) return -Errno.EFBIG;
    if ((this.#how & Open.WRITE) === 0) return -Errno.EBADF;
    const size = this.size();
    if (size < 0) return size;
    return size < end ? this.setSize(end) : 0;
  }

  /** Node cannot pass the hint on. */
  advise(_offset: number, _length: number, _advice: number): number {
    return this.filetype === Filetype.UNKNOWN ? -Errno.ESPIPE : 0;
  }

  sync(): number {
    return this.#synced(this.#tree.shared.host.sync(this.#fd));
  }

  datasync(): number {
    return this.#synced(this.#tree.shared.host.datasync(this.#fd));
  }

  close(): number {
    return this.#tree.shared.host.close(this.#fd);
  }

  /** Devices and pipes have nothing to wait for. */
  #synced(result: number): number {
    return !this.#regular && (result === -Errno.EINVAL || result === -Errno.ENOTSUP) ? 0 : result;
  }

  /** Reads or writes what has no offset. The descriptor does not wait, so waiting is done here. */
  #insist(operation: 'read' | 'write', iovecs: Iovecs): number {
    const { transfer, patience } = this.#tree.shared;
    for (let attempt = 0; ; attempt++) {
      const result = transfer[operation](this.#fd, iovecs, null);
      if (result !== -Errno.EAGAIN || (this.#how & Open.NONBLOCK) !== 0) return result;
      patience.rest(attempt);
    }
  }
}
