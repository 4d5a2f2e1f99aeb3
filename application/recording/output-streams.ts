import type { Iovecs, Stdio, Stream } from '../../domain/index.js';
import { WrappedStream } from '../composition/index.js';
import type { OutputStream } from './recorded-call.js';

/** The streams that a program writes to. */
export type Outputs = Pick<Stdio, 'stdout' | 'stderr'>;

class NotedStream extends WrappedStream {
  readonly #written: () => void;

  constructor(stream: Stream, written: () => void) {
    super(stream);
    this.#written = written;
  }

  override write(from: Iovecs): number {
    const count = super.write(from);
    if (count > 0) this.#written();
    return count;
  }
}

/** Wraps the streams. @param written called with the stream after every write that wrote something */
export function notedOutputs({ stdout, stderr }: Outputs, written: (stream: OutputStream) => void): Outputs {
  return { stdout: new NotedStream(stdout, () => written(1)), stderr: new NotedStream(stderr, () => written(2)) };
}
