const FIRST_SIZE = 0x11000;
/** How much room is left, at least, behind what was reserved. */
const SLACK = 512;
/** From this many bytes on, `set` is faster than a loop (measured on V8). */
const SET_FROM = 128;
const TWO_28 = 0x1000_0000;

/**
 * A growing buffer. A caller reserves room before it writes data of variable size, which also reserves some hundred bytes more: a check at every byte
 * would cost as much as writing it.
 */
export class ByteWriter {
  u8: Uint8Array = new Uint8Array(FIRST_SIZE);
  length = 0;

  /** Makes room for more bytes, and for `SLACK`. */
  reserve(bytes: number): void {
    const needed = this.length + bytes + SLACK;
    if (needed <= this.u8.length) return;
    const larger = new Uint8Array(Math.max(2 * this.u8.length, needed));
    larger.set(this.u8.subarray(0, this.length));
    this.u8 = larger;
  }

  byte(value: number): void {
    this.u8[this.length++] = value;
  }

  /** A u32, little-endian: 4 bytes. */
  u32(value: number): void {
    this.byte(value);
    this.byte(value >>> 8);
    this.byte(value >>> 16);
    this.byte(value >>> 24);
  }

  /**
   * An unsigned integer, seven bits a byte, the lowest first; every byte but the last has its highest bit set. At most 8 bytes.
   * @param value an integer from 0 to 2^53 − 1
   */
  varint(value: number): void {
    let rest = value;
    while (rest >= TWO_28) {
      this.byte((rest % 0x80) | 0x80);
      rest = Math.floor(rest / 0x80);
    }
    while (rest >= 0x80) {
      this.byte((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    this.byte(rest);
  }

  /** A signed integer: 0, −1, 1, −2 … become 0, 1, 2, 3 … */
  signed(value: number): void {
    this.varint(value < 0 ? -2 * value - 1 : 2 * value);
  }

  /** Bytes as they are. */
  bytes(from: Uint8Array, at = 0, length = from.length): void {
    const { u8, length: to } = this;
    if (length < SET_FROM) for (let i = 0; i < length; i++) u8[to + i] = from[at + i] as number;
    else u8.set(from.subarray(at, at + length), to);
    this.length = to + length;
  }
}
