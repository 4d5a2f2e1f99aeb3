import { Buffer } from 'node:buffer';
import { type DirectoryEntry, decodeUtf8, Filetype } from '../../domain/index.js';
import { Block } from './block.js';
import type { Ffi } from './ffi.js';

/** Bytes of entries that are read at once. */
const BLOCK_BYTES = 32 * 1024;

/** Where the members of `struct linux_dirent64` are: https://man7.org/linux/man-pages/man2/getdents.2.html */
const INODE = 0;
const LENGTH = 16;
const TYPE = 18;
const NAME = 19;

/** The meaning of an entry's type (readdir(3)), by its value. For other values, stat() is needed. */
const FILETYPES: readonly (number | undefined)[] = Object.assign([], {
  1: Filetype.UNKNOWN,
  2: Filetype.CHARACTER_DEVICE,
  4: Filetype.DIRECTORY,
  6: Filetype.BLOCK_DEVICE,
  8: Filetype.REGULAR_FILE,
  10: Filetype.SYMBOLIC_LINK,
  12: Filetype.SOCKET_STREAM,
});

/** What getdents64(2) fills: some of the entries of a directory. */
export class EntriesBlock extends Block {
  readonly #buffer: Buffer;

  constructor(ffi: Ffi) {
    super(ffi, BLOCK_BYTES);
    this.#buffer = Buffer.from(this.bytes.buffer);
  }

  /**
   * Reads entries. Left out are `.` and `..`, and names that no guest could open, because they are not UTF-8.
   * @param length bytes of entries
   * @param into gets them
   * @param typeOf tells the type of a name where the file system has not put it into the entry
   */
  read(length: number, into: DirectoryEntry[], typeOf: (name: string) => number): void {
    const { bytes, view } = this;
    // To make one string and cut the names out of it is faster than to make each.
    const text = this.#buffer.toString('latin1', 0, length);
    for (let at = 0; at < length; at += view.getUint16(at + LENGTH, true)) {
      const start = at + NAME;
      let end = start;
      let bits = 0;
      for (let byte = bytes[end] as number; byte !== 0; byte = bytes[++end] as number) bits |= byte;
      const name = bits > 0x7f ? decodeUtf8(bytes, start, end - start) : text.substring(start, end);
      if (name === undefined || name === '.' || name === '..') continue;
      const filetype = FILETYPES[bytes[at + TYPE] as number] ?? typeOf(name);
      into.push({ name, inode: view.getBigUint64(at + INODE, true), filetype });
    }
  }
}
