import { RecordingError } from '../recording-error.js';

/** More than any number in a recording has. */
const VARINT_LIMIT = 8;

/** Reads what `ByteWriter` has put together, and trusts none of it. */
export class ByteReader {
  readonly u8: Uint8Array;
  at: number;
  readonly end: number;
  readonly #from: number;
  readonly #base: number;

  /**
   * @param u8 bytes of the file
   * @param from where reading begins
   * @param to where it must not go on
   * @param base how many bytes of the file come before `u8`, for errors
   */
  constructor(u8: Uint8Array, from: number, to: number, base = 0) {
    this.u8 = u8;
    this.#base = base;
    this.at = from;
    this.end = to;
    this.#from = from;
  }

  /** How many bytes have been read. */
  get taken(): number {
    return this.at - this.#from;
  }

  get ended(): boolean {
    return this.at >= this.end;
  }

  byte(): number {
    if (this.at >= this.end) this.fail('has a call that does not end');
    return this.u8[this.at++] as number;
  }

  u32(): number {
    return (this.byte() | (this.byte() << 8) | (this.byte() << 16) | (this.byte() << 24)) >>> 0;
  }

  varint(): number {
    let value = 0;
    let unit = 1;
    for (let i = 0; i < VARINT_LIMIT; i++) {
      const byte = this.byte();
      value += (byte & 0x7f) * unit;
      if (byte < 0x80) {
        if (!Number.isSafeInteger(value)) break;
        return value;
      }
      unit *= 0x80;
    }
    return this.fail('has a number that is too large');
  }

  signed(): number {
    const value = this.varint();
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }

  /** A view of bytes in the file. */
  bytes(length: number): Uint8Array {
    const { at } = this;
    if (length > this.end - at) this.fail('has a call that does not end');
    this.at += length;
    return this.u8.subarray(at, at + length);
  }

  /** @throws RecordingError about what was read last */
  fail(problem: string): never {
    throw new RecordingError(problem, this.#base + this.at);
  }
}
