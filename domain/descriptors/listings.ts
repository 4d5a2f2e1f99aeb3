import { utf8Length, writeUtf8 } from '../paths/utf8.js';
import type { DirectoryEntry } from '../ports/index.js';
import { type ByteSpan, layouts } from '../preview1/index.js';
import type { Descriptor, Listing } from './descriptor.js';
import type { DescriptorTable } from './descriptor-table.js';

const HEADER = layouts.dirent.size;
const [NEXT, INO, NAMLEN, TYPE] = layouts.dirent.fields;
/** Where a header is put together that the buffer cuts off. */
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
  /** Bytes held, or more: names are counted only where it may be too much, and what closed descriptors held is in it still. */
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
    const listing: Listing = {
      entries,
      bytes: mostBytesOf(entries),
      counted: false,
      order: this.#made++,
      finished: false,
    };
    descriptor.listing = listing;
    this.#held += listing.bytes;
    if (this.#held > this.#limit) this.#drop(listing);
    return listing;
  }

  #drop(latest: Listing): void {
    const holders: { descriptor: Descriptor; listing: Listing }[] = [];
    let held = counted(latest);
    for (const [, descriptor] of this.#descriptors) {
      const { listing } = descriptor;
      if (listing === undefined || listing === latest) continue;
      holders.push({ descriptor, listing });
      held += counted(listing);
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

/** What entries cannot have more of: a unit of UTF-16 is at most three bytes. */
function mostBytesOf(entries: readonly DirectoryEntry[]): number {
  let units = 0;
  for (const { name } of entries) units += name.length;
  return entries.length * HEADER + units * 3;
}

/** The bytes of a listing, counted. */
function counted(listing: Listing): number {
  if (!listing.counted) {
    listing.bytes = listing.entries.length * HEADER;
    for (const { name } of listing.entries) listing.bytes += utf8Length(name);
    listing.counted = true;
  }
  return listing.bytes;
}

/**
 * Writes entries of a listing into a buffer, from a cookie on, until the buffer is full: the last entry is cut off where it ends. An
 * entry's cookie is the number of entries up to it, so that a cookie goes on meaning the same place while entries come and go.
 * @param listing all entries, `.` and `..` included
 * @param cookie 0 for the start, or an entry's `d_next`
 * @returns bytes written; less than the buffer's length means that the listing ended
 */
export function writeDirents(listing: readonly DirectoryEntry[], cookie: number, into: ByteSpan): number {
  const { array } = into;
  const view = new DataView(array.buffer, array.byteOffset);
  const end = into.offset + into.length;
  let at = into.offset;
  for (let index = cookie; index < listing.length && at < end; index++) {
    const entry = listing[index] as DirectoryEntry;
    const room = end - at - HEADER;
    if (room >= 0) {
      const written = writeUtf8(entry.name, array, at + HEADER, room);
      // A name that fills the room may be cut off.
      storeHeader(view, at, index + 1, entry, written < room ? written : utf8Length(entry.name));
      at += HEADER + written;
    } else {
      storeHeader(header, 0, index + 1, entry, utf8Length(entry.name));
      for (let i = 0; at < end; i++) array[at++] = headerBytes[i] as number;
    }
  }
  return at - into.offset;
}

function storeHeader(
  view: DataView,
  at: number,
  next: number,
  { inode, filetype }: DirectoryEntry,
  nameLength: number,
): void {
  view.setUint32(at + NEXT.offset, next, true);
  view.setUint32(at + NEXT.offset + 4, 0, true);
  view.setBigUint64(at + INO.offset, inode, true);
  view.setUint32(at + NAMLEN.offset, nameLength, true);
  // What follows the type in its word is padding.
  view.setUint32(at + TYPE.offset, filetype, true);
}
