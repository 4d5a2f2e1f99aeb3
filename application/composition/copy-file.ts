import { type Directory, Errno, type Extent, type File, type Iovecs, Open } from '../../domain/index.js';

const CHUNK = 64 * 1024;
/** The size of a block, which is written or left out as a whole. */
const BLOCK = 4096;
/** Zeros are searched for in words of this many bytes. */
const WORD = 4;
/** A file whose holes cannot be told from its data is read only up to this many bytes: a sparse file can have 2^53. */
const MOST_READ = 2 ** 40;
/** Bytes between two pauses: a slow disk moves so many in 50 ms. */
const PART = 4 * 2 ** 20;

/** Copies files through one buffer, for any number of successive copies. */
export class FileCopier {
  readonly #array = new Uint8Array(CHUNK);
  readonly #words = new Uint32Array(this.#array.buffer);
  readonly #iovecs: Iovecs = { array: this.#array, count: 1, offsets: [0], lengths: [CHUNK], total: CHUNK };
  readonly #extent: Extent = { offset: 0, length: 0 };
  #pause: (() => void) | undefined;

  /**
   * Copies a regular file, replacing an existing one. Holes stay holes, and blocks of zeros become holes.
   * @param pause called from time to time; it may throw, and an incomplete copy is left
   * @returns 0 or a negative errno, such as `-EDQUOT`; `-EFBIG` for a file that is too large to be read through; an incomplete copy is left
   */
  copy(from: Directory, name: string, to: Directory, newName: string, pause?: () => void): number {
    const source = openRegular(from, name);
    if (typeof source === 'number') return source;
    const size = source.size();
    const readable = this.#mayRead(source, size);
    const target = readable < 0 ? readable : to.open(newName, Open.WRITE | Open.CREATE | Open.TRUNCATE);
    if (typeof target === 'number' || target.kind === 'directory') {
      source.close();
      return typeof target === 'number' ? target : -Errno.EISDIR;
    }
    this.#pause = pause;
    let errno = 0;
    let closed = 0;
    try {
      errno = this.#pour(source, target, size);
    } finally {
      this.#pause = undefined;
      source.close();
      closed = target.close();
    }
    return closed || errno;
  }

  /** Makes an empty file. */
  create(directory: Directory, name: string): number {
    const file = directory.open(name, Open.WRITE | Open.CREATE | Open.EXCLUSIVE);
    return typeof file === 'number' ? file : (file.close() ?? 0);
  }

