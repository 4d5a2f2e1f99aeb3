import { Errno, type Filestat, Filetype, type Iovecs, type Stream } from '../../domain/index.js';

/** The attributes of a stream that is nowhere on a disk. */
function statNothing(into: Filestat): number {
  into.device = 0n;
  into.inode = 0n;
  into.filetype = Filetype.UNKNOWN;
  into.links = 1n;
  into.size = 0n;
  into.accessed = 0n;
  into.modified = 0n;
  into.changed = 0n;
  return 0;
}

/** A stream that keeps what is written to it. */
export class CaptureStream implements Stream {
  readonly kind = 'stream';
  readonly filetype = Filetype.UNKNOWN;
  readonly terminal = false;
  closed = false;
  readonly #chunks: Buffer[] = [];

  /** All that was written. */
  get bytes(): Buffer {
    return Buffer.concat(this.#chunks);
  }

  /** All that was written, as UTF-8. */
  get text(): string {
    return this.bytes.toString();
  }

  read(): number {
    return -Errno.EBADF;
  }

  write(from: Iovecs): number {
    let total = 0;
    for (let i = 0; i < from.count; i++) {
      const offset = from.offsets[i] ?? 0;
      const length = from.lengths[i] ?? 0;
      this.#chunks.push(Buffer.from(from.array.slice(offset, offset + length)));
      total += length;
    }
    return total;
  }

  readable(): number {
    return 0;
  }

  writable(): boolean {
    return true;
  }

  stat(into: Filestat): number {
    return statNothing(into);
  }

  sync(): number {
    return 0;
  }

  close(): void {
    this.closed = true;
  }
}

/** A stream that gives a text, then ends. */
export class TextStream implements Stream {
  readonly kind = 'stream';
  readonly filetype = Filetype.UNKNOWN;
  readonly terminal = false;
  closed = false;
  /** How many bytes have been taken. */
  taken = 0;
  readonly #bytes: Buffer;

  constructor(text: string) {
    this.#bytes = Buffer.from(text);
  }

  read(into: Iovecs): number {
    const before = this.taken;
    for (let i = 0; i < into.count; i++) {
      const part = this.#bytes.subarray(this.taken, this.taken + (into.lengths[i] ?? 0));
      into.array.set(part, into.offsets[i] ?? 0);
      this.taken += part.length;
    }
    return this.taken - before;
  }

  write(): number {
    return -Errno.EBADF;
  }

  readable(): number {
    return this.#bytes.length - this.taken;
  }

  writable(): boolean {
    return false;
  }

  stat(into: Filestat): number {
    return statNothing(into);
  }

  sync(): number {
    return 0;
  }

  close(): void {
    this.closed = true;
  }
}
