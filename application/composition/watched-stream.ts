import type { File, Filestat, Iovecs, Stream } from '../../domain/index.js';

/** A stream that passes everything on to another. What is to be watched, a subclass overrides. */
export class WatchedStream implements Stream {
  readonly kind = 'stream';
  readonly seek: Stream['seek'];
  readonly hungUp: Stream['hungUp'];
  readonly #stream: Stream;

  constructor(stream: Stream) {
    this.#stream = stream;
    this.seek = stream.seek?.bind(stream);
    this.hungUp = stream.hungUp?.bind(stream);
  }

  get filetype(): number {
    return this.#stream.filetype;
  }

  get terminal(): boolean {
    return this.#stream.terminal;
  }

  get file(): File | undefined {
    return this.#stream.file;
  }

  get appending(): boolean {
    return this.#stream.appending ?? false;
  }

  read(into: Iovecs, nonblocking: boolean): number {
    return this.#stream.read(into, nonblocking);
  }

  write(from: Iovecs, nonblocking: boolean): number {
    return this.#stream.write(from, nonblocking);
  }

  readable(): number {
    return this.#stream.readable();
  }

  writable(): boolean {
    return this.#stream.writable();
  }

  stat(into: Filestat): number {
    return this.#stream.stat(into);
  }

  sync(): number {
    return this.#stream.sync();
  }

  close(): void {
    this.#stream.close();
  }
}
