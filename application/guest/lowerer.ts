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
import type { GuestMemory } from './guest-memory.js';

const TWO_32 = 0x1_0000_0000;
const EVENT = layouts.event.size;

/** Lowers results into the guest's memory, from records that meanings fill and that are reused for every call. Pointers are checked. */
export class Lowerer {
  readonly timestamp: Timestamp = { seconds: 0, nanoseconds: 0 };
  readonly fdstat: Fdstat = { filetype: 0, flags: 0, rightsBase: 0, rightsInheriting: 0 };
  readonly filestat: Filestat = emptyFilestat();
  readonly prestat: Prestat = { nameLength: 0 };
  readonly strings: Out<EncodedStrings> = { value: { bytes: new Uint8Array(0), offsets: [] } };
  /** A second scalar result. */
  readonly second: Out<number> = { value: 0 };
  readonly #memory: GuestMemory;

  constructor(memory: GuestMemory) {
    this.#memory = memory;
  }

  /** The view, renewed if something called into the guest while the meaning ran, and its memory grew. */
  #view(): DataView {
    if (this.#memory.u8.length === 0) this.#memory.refresh();
    return this.#memory.view;
  }

  storeFdstat(pointer: number): void {
    const view = this.#view();
    const at = pointer >>> 0;
    const { filetype, flags, rightsBase, rightsInheriting } = this.fdstat;
    view.setUint32(at, filetype | (flags << 16), true);
    view.setUint32(at + 4, 0, true);
    view.setUint32(at + 8, rightsBase, true);
    view.setUint32(at + 12, 0, true);
    view.setUint32(at + 16, rightsInheriting, true);
    view.setUint32(at + 20, 0, true);
  }

  storePrestat(pointer: number): void {
    const view = this.#view();
    const at = pointer >>> 0;
    view.setUint32(at, 0, true);
    view.setUint32(at + 4, this.prestat.nameLength, true);
  }

  storeFilestat(pointer: number): void {
    const view = this.#view();
    const at = pointer >>> 0;
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
  }

  /** The struct of `wasi_unstable`: 32 bits for the link count, in the padding behind the file type. */
  storeFilestatUnstable(pointer: number): void {
    const view = this.#view();
    const at = pointer >>> 0;
    const stat = this.filestat;
    view.setBigUint64(at, stat.device, true);
    view.setBigUint64(at + 8, stat.inode, true);
    view.setUint32(at + 16, stat.filetype, true);
    view.setUint32(at + 20, Math.min(Number(stat.links), TWO_32 - 1), true);
    view.setBigUint64(at + 24, stat.size, true);
    view.setBigUint64(at + 32, stat.accessed, true);
    view.setBigUint64(at + 40, stat.modified, true);
    view.setBigUint64(at + 48, stat.changed, true);
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
    const view = this.#view();
    let at = pointer >>> 0;
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
  }
}
