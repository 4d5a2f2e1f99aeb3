import { utf8Length, writeUtf8 } from '../paths/utf8.js';
import type { DirectoryEntry } from '../ports/index.js';
import { type ByteSpan, layouts } from '../preview1/index.js';

const HEADER = layouts.dirent.size;
const [NEXT, INO, NAMLEN, TYPE] = layouts.dirent.fields;
const header = new DataView(new ArrayBuffer(HEADER));
const headerBytes = new Uint8Array(header.buffer);

/**
 * Writes entries of a listing into a buffer, from a cookie on, until the buffer is full: the last entry is cut off where it ends. An
 * entry's cookie is the number of entries up to it, so that a cookie goes on meaning the same place while entries come and go.
 * @param listing all entries, `.` and `..` included
 * @param cookie 0 for the start, or an entry's `d_next`
 * @returns bytes written; less than the buffer's length means that the listing ended
 */
export function writeDirents(listing: readonly DirectoryEntry[], cookie: number, into: ByteSpan): number {
  const end = into.offset + into.length;
  let at = into.offset;
  for (let index = cookie; index < listing.length && at < end; index++) {
    const entry = listing[index] as DirectoryEntry;
    const nameLength = utf8Length(entry.name);
    header.setUint32(NEXT.offset, index + 1, true);
    header.setBigUint64(INO.offset, entry.inode, true);
    header.setUint32(NAMLEN.offset, nameLength, true);
    header.setUint8(TYPE.offset, entry.filetype);
    const headerRoom = Math.min(HEADER, end - at);
    for (let i = 0; i < headerRoom; i++) into.array[at + i] = headerBytes[i] as number;
    at += headerRoom;
    at += writeUtf8(entry.name, into.array, at, end - at);
  }
  return at - into.offset;
}
