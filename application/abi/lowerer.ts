import {
  type EncodedStrings,
  Errno,
  type Events,
  emptyFilestat,
  type Fdstat,
  type Filestat,
  layouts,
  type Out,
  type PollEvent,
  type Prestat,
  type Timestamp,
} from '../../domain/index.js';
import { CallCopies } from './call-copies.js';
import type { GuestMemory } from './guest-memory.js';

const TWO_32 = 0x1_0000_0000;
const EVENT = layouts.event.size;

/**
 * Lowers results into the guest's memory, from records that meanings fill and that are used again for every call. Pointers are checked. Into a
 * memory that other threads write to they go by way of copies, from which traces are told.
 */
export class Lowerer {
  readonly timestamp: Timestamp = { seconds: 0, nanoseconds: 0 };
  readonly fdstat: Fdstat = { filetype: 0, flags: 0, rightsBase: 0, rightsInheriting: 0 };
  readonly filestat: Filestat = emptyFilestat();
  readonly prestat: Prestat = { nameLength: 0 };
  readonly strings: Out<EncodedStrings> = { value: { bytes: new Uint8Array(0), offsets: [] } };
  /** A second scalar result. */
  readonly second: Out<number> = { value: 0 };
  readonly #memory: GuestMemory;
  readonly #copies: CallCopies;

  constructor(memory: GuestMemory, copies = new CallCopies()) {
    this.#memory = memory;
    this.#copies = copies;
  }

  /** Stores the promoted result, as u32. */
  storeResult(pointer: number, value: number): void {
    this.#copies.result = value;
    this.#memory.storeU32(pointer, value);
  }

  /** Stores the promoted result, as u64. */
  storeWideResult(pointer: number, value: number): void {
    this.#copies.result = value;
    this.#memory.storeU64(pointer, value);
  }

  storeSecond16(pointer: number): void {
    if (!this.#memory.shared) {
      this.#memory.storeU16(pointer, this.second.value);
      return;
    }
    this.#target(2).storeU16(0, this.second.value);
    this.#hand(pointer, 2);
  }

  storeSecond32(pointer: number): void {
    if (!this.#memory.shared) {
      this.#memory.storeU32(pointer, this.second.value);
      return;
    }
    this.#target(4).storeU32(0, this.second.value);
    this.#hand(pointer, 4);
  }

  storeTimestamp(pointer: number): void {
    if (!this.#memory.shared) {
      this.#memory.storeTimestamp(pointer, this.timestamp);
      return;
    }
    this.#target(8).storeTimestamp(0, this.timestamp);
    this.#hand(pointer, 8);
  }

  /** Where to store: the guest's memory, or, if that is shared, the copy. Its views are good. */
  #target(size: number): GuestMemory {
    const memory = this.#memory;
    // Its owner's code may have run while the meaning did, and the memory may have grown.
    if (memory.u8.length === 0) memory.refresh();
    return memory.shared ? this.#copies.reserve(size) : memory;
  }

  #at(pointer: number): number {
    return this.#memory.shared ? 0 : pointer >>> 0;
  }

  /** Hands a shared memory what has been stored in the copy. */
  #hand(pointer: number, size: number): void {
    const memory = this.#memory;
    if (memory.shared) memory.u8.set(this.#copies.lowered.u8.subarray(0, size), pointer >>> 0);
  }

  storeFdstat(pointer: number): void {
    const { view } = this.#target(24);
    const at = this.#at(pointer);
    const { filetype, flags, rightsBase, rightsInheriting } = this.fdstat;
    view.setUint32(at, filetype | (flags << 16), true);
    view.setUint32(at + 4, 0, true);
    view.setUint32(at + 8, rightsBase, true);
    view.setUint32(at + 12, 0, true);
    view.setUint32(at + 16, rightsInheriting, true);
    view.setUint32(at + 20, 0, true);
    this.#hand(pointer, 24);
  }

  storePrestat(pointer: number): void {
    const { view } = this.#target(8);
    const at = this.#at(pointer);
    view.setUint32(at, 0, true);
    view.setUint32(at + 4, this.prestat.nameLength, true);
    this.#hand(pointer, 8);
  }

  storeFilestat(pointer: number): void {
    const { view } = this.#target(64);
    const at = this.#at(pointer);
    const stat = this.filestat;
    view.setBigUint64(at, stat.device, true);
    view.setBigUint64(at + 8, stat.inode, true);
    view.setUint32(at + 16, stat.filetype, true);
    view.setUint32(at + 20, 0, true);
    view.setBigUint64(at + 24, stat.links, true);
    view.setBigUint64(at + 32, stat.size, true);
    view.setBigUint64(at + 40, stat.accessed, true);
    view.setBigUint64(at + 48, stat.modified, true);
    view.setBigUint64(at + 56, stat.changed, true);
    this.#hand(pointer, 64);
  }

  /** The struct of `wasi_unstable`: 32 bits for the link count, in the padding behind the file type. */
  storeFilestatUnstable(pointer: number): void {
    const { view } = this.#target(56);
    const at = this.#at(pointer);
    const stat = this.filestat;
    view.setBigUint64(at, stat.device, true);
    view.setBigUint64(at + 8, stat.inode, true);
    view.setUint32(at + 16, stat.filetype, true);
    view.setUint32(at + 20, Math.min(Number(stat.links), TWO_32 - 1), true);
    view.setBigUint64(at + 24, stat.size, true);
    view.setBigUint64(at + 32, stat.accessed, true);
    view.setBigUint64(at + 40, stat.modified, true);
    view.setBigUint64(at + 48, stat.changed, true);
    this.#hand(pointer, 56);
  }

  /**
   * Stores strings and the table of pointers to them.
   * @returns 0, or EFAULT with nothing stored
   */
  storeStrings(tablePointer: number, bytesPointer: number): number {
    const { bytes, offsets } = this.strings.value;
    const memory = this.#memory;
    if (!memory.holds(tablePointer, offsets.length * 4) || !memory.holds(bytesPointer, bytes.length))
      return Errno.EFAULT;
    const { view } = memory;
    const start = bytesPointer >>> 0;
    memory.u8.set(bytes, start);
    let at = tablePointer >>> 0;
    for (let i = 0; i < offsets.length; i++, at += 4) view.setUint32(at, start + (offsets[i] as number), true);
    return 0;
  }

  storeEvents(pointer: number, events: Events): void {
    const size = events.count * EVENT;
    const { view } = this.#target(size);
    let at = this.#at(pointer);
    for (let i = 0; i < events.count; i++, at += EVENT) {
      const event = events.items[i] as PollEvent;
      view.setUint32(at, event.userdataLow, true);
      view.setUint32(at + 4, event.userdataHigh, true);
      view.setUint32(at + 8, event.errno | (event.type << 16), true);
      view.setUint32(at + 12, 0, true);
      view.setUint32(at + 16, event.nbytes >>> 0, true);
      view.setUint32(at + 20, Math.floor(event.nbytes / TWO_32), true);
      view.setUint32(at + 24, event.flags, true);
      view.setUint32(at + 28, 0, true);
    }
    this.#hand(pointer, size);
  }
}
