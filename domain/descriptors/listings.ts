import { utf8Length, writeUtf8 } from '../paths/utf8.js';
import type { DirectoryEntry } from '../ports/index.js';
import { type ByteSpan, layouts } from '../preview1/index.js';
import type { Descriptor, Listing } from './descriptor.js';
import type { DescriptorTable } from './descriptor-table.js';

const HEADER = layouts.dirent.size;
const [NEXT, INO, NAMLEN, TYPE] = layouts.dirent.fields;
const header = new DataView(new ArrayBuffer(HEADER));
const headerBytes = new Uint8Array(header.buffer);

/**
 * Bounds how many bytes of entries the listings of one guest hold together: without that, a guest with thousands of descriptors for one large
 * directory would have the host keep its entries thousands of times.
 *
 * Descriptors own their listings, so that closing one lets its listing go. Here is only a count that is never too low; when it passes the
 * limit, the descriptors are looked through.
 */
export class Listings {
  readonly #descriptors: DescriptorTable;
  readonly #limit: number;
  /** Bytes held, or more: what closed descriptors held is still counted. */
  #held = 0;
  #made = 0;

  /** @param limit bytes held together; the latest listing is held also if it alone has more */
  constructor(descriptors: DescriptorTable, limit: number) {
    this.#descriptors = descriptors;
    this.#limit = limit;
  }

  /**
   * Gives a descriptor a listing in place of the one it had. If all together are too large, others are dropped until half the limit is free:
   * first those that were read to their end, and of these and of the rest the oldest first.
   */
  keep(descriptor: Descriptor, entries: readonly DirectoryEntry[]): Listing {
    const listing: Listing = { entries, bytes: bytesOf(entries), order: this.#made++, finished: false };
    descriptor.listing = listing;
    this.#held += listing.bytes;
    if (this.#held > this.#limit) this.#drop(listing);
    return listing;
  }

  #drop(latest: Listing): void {
    const holders: { descriptor: Descriptor; listing: Listing }[] = [];
    let held = latest.bytes;
    for (const [, descriptor] of this.#descriptors) {
      const { listing } = descriptor;
      if (listing === undefined || listing === latest) continue;
      holders.push({ descriptor, listing });
      held += listing.bytes;
    }
    if (held > this.#limit) {
      holders.sort(
        (a, b) => Number(b.listing.finished) - Number(a.listing.finished) || a.listing.order - b.listing.order,
      );
      for (const { descriptor, listing } of holders) {
        if (held <= this.#limit / 2) break;
        descriptor.listing = undefined;
        held -= listing.bytes;
      }
    }
    this.#held = held;
  }
}

function bytesOf(entries: readonly DirectoryEntry[]): number {
  let bytes = entries.length * layouts.dirent.size;
  for (const { name } of entries) bytes += utf8Length(name);
  return bytes;
}

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
