import { expect } from 'chai';
import { type Descriptor, DescriptorTable, type DirectoryEntry, Filetype, Listings } from '../../../domain/index.js';
import { sampleDescriptor } from './sample-descriptor.js';

/** What fd_readdir writes before a name. */
const HEADER = 24;
const NAME = 76;
/** Bytes of one of the {@link entries}. */
const ENTRY = HEADER + NAME;

const entries = (count: number): DirectoryEntry[] =>
  Array.from({ length: count }, (_, index) => ({
    name: String(index).padStart(NAME, '0'),
    inode: BigInt(index),
    filetype: Filetype.REGULAR_FILE,
  }));

describe('listings', () => {
  const LIMIT = 100;
  let table: DescriptorTable;
  let listings: Listings;
  beforeEach(() => {
    table = new DescriptorTable(1000);
    listings = new Listings(table, LIMIT * ENTRY);
  });

  function directory(): Descriptor {
    const descriptor = sampleDescriptor('directory');
    table.insert(descriptor);
    return descriptor;
  }

  const held = () => [...table].reduce((sum, [, { listing }]) => sum + (listing?.entries.length ?? 0), 0);

  it('count bytes, with names in UTF-8', () => {
    const [one, other] = [directory(), directory()];
    const name = '\u20ac'.repeat(85);
    const long = [{ name, inode: 1n, filetype: Filetype.REGULAR_FILE }];
    expect(listings.keep(one, long).bytes).to.equal(HEADER + 255);
    listings.keep(
      other,
      Array.from({ length: 34 }, () => long[0] as DirectoryEntry),
    );
    expect(one.listing).to.not.equal(undefined);
    listings.keep(
      other,
      Array.from({ length: 35 }, () => long[0] as DirectoryEntry),
    );
    expect(one.listing, 'past the limit').to.equal(undefined);
  });

  it('hold no more than the limit together, whatever the number of descriptors', () => {
    for (let i = 0; i < 500; i++) {
      const descriptor = directory();
      const listing = listings.keep(descriptor, entries((i * 7) % 40));
      expect(descriptor.listing).to.equal(listing);
      expect(held()).to.be.at.most(LIMIT);
    }
  });

  it('are all kept up to the limit', () => {
    const descriptors = Array.from({ length: 10 }, directory);
    for (const descriptor of descriptors) listings.keep(descriptor, entries(10));
    expect(held()).to.equal(LIMIT);
    listings.keep(descriptors[0] as Descriptor, entries(10));
    expect(held()).to.equal(LIMIT);
  });

  it('are dropped oldest first, until half the limit is free', () => {
    const descriptors = Array.from({ length: 11 }, directory);
    for (const descriptor of descriptors) listings.keep(descriptor, entries(10));
    expect(descriptors.map(({ listing }) => listing !== undefined)).to.deep.equal([
      ...new Array(6).fill(false),
      ...new Array(5).fill(true),
    ]);
  });

  it('are dropped when finished before those that are being read', () => {
    const descriptors = Array.from({ length: 11 }, directory);
    const [finished, unfinished] = [
      [2, 3, 4, 8, 9],
      [0, 1, 5, 6, 7, 10],
    ];
    for (const [index, descriptor] of descriptors.entries()) {
      listings.keep(descriptor, entries(10)).finished = finished.includes(index);
    }
    for (const index of finished) expect(descriptors[index]?.listing, `finished ${index}`).to.equal(undefined);
    for (const index of unfinished.slice(1)) expect(descriptors[index]?.listing, `${index}`).to.not.equal(undefined);
    expect(descriptors[0]?.listing).to.equal(undefined);
  });

  it('are kept if they are the latest, even above the limit', () => {
    const small = directory();
    listings.keep(small, entries(5));
    const large = directory();
    listings.keep(large, entries(LIMIT * 3));
    expect(large.listing?.entries).to.have.length(LIMIT * 3);
    expect(small.listing).to.equal(undefined);
    listings.keep(small, entries(5));
    expect(large.listing).to.equal(undefined);
  });

  it('of closed descriptors and of earlier readings do not count', () => {
    const lasting = directory();
    listings.keep(lasting, entries(40));
    for (let i = 0; i < 50; i++) {
      const fd = table.insert(sampleDescriptor('directory'));
      listings.keep(table.peek(fd) as Descriptor, entries(50));
      table.remove(fd);
      listings.keep(lasting, entries(40));
      expect(lasting.listing).to.not.equal(undefined);
    }
    const other = directory();
    listings.keep(other, entries(60));
    expect(held()).to.equal(LIMIT);
  });
});
