import { WrappedStream } from '../../../application/composition/index.js';
import type { Iovecs, Stream } from '../../../domain/index.js';

/** Receives what passed through a stream: how many bytes of which buffers. */
export interface StreamObserver {
  read?(into: Iovecs, count: number): void;
  written?(from: Iovecs, count: number): void;
}

/** A stream that tells what goes through it. */
export class ObservedStream extends WrappedStream {
  readonly #observer: StreamObserver;

  constructor(stream: Stream, observer: StreamObserver) {
    super(stream);
    this.#observer = observer;
  }

  override read(into: Iovecs): number {
    const count = super.read(into);
    if (count > 0) this.#observer.read?.(into, count);
    return count;
  }

  override write(from: Iovecs): number {
    const count = super.write(from);
    if (count > 0) this.#observer.written?.(from, count);
    return count;
  }
}
