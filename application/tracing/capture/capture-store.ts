/** A piece of captured memory. What has been written into it is never overwritten, so events may be kept for any time. */
export interface Chunk {
  readonly u8: Uint8Array;
  readonly view: DataView;
}

/** A chunk with nothing in it. */
export const NO_CHUNK: Chunk = { u8: new Uint8Array(0), view: new DataView(new ArrayBuffer(0)) };

/** Header of a part that could not be captured: its pointer was out of bounds. */
const NOT_CAPTURED = 0xffffffff;

const CHUNK_SIZE = 0x10000;
/** From this many bytes on, `set` is faster than a loop (measured on V8). */
const SET_FROM = 128;

/**
 * Where captured bytes go: append-only chunks of 64 KiB. What one call captures in one go is a run of parts in one chunk; each part is its
 * length as u32, then its bytes, padded to a multiple of 4.
 */
export class CaptureStore {
  chunk = NO_CHUNK;
  /** Where the next part begins. */
  used = 0;

  /**
   * Makes room in one chunk for a run of parts.
   * @param bytes how many at most, headers and padding included
   */
  reserve(bytes: number): void {
    if (this.used + bytes > this.chunk.u8.length) this.#begin(bytes);
  }

  /**
   * Makes room for more in a run of parts that has been begun; the run moves to a new chunk if it must.
   * @param start where the run begins
   * @param bytes how many more at most, headers and padding included
   * @returns where the run begins now, in `chunk`; -1 if there is not so much memory, and then nothing has changed
   */
  extend(start: number, bytes: number): number {
    if (this.used + bytes <= this.chunk.u8.length) return start;
    const run = this.chunk.u8.subarray(start, this.used);
    try {
      this.#begin(run.length + bytes);
    } catch {
      return -1;
    }
    this.chunk.u8.set(run);
    this.used = run.length;
    return 0;
  }

  #begin(bytes: number): void {
    const buffer = new ArrayBuffer(Math.max(CHUNK_SIZE, bytes));
    this.chunk = { u8: new Uint8Array(buffer), view: new DataView(buffer) };
    this.used = 0;
  }

  /** Appends the part that says that something was not readable. */
  skip(): void {
    this.chunk.view.setUint32(this.used, NOT_CAPTURED, true);
    this.used += 4;
  }

  /** Appends a part that is one u32. */
  number(value: number): void {
    const { view } = this.chunk;
    view.setUint32(this.used, 4, true);
    view.setUint32(this.used + 4, value, true);
    this.used += 8;
  }

  /** Appends a part that is one u64, given as a double below 2^53. */
  wideNumber(value: number): void {
    const { view } = this.chunk;
    const low = value >>> 0;
    view.setUint32(this.used, 8, true);
    view.setUint32(this.used + 4, low, true);
    view.setUint32(this.used + 8, (value - low) / 0x1_0000_0000, true);
    this.used += 12;
  }

  /** Appends a part: `length` bytes from `at`, which is in bounds. */
  copy(u8: Uint8Array, view: DataView, at: number, length: number): void {
    const to = this.used + 4;
    copyBytes(this.chunk, to, u8, view, at, length);
    this.close(to, to + length);
  }

  /** Appends a part: the first bytes of an array. */
  put(bytes: Uint8Array, length = bytes.length): void {
    const to = this.used + 4;
    if (length >= SET_FROM) this.chunk.u8.set(bytes.subarray(0, length), to);
    else for (let i = 0; i < length; i++) this.chunk.u8[to + i] = bytes[i] as number;
    this.close(to, to + length);
  }

  /** Appends the part whose bytes have been put between `start`, which is 4 behind `used`, and `end`. */
  close(start: number, end: number): void {
    this.chunk.view.setUint32(start - 4, end - start, true);
    this.used = padded(end);
  }
}

/** Copies bytes into a chunk; both ranges are in bounds. */
export function copyBytes(chunk: Chunk, to: number, u8: Uint8Array, view: DataView, at: number, length: number): void {
  if (length >= SET_FROM) {
    chunk.u8.set(u8.subarray(at, at + length), to);
    return;
  }
  const words = length & ~3;
  const target = chunk.view;
  for (let i = 0; i < words; i += 4) target.setInt32(to + i, view.getInt32(at + i, true), true);
  for (let i = words; i < length; i++) chunk.u8[to + i] = u8[at + i] as number;
}

/** The next multiple of 4. Numbers can be larger than 31 bits here. */
function padded(length: number): number {
  return length + (-length & 3);
}

/**
 * Finds a part in a run.
 * @param at where the run begins
 * @param index which part
 * @returns where its bytes begin (their number is the u32 before); -1 if it was not captured
 */
export function findPart(chunk: Chunk, at: number, index: number): number {
  let header = at;
  for (let i = 0; ; i++) {
    const length = chunk.view.getUint32(header, true);
    if (i === index) return length === NOT_CAPTURED ? -1 : header + 4;
    header += 4 + (length === NOT_CAPTURED ? 0 : padded(length));
  }
}
