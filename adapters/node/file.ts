import { Errno, type File, type Filestat, Filetype, type Iovecs, Open } from '../../domain/index.js';
import { fillFilestat } from './file-stats.js';
import { accessFlags, NONBLOCKING, statusFlags } from './open-flags.js';
import type { Tree } from './tree.js';

/** The flags that the host has to know about a regular file. */
const ON_HOST = Open.APPEND | Open.SYNC | Open.DSYNC;

/** What an open file needs of the tree it was opened in. */
export type FileTree = Pick<Tree, 'shared' | 'reopen'>;

/** An open regular file of the host's, or what else has offsets. */
export class NodeFile implements File {
  readonly kind = 'file';
  readonly filetype: number;
  protected readonly tree: FileTree;
  protected fd: number;
  /** Flags of `Open`. */
  protected how: number;
  readonly #path: string;

  /** @param path where it was opened, should it have to be opened again */
  constructor(tree: FileTree, fd: number, filetype: number, how: number, path: string) {
    this.filetype = filetype;
    this.tree = tree;
    this.fd = fd;
    this.how = how;
    this.#path = path;
  }

  read(into: Iovecs, offset: number): number {
    return this.tree.shared.transfer.read(this.fd, into, offset);
  }

  /** Writes that go to the end go where the host puts them. */
  write(from: Iovecs, offset: number): number {
    return this.tree.shared.transfer.write(this.fd, from, (this.how & Open.APPEND) !== 0 ? null : offset);
  }

  size(): number {
    const stats = this.tree.shared.host.roughStat(this.fd);
    return typeof stats === 'number' ? stats : stats.size;
  }

  /** The host is told by opening the file again; its offsets are the guest's own, so nothing is lost. */
  setFlags(how: number): number {
    const changed = (how ^ this.how) & ON_HOST;
    const next = (this.how & ~(ON_HOST | Open.NONBLOCK)) | (how & (ON_HOST | Open.NONBLOCK));
    if (changed !== 0) {
      const fd = this.tree.reopen(this.fd, this.#path, accessFlags(next) | statusFlags(next) | NONBLOCKING);
      if (fd < 0) return fd;
      this.tree.shared.host.close(this.fd);
      this.fd = fd;
    }
    this.how = next;
    return 0;
  }

  stat(into: Filestat): number {
    const { host, times } = this.tree.shared;
    const stats = host.fstat(this.fd);
    if (typeof stats === 'number') return stats;
    fillFilestat(stats, times, into);
    return 0;
  }

  setTimes(accessed: bigint | undefined, modified: bigint | undefined): number {
    return this.tree.shared.times.setOfOpen(this.fd, accessed, modified);
  }

  setSize(size: number): number {
    return this.tree.shared.host.truncate(this.fd, size);
  }

  /** Extends the file. Node cannot reserve: blocks in holes are taken only when written, so a write may still meet a full disk. */
  allocate(offset: number, length: number): number {
    if (this.filetype !== Filetype.REGULAR_FILE) {
      return this.filetype === Filetype.UNKNOWN ? -Errno.ESPIPE : -Errno.ENODEV;
    }
    if (length <= 0 || offset < 0) return -Errno.EINVAL;
    const end = offset + length;
    if (end > Number.MAX_SAFE_INTEGER) return -Errno.EFBIG;
    if ((this.how & Open.WRITE) === 0) return -Errno.EBADF;
    const size = this.size();
    if (size < 0) return size;
    return size < end ? this.setSize(end) : 0;
  }

  /** Node cannot pass the hint on. */
  advise(_offset: number, _length: number, _advice: number): number {
    return this.filetype === Filetype.UNKNOWN ? -Errno.ESPIPE : 0;
  }

  sync(): number {
    return this.#synced(this.tree.shared.host.sync(this.fd));
  }

  datasync(): number {
    return this.#synced(this.tree.shared.host.datasync(this.fd));
  }

  close(): number {
    return this.tree.shared.host.close(this.fd);
  }

  /** Devices and pipes have nothing to wait for. */
  #synced(result: number): number {
    const nothing = this.filetype !== Filetype.REGULAR_FILE && (result === -Errno.EINVAL || result === -Errno.ENOTSUP);
    return nothing ? 0 : result;
  }
}
