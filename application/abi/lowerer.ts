import {
  type AddressList,
  type ByteSpan,
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
  unstableLayouts,
} from '../../domain/index.js';
import { storeAddresses } from './address-list.js';
import { CallCopies } from './call-copies.js';
import type { GuestMemory } from './guest-memory.js';
import { storeEvent, storeFdstat, storeFilestat, storeFilestatUnstable, storePrestat } from './struct-access.gen.js';

const EVENT = layouts.event.size;
const FDSTAT = layouts.fdstat.size;
const FILESTAT = layouts.filestat.size;
const PRESTAT = layouts.prestat.size;

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

  /** Keeps a result that the guest gets in place of the errno, for those who look at the copies. */
  keepResult(value: number): void {
    this.#copies.result = value;
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
    const { view } = this.#target(FDSTAT);
    storeFdstat(view, this.#at(pointer), this.fdstat);
    this.#hand(pointer, FDSTAT);
  }

  storePrestat(pointer: number): void {
    const { view } = this.#target(PRESTAT);
    storePrestat(view, this.#at(pointer), this.prestat);
    this.#hand(pointer, PRESTAT);
  }

  storeFilestat(pointer: number): void {
    const { view } = this.#target(FILESTAT);
    storeFilestat(view, this.#at(pointer), this.filestat);
    this.#hand(pointer, FILESTAT);
  }

  /** The struct of `wasi_unstable`. */
  storeFilestatUnstable(pointer: number): void {
    const { size } = unstableLayouts.filestat;
    const { view } = this.#target(size);
    storeFilestatUnstable(view, this.#at(pointer), this.filestat);
    this.#hand(pointer, size);
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

  /**
   * Stores what sock_getaddrinfo has found.
   * @returns 0, or EFAULT with nothing stored
   */
  storeAddresses(pointer: number, { items }: AddressList): number {
    return storeAddresses(this.#memory, pointer, items) ? 0 : Errno.EFAULT;
  }

  /** Stores how long a value is that has been put into a buffer. */
  storeLength(pointer: number, { length }: ByteSpan): void {
    this.#memory.storeU32(pointer, length);
  }

  storeEvents(pointer: number, events: Events): void {
    const size = events.count * EVENT;
    const { view } = this.#target(size);
    let at = this.#at(pointer);
    for (let i = 0; i < events.count; i++, at += EVENT) storeEvent(view, at, events.items[i] as PollEvent);
    this.#hand(pointer, size);
  }
}
