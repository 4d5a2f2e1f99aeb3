import { expect } from 'chai';
import { memoryDirectory } from '../../../adapters/memory/index.js';
import {
  contents,
  expectErrno,
  openDirectory,
  openFile,
  put,
  room,
  statOf,
  take,
  vectors,
} from '../../../application/contract/index.js';
import { Errno, type File, type Iovecs, Open } from '../../../domain/index.js';

const MIB = 2 ** 20;
const PAGE = 65_536;
const BOTH = Open.READ | Open.WRITE | Open.CREATE;

/** Counts the bytes that are copied array to array while something is done. */
function bytesCopied(action: () => void): number {
  const { set } = Uint8Array.prototype;
  let copied = 0;
  Uint8Array.prototype.set = function (source, offset) {
    copied += source.length;
    set.call(this, source, offset);
  };
  try {
    action();
  } finally {
    Uint8Array.prototype.set = set;
  }
  return copied;
}

/** Writes `total` bytes in pieces of `length`, at the end or where the last piece ended. */
function writeInPieces(file: File, total: number, length: number, appending: boolean): void {
  const from: Iovecs = {
    array: new Uint8Array(length).fill(1),
    count: 1,
    offsets: [0],
    lengths: [length],
    total: length,
  };
  for (let at = 0; at < total; at += length) {
    if (file.write(from, appending ? 0 : at) !== length) throw new Error(`short write at ${at}`);
  }
}

