import type { LinearMemory, Timestamp } from '../../domain/index.js';

const TWO_32 = 0x1_0000_0000;

/**
 * The guest's linear memory with views that are kept between calls. A view goes stale when the memory grows: a grown memory detaches its
 * buffer, so that the kept length reads 0, and a grown shared memory keeps the old, shorter buffer. Both make a bounds check fail,
 * and a failed check renews the views before it answers.
 *
 * Pointers come as the i32 that wasm passes; they are taken as u32.
 */
export class GuestMemory {
  u8: Uint8Array = new Uint8Array(0);
  view: DataView = new DataView(this.u8.buffer);
  /** Whether other threads may write to it. */
  shared = false;
  #memory: LinearMemory | undefined;

  /** Tells which memory the guest has. Before that, every access is out of bounds. */
  attach(memory: LinearMemory): void {
    this.#memory = memory;
    this.shared = Object.prototype.toString.call(memory.buffer) === '[object SharedArrayBuffer]';
    this.refresh();
  }

  /** Its bytes, for what was checked before: good also if the memory has grown since. */
  current(): Uint8Array {
    if (this.u8.length === 0) this.refresh();
    return this.u8;
  }

  /** Renews the views. */
  refresh(): void {
    if (this.#memory === undefined) return;
    const buffer = this.#memory.buffer;
    this.u8 = new Uint8Array(buffer);
    this.view = new DataView(buffer);
  }

  /**
   * Whether `length` bytes from `pointer` are inside the memory. After a yes, `u8` and `view` are good for them.
   * @param length a non-negative integer, not necessarily below 2^32
   */
  holds(pointer: number, length: number): boolean {
    const end = (pointer >>> 0) + length;
    return (end <= this.u8.length && this.u8.length !== 0) || this.#holdsAfterRefresh(end);
  }

  #holdsAfterRefresh(end: number): boolean {
    this.refresh();
    return end <= this.u8.length;
  }

  /** Stores a u32 at a checked pointer. */
  storeU32(pointer: number, value: number): void {
    if (this.u8.length === 0) this.refresh();
    this.view.setUint32(pointer >>> 0, value, true);
  }

  /** Stores a u16 at a checked pointer. */
  storeU16(pointer: number, value: number): void {
    if (this.u8.length === 0) this.refresh();
    this.view.setUint16(pointer >>> 0, value, true);
  }

  /** Stores a u64 given as a double, an integer below 2^53, at a checked pointer. */
  storeU64(pointer: number, value: number): void {
    if (this.u8.length === 0) this.refresh();
    const at = pointer >>> 0;
    const low = value >>> 0;
    this.view.setUint32(at, low, true);
    this.view.setUint32(at + 4, (value - low) / TWO_32, true);
  }

  /** Stores a timestamp as u64 nanoseconds at a checked pointer. */
  storeTimestamp(pointer: number, { seconds, nanoseconds }: Timestamp): void {
    if (this.u8.length === 0) this.refresh();
    // seconds × 10^9 does not fit a double. Its lower half comes from integer arithmetic; without that the upper half is a whole number
    // but for the double's rounding, which is far below a half.
    const low = Math.imul(seconds, 1e9) >>> 0;
    const high = Math.round((seconds * 1e9 - low) / TWO_32);
    const sum = low + nanoseconds;
    const at = pointer >>> 0;
    this.view.setUint32(at, sum, true);
    this.view.setUint32(at + 4, sum < TWO_32 ? high : high + 1, true);
  }
}
