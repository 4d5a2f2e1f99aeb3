import { MemoryStream } from '../../adapters/memory/index.js';
import type { Iovecs } from '../../domain/index.js';

/** A stream that keeps what is written to it, and tells whether the guest has closed it. */
export class CaptureStream extends MemoryStream {
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

  override write(from: Iovecs): number {
    let total = 0;
    for (let i = 0; i < from.count; i++) {
      const offset = from.offsets[i] ?? 0;
      const length = from.lengths[i] ?? 0;
      this.#chunks.push(Buffer.from(from.array.slice(offset, offset + length)));
      total += length;
    }
    return total;
  }

  override close(): void {
    this.closed = true;
  }
}

/** A stream that gives a text, then ends, and tells how far it was read. */
export class TextStream extends MemoryStream {
  closed = false;
  /** How many bytes have been taken. */
  taken = 0;
  readonly #bytes: Buffer;

  constructor(text: string) {
    super();
    this.#bytes = Buffer.from(text);
  }

  override read(into: Iovecs): number {
    const before = this.taken;
    for (let i = 0; i < into.count; i++) {
      const part = this.#bytes.subarray(this.taken, this.taken + (into.lengths[i] ?? 0));
      into.array.set(part, into.offsets[i] ?? 0);
      this.taken += part.length;
    }
    return this.taken - before;
  }

  override readable(): number {
    return this.#bytes.length - this.taken;
  }

  override writable(): boolean {
    return false;
  }

  override close(): void {
    this.closed = true;
  }
}
