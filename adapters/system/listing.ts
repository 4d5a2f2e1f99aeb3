import { type DirectoryEntry, decodeUtf8, Filetype } from '../../domain/index.js';
import type { Block } from './block.js';

/** Where the members of `struct linux_dirent64` are: https://man7.org/linux/man-pages/man2/getdents.2.html */
const INODE = 0;
const LENGTH = 16;
const TYPE = 18;
const NAME = 19;

/** What an entry's type byte means (readdir(3)), by its value. What is not in it is a pipe or has to be asked for. */
const FILETYPES: readonly (number | undefined)[] = Object.assign([], {
  1: Filetype.UNKNOWN,
  2: Filetype.CHARACTER_DEVICE,
  4: Filetype.DIRECTORY,
  6: Filetype.BLOCK_DEVICE,
  8: Filetype.REGULAR_FILE,
  10: Filetype.SYMBOLIC_LINK,
  12: Filetype.SOCKET_STREAM,
});

/**
 * Reads the entries that getdents64() has put into a block. Left out: `.` and `..`, and names that no guest could open, because they are not UTF-8.
 * @param length bytes
 * @param into gets them
 * @param typeOf tells the type of a name where the file system does not put it into the entry
 */
export function readEntries(
  { bytes, view }: Block,
  length: number,
  into: DirectoryEntry[],
  typeOf: (name: string) => number,
): void {
  for (let at = 0; at < length; at += view.getUint16(at + LENGTH, true)) {
    const start = at + NAME;
    let end = start;
    while (bytes[end] !== 0) end++;
    const name = decodeUtf8(bytes, start, end - start);
    if (name === undefined || name === '.' || name === '..') continue;
    const filetype = FILETYPES[bytes[at + TYPE] as number] ?? typeOf(name);
    into.push({ name, inode: view.getBigUint64(at + INODE, true), filetype });
  }
}
