import { expect } from 'chai';
import fc from 'fast-check';
import { type DirectoryEntry, Filetype, writeDirents } from '../../../domain/index.js';

const HEADER = 24;
const GUARD = 0xee;

const entry = (name: string, inode = 7n, filetype: number = Filetype.REGULAR_FILE): DirectoryEntry => ({
  name,
  inode,
  filetype,
});

/** All entries as fd_readdir lays them out, written another way; and where each of them begins. */
function layOut(listing: readonly DirectoryEntry[]): { bytes: Uint8Array; starts: number[] } {
  const parts: number[] = [];
  const starts: number[] = [];
  for (const [index, { name, inode, filetype }] of listing.entries()) {
    starts.push(parts.length);
    const bytes = new TextEncoder().encode(name);
    for (const [value, width] of [
      [BigInt(index + 1), 8],
      [inode, 8],
      [BigInt(bytes.length), 4],
      [BigInt(filetype), 1],
      [0n, 3],
    ] as const) {
      for (let i = 0; i < width; i++) parts.push(Number((value >> BigInt(8 * i)) & 0xffn));
    }
    parts.push(...bytes);
  }
  starts.push(parts.length);
  return { bytes: Uint8Array.from(parts), starts };
}

/** Reads into a window of its own, and checks that nothing beside it was written. */
function read(listing: readonly DirectoryEntry[], cookie: number, length: number): Uint8Array {
  const offset = 5;
  const array = new Uint8Array(offset + length + 40).fill(GUARD);
  const used = writeDirents(listing, cookie, { array, offset, length });
  expect(used).within(0, length);
  for (const [index, byte] of array.entries()) {
    if (index < offset || index >= offset + used) expect(byte, `byte ${index - offset}`).equal(GUARD);
  }
  return array.slice(offset, offset + used);
}

/** Reads everything as wasi-libc does: a truncated entry is read again, from the last complete entry's cookie. */
function readAll(listing: readonly DirectoryEntry[], length: number): { name: string; inode: bigint; type: number }[] {
  const found: { name: string; inode: bigint; type: number }[] = [];
  let cookie = 0;
  for (let round = 0; round < 500; round++) {
    const bytes = read(listing, cookie, length);
    const view = new DataView(bytes.buffer);
    let at = 0;
    while (at + HEADER <= bytes.length) {
      const end = at + HEADER + view.getUint32(at + 16, true);
      if (end > bytes.length) break;
      const name = new TextDecoder().decode(bytes.subarray(at + HEADER, end));
      found.push({ name, inode: view.getBigUint64(at + 8, true), type: view.getUint8(at + 20) });
      cookie = Number(view.getBigUint64(at, true));
      at = end;
    }
    if (bytes.length < length) return found;
  }
  throw new Error('the listing never ends');
}

const listings = fc.array(
  fc.record({
    name: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 }),
    inode: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
    filetype: fc.nat(7),
  }),
  { maxLength: 12 },
);

describe('writeDirents', () => {
  const three = [
    entry('.', 1n, Filetype.DIRECTORY),
    entry('..', 2n, Filetype.DIRECTORY),
    entry('naïve', 2n ** 64n - 1n),
  ];
  const { bytes: all, starts } = layOut(three);

  it('writes entries one after the other, without padding', () => {
    expect(read(three, 0, 1000)).eql(all);
    expect(all.length).equal(3 * HEADER + 1 + 2 + 6);
  });

  it('cuts the last entry off where the buffer ends, at every length', () => {
    for (let length = 0; length <= all.length; length++) expect(read(three, 0, length)).eql(all.slice(0, length));
  });

  it('fills less than the buffer only at the end', () => {
    expect(read(three, 0, all.length)).lengthOf(all.length);
    expect(read(three, 0, all.length + 1)).lengthOf(all.length);
  });

  it('continues from any cookie', () => {
    for (const [cookie, start] of starts.entries()) expect(read(three, cookie, 1000)).eql(all.slice(start));
  });

  it('writes nothing beyond the end, whatever the cookie', () => {
    for (const cookie of [3, 4, 2 ** 32, 2 ** 53, 2 ** 64]) expect(read(three, cookie, 1000)).lengthOf(0);
    expect(read([], 0, 1000)).lengthOf(0);
  });

  it('writes part of a header into a smaller buffer', () => {
    expect(read(three, 1, 10)).eql(all.slice(starts[1], (starts[1] as number) + 10));
  });

  it('cuts a name even inside a character', () => {
    const cut = (starts[2] as number) + HEADER + 3;
    expect(read(three, 0, cut)).eql(all.slice(0, cut));
    expect(all[cut - 1], 'the first byte of two').equal(0xc3);
  });

  it('writes what any listing looks like, from any cookie, into any buffer', () => {
    fc.assert(
      fc.property(listings, fc.nat(14), fc.nat(700), (listing, cookie, length) => {
        const laidOut = layOut(listing);
        const start = laidOut.starts[Math.min(cookie, listing.length)] as number;
        expect(read(listing, cookie, length)).eql(laidOut.bytes.slice(start, start + length));
      }),
      { numRuns: 500 },
    );
  });

  it('lets every entry be read exactly once, with any buffer that holds one', () => {
    fc.assert(
      fc.property(listings, fc.nat(300), (listing, extra) => {
        const longest = Math.max(0, ...listing.map(({ name }) => new TextEncoder().encode(name).length));
        const found = readAll(listing, HEADER + longest + extra);
        expect(found).eql(listing.map(({ name, inode, filetype }) => ({ name, inode, type: filetype })));
      }),
      { numRuns: 500 },
    );
  });

  it('lists 102 entries through 256 bytes', () => {
    const many = [entry('.'), entry('..'), ...Array.from({ length: 100 }, (_, i) => entry(`file.${i}`))];
    expect(readAll(many, 256).map(({ name }) => name)).eql(many.map(({ name }) => name));
  });
});
