import type { File, Filestat, Iovecs, Stream } from '../../domain/index.js';

/** A stream that passes every operation on to another one. A subclass overrides the operations that it changes or observes. */
export abstract class WrappedStream implements Stream {
  readonly kind = 'stream';
  readonly seek: Stream['seek'];
  readonly hungUp: Stream['hungUp'];
  protected readonly inner: Stream;

  /** @param inner what is wrapped; closed with this one */
  constructor(inner: Stream) {
    this.inner = inner;
    this.seek = inner.seek?.bind(inner);
    this.hungUp = inner.hungUp?.bind(inner);
  }

  get filetype(): number {
    return this.inner.filetype;
  }

  get terminal(): boolean {
    return this.inner.terminal;
  }

  get file(): File | undefined {
    return this.inner.file;
  }

  get appending(): boolean {
    return this.inner.appending ?? false;
  }

  get handle(): object | undefined {
    return this.inner.handle;
  }

  get writeWaits(): boolean {
    return this.inner.writeWaits ?? false;
  }

  read(into: Iovecs): number {
    return this.inner.read(into);
  }

  write(from: Iovecs): number {
    return this.inner.write(from);
  }

  readable(): number {
    return this.inner.readable();
  }

  writable(): boolean {
    return this.inner.writable();
  }

  stat(into: Filestat): number {
    return this.inner.stat(into);
  }

  sync(): number {
    return this.inner.sync();
  }

  close(): void {
    this.inner.close();
  }
}
