import { GuestMemory } from './guest-memory.js';

const SMALLEST = 256;

/** Bytes that were copied out of a memory that other threads write to. */
export class InputCopy {
  u8: Uint8Array = new Uint8Array(0);
  view: DataView = new DataView(this.u8.buffer);
  /** How many bytes were copied; -1 if they were out of bounds. */
  length = -1;

  /**
   * Copies the first bytes of a range.
   * @param length bytes of the range, all of which must be inside the memory
   * @param kept the most to copy
   * @returns whether the range is inside the memory
   */
  take(memory: GuestMemory, pointer: number, length: number, kept: number): boolean {
    this.length = -1;
    if (!memory.holds(pointer, length)) return false;
    const count = Math.min(length, kept);
    if (count > this.u8.length) {
      const buffer = new ArrayBuffer(Math.max(count, this.u8.length * 2, SMALLEST));
      this.u8 = new Uint8Array(buffer);
      this.view = new DataView(buffer);
    }
    const at = pointer >>> 0;
    this.u8.set(memory.u8.subarray(at, at + count));
    this.length = count;
    return true;
  }
}

/**
 * What was lifted and lowered in the current call of a guest, apart from the guest's memory. Other threads may write to a shared memory at any
 * time; so arguments are lifted from these copies, results go through them, and a trace tells what is in them: what was checked is
 * what is used and what is told.
 */
export class CallCopies {
  /** The first path, the table of buffers, or the subscriptions; and the second path. */
  readonly inputs: readonly [InputCopy, InputCopy] = [new InputCopy(), new InputCopy()];
  /** How many buffers of the table were lifted: all, or those before the first one that is out of bounds. */
  buffers = 0;
  /** The result of the meaning, whether the memory is shared or not. */
  result = 0;
  /** The result behind the other out-pointer, from 0 on. */
  readonly lowered = new GuestMemory();

  /** Makes room in `lowered`. @param size in bytes */
  reserve(size: number): GuestMemory {
    if (size > this.lowered.u8.length) this.lowered.attach({ buffer: new ArrayBuffer(Math.max(size, SMALLEST)) });
    return this.lowered;
  }
}