  /** How many bytes a copy of a regular file would write, without its holes; or a negative errno as for `copy`. */
  dataBytes(directory: Directory, name: string): number {
    const file = openRegular(directory, name);
    if (typeof file === 'number') return file;
    const size = file.size();
    const readable = this.#mayRead(file, size);
    let bytes = 0;
    const errno =
      readable < 0
        ? readable
        : this.#eachData(file, size, (from, to) => {
            bytes += to - from;
            return 0;
          });
    file.close();
    return errno < 0 ? errno : bytes;
  }

  /** Whether two regular files hold the same bytes, as far as can be determined; a negative errno if one cannot be read. */
  areEqual(one: Directory, name: string, other: Directory, otherName: string): boolean | number {
    const first = openRegular(one, name);
    if (typeof first === 'number') return first;
    const second = openRegular(other, otherName);
    try {
      return typeof second === 'number' ? second : this.#compare(first, second);
    } finally {
      first.close();
      if (typeof second !== 'number') second.close();
    }
  }

  /** Copies to an empty file. */
  #pour(source: File, target: File, size: number): number {
    let end = 0;
    const errno = this.#eachData(source, size, (from, to, offset) => {
      end = offset + to - from;
      return this.#write(target, from, to, offset);
    });
    if (errno < 0 || end >= size) return errno;
    // The rest is a hole.
    const resized = target.setSize(size);
    if (resized !== -Errno.ENOTSUP) return resized;
    this.#array[0] = 0;
    return this.#write(target, 0, 1, size - 1);
  }

  /** Writes a range of the buffer, in as many writes as it takes. */
  #write(target: File, from: number, to: number, offset: number): number {
    for (let done = from; done < to; ) {
      this.#window(done, to - done);
      const written = target.write(this.#iovecs, offset + done - from);
      if (written < 0) return written;
      if (written === 0) return -Errno.EIO;
      done += written;
    }
    return 0;
  }

  /**
   * Reads a file's data into the buffer, in the order of offsets, and passes on each run of blocks that are not all zeros.
   * @param use receives the ends of the run in the buffer and its offset in the file; a negative result stops the reading
   * @returns 0 or a negative errno
   */
  #eachData(file: File, size: number, use: (from: number, to: number, offset: number) => number): number {
    let unpaused = 0;
    for (let offset = 0; ; ) {
      const errno = this.#findData(file, offset);
      if (errno < 0) return errno;
      const { length } = this.#extent;
      if (length === 0 && file.findData !== undefined && offset < size) return 0;
      offset = Math.max(this.#extent.offset, offset);
      // One more read at the end: files of procfs, for example, are longer than their size says.
      const end = offset + (length === 0 ? CHUNK : length);
      while (offset < end) {
        const got = this.#read(file, offset, end - offset);
        if (got <= 0) return got;
        const used = this.#eachRun(got, offset, use);
        if (used < 0) return used;
        offset += got;
        unpaused += got;
        if (unpaused >= PART) {
          unpaused = 0;
          this.#pause?.();
        }
      }
    }
  }

  #eachRun(length: number, offset: number, use: (from: number, to: number, offset: number) => number): number {
    for (let from = 0; ; ) {
      while (from < length && this.#isZero(from, length)) from += BLOCK;
      if (from >= length) return 0;
      let to = from + BLOCK;
      while (to < length && !this.#isZero(to, length)) to += BLOCK;
      const errno = use(from, Math.min(to, length), offset + from);
      if (errno < 0) return errno;
      from = to;
    }
  }

  /** Whether the block of the buffer that begins at `from` is all zeros, up to `length`. */
  #isZero(from: number, length: number): boolean {
    const end = Math.min(from + BLOCK, length);
    const whole = Math.floor(end / WORD);
    for (let i = from / WORD; i < whole; i++) if (this.#words[i] !== 0) return false;
    for (let i = whole * WORD; i < end; i++) if (this.#array[i] !== 0) return false;
    return true;
  }

  #compare(first: File, second: File): boolean | number {
    const size = first.size();
    if (size < 0) return size;
    const otherSize = second.size();
    if (otherSize < 0) return otherSize;
    // A file that is too large to be read through counts as changed.
    if (size !== otherSize || this.#mayRead(first, size) < 0 || this.#mayRead(second, size) < 0) return false;
    for (let offset = 0; ; ) {
      const errno = this.#findData(first, offset);
      if (errno < 0) return errno;
      const start = this.#extent.length === 0 ? size : this.#extent.offset;
      const other = this.#findData(second, offset);
      if (other < 0) return other;
      offset = Math.min(start, this.#extent.length === 0 ? size : this.#extent.offset, size);
      const got = this.#read(first, offset, size - offset);
      if (got <= 0) return got === 0 ? true : got;
      const expected = this.#array.slice(0, got);
      for (let done = 0; done < got; ) {
        const read = this.#read(second, offset + done, got - done);
        if (read < 0) return read;
        if (read === 0) return false;
        for (let i = 0; i < read; i++) if (this.#array[i] !== expected[done + i]) return false;
        done += read;
      }
      offset += got;
    }
  }

  /** 0, or a negative errno: the one that the size is, or `-EFBIG` for a file that would have to be read through and is too large for that. */
  #mayRead(file: File, size: number): number {
    const isFull = size > MOST_READ && this.#findData(file, 0) === 0 && this.#extent.length === size;
    return isFull ? -Errno.EFBIG : Math.min(size, 0);
  }

  /** The next range that may hold data; all of the rest where the host cannot tell. */
  #findData(file: File, from: number): number {
    const extent = this.#extent;
    const errno = file.findData?.(from, extent) ?? -Errno.ENOTSUP;
    if (errno !== -Errno.ENOTSUP) return errno;
    const size = file.size();
    if (size < 0) return size;
    extent.offset = from;
    extent.length = Math.max(size - from, 0);
    return 0;
  }

  /** Reads into the beginning of the buffer. */
  #read(file: File, offset: number, most: number): number {
    this.#window(0, Math.min(most, CHUNK));
    return file.read(this.#iovecs, offset);
  }

  #window(offset: number, length: number): void {
    this.#iovecs.offsets[0] = offset;
    this.#iovecs.lengths[0] = length;
    this.#iovecs.total = length;
  }
}

function openRegular(directory: Directory, name: string): File | number {
  const file = directory.open(name, Open.READ);
  if (typeof file === 'number' || file.kind === 'file') return file;
  file.close();
  return -Errno.EISDIR;
}
