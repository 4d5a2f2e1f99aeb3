import { type Iovecs, Open, type Stream } from '../../domain/index.js';
import { NodeFile } from './file.js';
import { NodeStream } from './stream.js';
import type { Tree } from './tree.js';

/** An open device or pipe of the host's, opened so as not to wait. */
export class NodeDevice extends NodeFile {
  readonly stream: Stream;

  constructor(tree: Tree, fd: number, filetype: number, how: number, path: string) {
    super(tree, fd, filetype, how, path);
    const writes = (how & Open.WRITE) !== 0;
    const reads = !writes || (how & Open.READ) !== 0;
    this.stream = new NodeStream(tree.shared, fd, reads ? (writes ? 'both' : 'read') : 'write', true);
  }

  override read(into: Iovecs, _offset: number): number {
    return this.stream.read(into);
  }

  override write(from: Iovecs, _offset: number): number {
    return this.stream.write(from);
  }

  /** The host need not know: it never waits, and appending and synchronising mean nothing here. */
  override setFlags(_how: number): number {
    return 0;
  }

  override close(): number {
    this.stream.close();
    return super.close();
  }
}