describe('memory: growth', () => {
  for (const [length, appending] of [
    [1, true],
    [1, false],
    [49, true],
    [4096, false],
    [100_000, true],
  ] as const) {
    it(`of a file by ${length} bytes at a time copies no byte often${appending ? ', appending' : ''}`, () => {
      const copied = [1, 2, 4].map(mebibytes => {
        const file = openFile(memoryDirectory(), 'file', BOTH | (appending ? Open.APPEND : 0));
        const all = bytesCopied(() => writeInPieces(file, mebibytes * MIB, length, appending));
        expect(file.size()).to.be.within(mebibytes * MIB, mebibytes * MIB + length);
        return all;
      });
      // Each byte once into its page, if not one by one; and no more than the first page over and over until it is whole.
      for (const [index, all] of copied.entries()) expect(all).to.be.below(2 ** index * MIB + length + 2 * 65_536);
    });
  }

  it('holes take no memory and read as zeros, wherever they end', () => {
    const root = memoryDirectory();
    const file = openFile(root, 'file', BOTH);
    const far = 2 ** 45 + 3;
    expect(file.write(vectors('near'), 10)).to.equal(4);
    expect(file.write(vectors('far'), far)).to.equal(3);
    expect(file.setSize(2 ** 50)).to.equal(0);
    expect(statOf(root, 'file').size).to.equal(2n ** 50n);
    for (const [offset, expected] of [
      [8, '\0\0near\0\0'],
      [65_530, '\0'.repeat(12)],
      [far - 2, '\0\0far\0'],
      [2 ** 40, '\0\0'],
    ] as const) {
      const into = room(expected.length);
      expect(file.read(into, offset)).to.equal(expected.length);
      expect(contents(into)).to.deep.equal([expected]);
    }
    expect(file.setSize(11)).to.equal(0);
    expect(file.setSize(far + 3)).to.equal(0);
    const into = room(5);
    expect(file.read(into, 9)).to.equal(5);
    expect(contents(into)).to.deep.equal(['\0n\0\0\0']);
    file.read(into, far - 2);
    expect(contents(into)).to.deep.equal(['\0\0\0\0\0']);
    file.close();
  });

  it('holes are distinguished from data, also after later writes and truncations', () => {
    const file = openFile(memoryDirectory(), 'file', BOTH);
    const dataFrom = (from: number) => {
      const found = { offset: 0, length: 0 };
      expect(file.findData?.(from, found)).to.equal(0);
      return [found.offset, found.length];
    };
    const end = 40 * PAGE + 10;
    expect(file.setSize(end)).to.equal(0);
    expect(dataFrom(0)).to.deep.equal([end, 0]);
    for (const index of [30, 9, 40]) expect(file.write(vectors('x'), index * PAGE)).to.equal(1);
    for (const [from, offset, length] of [
      [0, 9 * PAGE, PAGE],
      [9 * PAGE + 5, 9 * PAGE + 5, PAGE - 5],
      [10 * PAGE, 30 * PAGE, PAGE],
      [31 * PAGE, 40 * PAGE, 10],
      [end, end, 0],
      [end + 5 * PAGE, end, 0],
    ] as const)
      expect(dataFrom(from), `from ${from}`).to.deep.equal([offset, length]);
    file.write(vectors('x'), 20 * PAGE);
    expect(dataFrom(10 * PAGE)).to.deep.equal([20 * PAGE, PAGE]);
    file.setSize(20 * PAGE);
    expect(dataFrom(10 * PAGE)).to.deep.equal([20 * PAGE, 0]);
    file.setSize(end);
    expect(dataFrom(10 * PAGE)).to.deep.equal([end, 0]);
    file.close();
  });

  it('a file ends at 2^53 - 1 at most', () => {
    const file = openFile(memoryDirectory(), 'file', BOTH);
    const last = Number.MAX_SAFE_INTEGER;
    expectErrno(file.write(vectors('x'), last), -Errno.EFBIG);
    expectErrno(file.allocate(0, last + 1), -Errno.EFBIG);
    expect(file.write(vectors('x'), last - 1)).to.equal(1);
    expect(file.allocate(0, last)).to.equal(0);
    expect(file.size()).to.equal(last);
    file.close();
  });

  it('truncated data does not reappear, on either side of a page boundary', () => {
    for (const size of [1, 100, 65_535, 65_536, 65_537, 131_072, 150_000]) {
      for (const cut of [0, 1, size >> 1, size - 1]) {
        const root = memoryDirectory();
        put(root, 'file', 'x'.repeat(size));
        const file = openFile(root, 'file', BOTH);
        file.setSize(cut);
        file.setSize(size + 10);
        expect(take(root, 'file') === 'x'.repeat(cut) + '\0'.repeat(size + 10 - cut), `${size} cut to ${cut}`).to.equal(
          true,
        );
        file.close();
      }
    }
    const file = openFile(memoryDirectory(), 'file', BOTH);
    for (const index of [0, 1, 1000]) file.write(vectors('x'.repeat(PAGE)), index * PAGE);
    file.setSize(PAGE);
    file.setSize(2 * PAGE);
    const into = room(2 * PAGE);
    expect(file.read(into, 0)).to.equal(2 * PAGE);
    expect(contents(into)[0] === 'x'.repeat(PAGE) + '\0'.repeat(PAGE)).to.equal(true);
    file.close();
  });

  it('a directory of 100,000 entries is as fast as a small one', () => {
    const count = 100_000;
    const root = memoryDirectory();
    root.createDirectory('small');
    const small = openDirectory(root, 'small');
    put(small, 'file', '');
    root.createDirectory('large');
    const large = openDirectory(root, 'large');
    for (let i = 0; i < count; i++) openFile(large, `file-${i}`, Open.WRITE | Open.CREATE).close();
    const time = (action: () => void) => {
      const begin = performance.now();
      for (let i = 0; i < 20_000; i++) action();
      return performance.now() - begin;
    };
    const stat = statOf(small, 'file');
    const inSmall = () => small.stat('file', stat);
    const inLarge = () => large.stat('file-77777', stat);
    // The best of several, with a generous limit, as the machine may be busy. A search through the entries would take 10,000 times as long.
    const best = (action: () => void) => Math.min(...Array.from({ length: 7 }, () => time(action)));
    expect(best(inLarge)).to.be.below(20 * best(inSmall) + 5);
    const entries = large.list();
    if (typeof entries === 'number') throw new Error(`list: ${entries}`);
    expect(new Set(entries.map(entry => entry.name)).size).to.equal(count);
    expect(new Set(entries.map(entry => entry.inode)).size).to.equal(count);
    for (let i = 0; i < count; i++) if (large.unlink(`file-${i}`) !== 0) throw new Error(`file-${i}`);
    expect(root.removeDirectory('large')).to.equal(0);
  });
});
