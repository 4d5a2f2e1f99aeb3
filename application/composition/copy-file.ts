import { type Directory, Errno, type File, type Iovecs, Open } from '../../domain/index.js';

const CHUNK = 64 * 1024;

/** Bytes on the way from one file to another. One buffer, for any number of copies one after the other. */
export class FileCopier {
  readonly #array = new Uint8Array(CHUNK);
  readonly #iovecs: Iovecs = { array: this.#array, count: 1, offsets: [0], lengths: [CHUNK], total: CHUNK };

  /**
   * Copies a regular file, over another one if there is one.
   * @returns 0 or a negative errno, such as `-EDQUOT`; what was made of the copy is left
   */
  copy(from: Directory, name: string, to: Directory, newName: string): number {
    const source = from.open(name, Open.READ);
    if (typeof source === 'number') return source;
    if (source.kind === 'directory') {
      source.close();
      return -Errno.EISDIR;
    }
    const target = to.open(newName, Open.WRITE | Open.CREATE | Open.TRUNCATE);
    if (typeof target === 'number' || target.kind === 'directory') {
      source.close();
      return typeof target === 'number' ? target : -Errno.EISDIR;
    }
    const errno = this.#pour(source, target);
    source.close();
    return target.close() || errno;
  }

  /** Makes an empty file. */
  create(directory: Directory, name: string): number {
    const file = directory.open(name, Open.WRITE | Open.CREATE | Open.EXCLUSIVE);
    return typeof file === 'number' ? file : (file.close() ?? 0);
  }

  /** Whether two regular files hold the same bytes; a negative errno if one cannot be read. */
  areEqual(one: Directory, name: string, other: Directory, otherName: string): boolean | number {
    const first = one.open(name, Open.READ);
    if (typeof first === 'number') return first;
    const second = other.open(otherName, Open.READ);
    try {
      if (typeof second === 'number') return second;
      if (first.kind === 'directory' || second.kind === 'directory') return -Errno.EISDIR;
      return this.#compare(first, second);
    } finally {
      first.close();
      if (typeof second !== 'number') second.close();
    }
  }

  #pour(source: File, target: File): number {
    for (let offset = 0; ; ) {
      const got = this.#read(source, offset);
      if (got <= 0) return got;
      for (let done = 0; done < got; ) {
        this.#window(done, got - done);
        const written = target.write(this.#iovecs, offset + done);
        if (written < 0) return written;
        if (written === 0) return -Errno.EIO;
        done += written;
      }
      offset += got;
    }
  }

  #compare(first: File, second: File): boolean | number {
    if (first.size() !== second.size()) return false;
    for (let offset = 0; ; ) {
      const got = this.#read(first, offset);
      if (got <= 0) return got === 0 ? true : got;
      const expected = this.#array.slice(0, got);
      for (let done = 0; done < got; ) {
        this.#window(0, got - done);
        const read = second.read(this.#iovecs, offset + done);
        if (read < 0) return read;
        if (read === 0) return false;
        for (let i = 0; i < read; i++) if (this.#array[i] !== expected[done + i]) return false;
        done += read;
      }
      offset += got;
    }
  }

  #read(file: File, offset: number): number {
    this.#window(0, CHUNK);
    return file.read(this.#iovecs, offset);
  }

  #window(offset: number, length: number): void {
    this.#iovecs.offsets[0] = offset;
    this.#iovecs.lengths[0] = length;
    this.#iovecs.total = length;
  }
}
