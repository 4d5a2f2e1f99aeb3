import { Errno, type Extent, type File, type Filestat, type Iovecs, type Stream } from '../../domain/index.js';

/** An open file that passes every operation on to another one. A subclass overrides the operations that it changes or observes. */
export abstract class WrappedFile implements File {
  readonly kind = 'file';
  readonly filetype: number;
  protected inner: File;

  /** @param inner what is wrapped; closed with this one */
  constructor(inner: File) {
    this.filetype = inner.filetype;
    this.inner = inner;
  }

  get stream(): Stream | undefined {
    return this.inner.stream;
  }

  read(into: Iovecs, offset: number): number {
    return this.inner.read(into, offset);
  }

  write(from: Iovecs, offset: number): number {
    return this.inner.write(from, offset);
  }

  size(): number {
    return this.inner.size();
  }

  findData(from: number, into: Extent): number {
    return this.inner.findData?.(from, into) ?? -Errno.ENOTSUP;
  }

  setFlags(how: number): number {
    return this.inner.setFlags(how);
  }

  stat(into: Filestat): number {
    return this.inner.stat(into);
  }

  setTimes(accessed: bigint | undefined, modified: bigint | undefined): number {
    return this.inner.setTimes(accessed, modified);
  }

  setSize(size: number): number {
    return this.inner.setSize(size);
  }

  allocate(offset: number, length: number): number {
    return this.inner.allocate(offset, length);
  }

  advise(offset: number, length: number, advice: number): number {
    return this.inner.advise(offset, length, advice);
  }

  sync(): number {
    return this.inner.sync();
  }

  datasync(): number {
    return this.inner.datasync();
  }

  close(): number {
    return this.inner.close();
  }
}
