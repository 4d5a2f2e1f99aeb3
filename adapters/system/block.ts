import type { Ffi } from './ffi.js';

/** A block of memory that C functions read and write. Its address stays the same for as long as it is referred to. */
export class Block {
  readonly address: number;
  readonly bytes: Uint8Array;
  readonly view: DataView;

  constructor(ffi: Ffi, size: number) {
    const buffer = new ArrayBuffer(size);
    this.bytes = new Uint8Array(buffer);
    this.view = new DataView(buffer);
    this.address = ffi.address(this.bytes);
  }
}
