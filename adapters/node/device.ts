import { WrappedFile } from '../../application/composition/index.js';
import { type File, type Iovecs, Open, type Stream } from '../../domain/index.js';
import type { HostParts } from './host-parts.js';
import { NodeStream } from './stream.js';

/** An open device or pipe of the host's, opened so as not to wait: a file that is read and written as a stream. */
export class DeviceFile extends WrappedFile {
  readonly #stream: Stream;

  /**
   * @param fd the descriptor of the file
   * @param how flags of `Open` that it was opened with
   */
  constructor(file: File, parts: HostParts, fd: number, how: number) {
    super(file);
    const writes = (how & Open.WRITE) !== 0;
    const reads = !writes || (how & Open.READ) !== 0;
    this.#stream = new NodeStream(parts, fd, reads ? (writes ? 'both' : 'read') : 'write', true);
  }

  override get stream(): Stream {
    return this.#stream;
  }

  override read(into: Iovecs, _offset: number): number {
    return this.#stream.read(into);
  }

  override write(from: Iovecs, _offset: number): number {
    return this.#stream.write(from);
  }

  /** The host need not know: it never waits, and appending and synchronising mean nothing here. */
  override setFlags(_how: number): number {
    return 0;
  }

  override close(): number {
    this.#stream.close();
    return super.close();
  }
}
