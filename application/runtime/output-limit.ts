import { Errno, type File, type Iovecs, type Stream } from '../../domain/index.js';
import { WrappedFile, WrappedStream } from '../composition/index.js';
import { partOf } from '../hostcalls/index.js';

/** How many bytes a guest may write to its outputs together. Bytes within the limit are written, those beyond are not. */
export class OutputLimit {
  readonly bytes: number;
  /** Whether more has been tried. */
  exceeded = false;
  #left: number;

  /** @param bytes Infinity for no limit */
  constructor(bytes: number) {
    this.bytes = bytes;
    this.#left = bytes;
  }

  /** The same output, counted. */
  over(output: Stream): Stream {
    return new LimitedStream(output, this);
  }

  /**
   * Writes as much of some buffers as may be written.
   * @param write returns a number of bytes or a negative errno
   * @returns the same; `-EFBIG` if nothing may be written, as beyond RLIMIT_FSIZE of setrlimit(2)
   */
  write(from: Iovecs, write: (some: Iovecs) => number): number {
    if (this.#left === 0 && from.total > 0) {
      this.exceeded = true;
      return -Errno.EFBIG;
    }
    const written = write(from.total > this.#left ? partOf(from, 0, this.#left) : from);
    if (written > 0) this.#left -= written;
    return written;
  }
}

class LimitedStream extends WrappedStream {
  readonly #limit: OutputLimit;
  /** Of a stream that has been redirected to a file. */
  readonly #file: File | undefined;

  constructor(inner: Stream, limit: OutputLimit) {
    super(inner);
    this.#limit = limit;
    this.#file = inner.file && new LimitedFile(inner.file, limit);
  }

  override get file(): File | undefined {
    return this.#file;
  }

  override write(from: Iovecs): number {
    return this.#limit.write(from, some => super.write(some));
  }
}

class LimitedFile extends WrappedFile {
  readonly #limit: OutputLimit;

  constructor(inner: File, limit: OutputLimit) {
    super(inner);
    this.#limit = limit;
  }

  override write(from: Iovecs, offset: number): number {
    return this.#limit.write(from, some => super.write(some, offset));
  }
}
