import { Errno, emptyFilestat, type File, Filetype, type Iovecs, Open } from '../../../domain/index.js';
import { identityOf } from '../names.js';
import { WrappedFile } from '../wrapped-file.js';
import type { QuotaUsage } from './quota-usage.js';

/** An open file whose growth is counted. */
export class QuotaFile extends WrappedFile {
  readonly #usage: QuotaUsage;
  readonly #key: string;
  /** It is a regular file, open for writing. */
  readonly #canGrow: boolean;
  #appending: boolean;
  #open = true;

  /** @param how flags of `Open` */
  constructor(inner: File, usage: QuotaUsage, how: number) {
    super(inner);
    this.#usage = usage;
    this.#canGrow = (how & Open.WRITE) !== 0 && inner.filetype === Filetype.REGULAR_FILE;
    this.#appending = (how & Open.APPEND) !== 0;
    const stat = emptyFilestat();
    inner.stat(stat);
    this.#key = identityOf(stat);
    usage.opened(this.#key);
  }

  override write(from: Iovecs, offset: number): number {
    if (!this.#canGrow || from.total === 0) return this.inner.write(from, offset);
    const size = this.inner.size();
    if (size < 0) return size;
    const at = this.#appending ? size : offset;
    const fitting = size + this.#usage.room - at;
    if (fitting <= 0) return -Errno.EDQUOT;
    const written = this.inner.write(fitting < from.total ? beginning(from, fitting) : from, offset);
    if (written > 0) this.#usage.bytes += Math.max(at + written - size, 0);
    return written;
  }

  override setFlags(how: number): number {
    const errno = this.inner.setFlags(how);
    if (errno === 0) this.#appending = (how & Open.APPEND) !== 0;
    return errno;
  }

  override setSize(size: number): number {
    return this.#resize(size, () => this.inner.setSize(size));
  }

  override allocate(offset: number, length: number): number {
    return this.#resize(offset + length, () => this.inner.allocate(offset, length));
  }

  override close(): number {
    const size = this.filetype === Filetype.REGULAR_FILE ? Math.max(this.inner.size(), 0) : 0;
    if (this.#open) this.#usage.closed(this.#key, size);
    this.#open = false;
    return this.inner.close();
  }

  #resize(wanted: number, resize: () => number): number {
    if (!this.#canGrow || !Number.isSafeInteger(wanted)) return resize();
    const before = this.inner.size();
    if (before < 0) return before;
    if (wanted - before > this.#usage.room) return -Errno.EDQUOT;
    const errno = resize();
    if (errno === 0) this.#usage.bytes += this.inner.size() - before;
    return errno;
  }
}

/** The first bytes of a write. */
function beginning(from: Iovecs, total: number): Iovecs {
  const { offsets, lengths } = from;
  const kept: number[] = [];
  for (let rest = total; rest > 0; ) {
    const length = Math.min(lengths[kept.length] as number, rest);
    kept.push(length);
    rest -= length;
  }
  return {
    get array() {
      return from.array;
    },
    count: kept.length,
    offsets: offsets.slice(0, kept.length),
    lengths: kept,
    total,
  };
}
