import type { Ffi } from '../../../adapters/system/index.js';

/** Addresses that lead back to the arrays that have them: functions of Windows that are written in JavaScript read and write there. */
export class FakeMemory {
  readonly #arrays: { readonly address: number; readonly array: Uint8Array }[] = [];
  #next = 0x10000;

  /** An FFI that has addresses, and what is there at the moment, but no functions. */
  readonly ffi = {
    name: 'koffi',
    version: '0',
    address: (array: Uint8Array) => {
      const address = this.#next;
      this.#next += array.length + 0x1000;
      this.#arrays.push({ address, array });
      return address;
    },
    memory: (address: number, length: number) => {
      const { buffer, byteOffset } = this.at(address);
      return buffer.slice(byteOffset, byteOffset + length);
    },
  } as unknown as Ffi;

  /** Puts bytes somewhere. @returns their address */
  put(bytes: Uint8Array): number {
    return this.ffi.address(bytes);
  }

  /** The bytes from an address on. */
  at(address: number): DataView {
    const found = this.#arrays.find(each => each.address <= address && address < each.address + each.array.length);
    if (found === undefined) throw new Error(`nothing is at ${address}`);
    const { array } = found;
    return new DataView(array.buffer, array.byteOffset + address - found.address);
  }
}
