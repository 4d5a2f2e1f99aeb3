import { FileBase, type Filestat, type Iovecs } from 'hostcall/ports';
import type { ArchivedFile } from './archive.js';
import { type Common, fillFilestat } from './attributes.js';

/** An open file of an archive, open for reading. */
export class ZipFile extends FileBase {
  readonly #file: ArchivedFile;
  readonly #common: Common;

  constructor(file: ArchivedFile, common: Common) {
    super();
    this.#file = file;
    this.#common = common;
  }

  override read(into: Iovecs, offset: number): number {
    const { bytes } = this.#file;
    let at = offset;
    for (let i = 0; i < into.count && at < bytes.length; i++) {
      const part = bytes.subarray(at, at + (into.lengths[i] as number));
      into.array.set(part, into.offsets[i] as number);
      at += part.length;
    }
    return Math.max(at - offset, 0);
  }

  override size(): number {
    return this.#file.bytes.length;
  }

  override stat(into: Filestat): number {
    return fillFilestat(this.#file, this.#common, into);
  }
}
