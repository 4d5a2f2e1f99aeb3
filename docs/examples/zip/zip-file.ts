import { Errno, type File, type Filestat, Filetype, type Iovecs } from 'hostcall/ports';
import type { ArchivedFile } from './archive.js';
import { type Common, fillFilestat } from './attributes.js';

/** An open file of an archive. It was opened for reading, so what needs a file that is open for writing is EBADF. */
export class ZipFile implements File {
  readonly kind = 'file';
  readonly filetype = Filetype.REGULAR_FILE;
  readonly #file: ArchivedFile;
  readonly #common: Common;

  constructor(file: ArchivedFile, common: Common) {
    this.#file = file;
    this.#common = common;
  }

  read(into: Iovecs, offset: number): number {
    const { bytes } = this.#file;
    let at = offset;
    for (let i = 0; i < into.count && at < bytes.length; i++) {
      const part = bytes.subarray(at, at + (into.lengths[i] as number));
      into.array.set(part, into.offsets[i] as number);
      at += part.length;
    }
    return Math.max(at - offset, 0);
  }

  write(): number {
    return -Errno.EBADF;
  }

  size(): number {
    return this.#file.bytes.length;
  }

  setFlags(): number {
    return 0;
  }

  stat(into: Filestat): number {
    return fillFilestat(this.#file, this.#common, into);
  }

  setTimes(): number {
    return -Errno.EROFS;
  }

  setSize(): number {
    return -Errno.EINVAL;
  }

  allocate(): number {
    return -Errno.EBADF;
  }

  advise(): number {
    return 0;
  }

  sync(): number {
    return 0;
  }

  datasync(): number {
    return 0;
  }

  close(): number {
    return 0;
  }
}
