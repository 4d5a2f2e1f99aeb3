import { expect } from 'chai';
import { memoryDirectory } from '../../../adapters/memory/index.js';
import { FileCopier } from '../../../application/composition/copy-file.js';
import { type Fault, faulty } from '../../../application/composition/index.js';
import { expectErrno, openFile, statOf } from '../../../application/contract/index.js';
import { type Directory, Errno, type Extent, type File, type Iovecs, Open } from '../../../domain/index.js';
import { type Alterations, AlteredDirectory } from './altered-directory.js';

const BLOCK = 4096;
const CHUNK = 16 * BLOCK;
const MEBIBYTE = 2 ** 20;

/** A content of runs in turn: data of so many bytes, or, if it is negative, zeros. */
function content(...runs: number[]): Uint8Array {
  const bytes = new Uint8Array(runs.reduce((sum, run) => sum + Math.abs(run), 0));
  let at = 0;
  for (const run of runs) {
    for (let i = 0; i < run; i++) bytes[at + i] = ((at + i) % 251) + 1;
    at += Math.abs(run);
  }
  return bytes;
}

/** Contents, and the bytes of the blocks in them that are not all zeros. */
const CONTENTS: readonly (readonly [runs: readonly number[], bytes: number])[] = [
  [[], 0],
  [[1], 1],
  [[-1], 0],
  [[-2, 1], 3],
  [[-7, 1, -3], 11],
  [[-BLOCK + 1, 1], BLOCK],
  [[-BLOCK + 4, 1, -3], BLOCK],
  [[-BLOCK, 1], 1],
  [[BLOCK], BLOCK],
  [[-BLOCK], 0],
  [[BLOCK, -BLOCK], BLOCK],
  [[BLOCK, -BLOCK, BLOCK], 2 * BLOCK],
  [[-2 * BLOCK, 3 * BLOCK, -1], 3 * BLOCK],
  [[5000, -3 * BLOCK, 5000], 3 * BLOCK + 1808],
  [[CHUNK], CHUNK],
  [[CHUNK, 1], CHUNK + 1],
  [[CHUNK - 1, -1, 1], CHUNK + 1],
  [[-3 * CHUNK, 5], 5],
  [[1, -2 * CHUNK], BLOCK],
  [[3 * CHUNK + 2 * BLOCK + 5, -3], 3 * CHUNK + 2 * BLOCK + 8],
];

/** Files that are read and written in pieces, and files without holes. */
const WAYS: Readonly<Record<string, Alterations>> = {
  'that tell where data is': () => ({}),
  'that do not tell where data is': () => ({ findData: undefined }),
  'that cannot tell where data is': () => ({ findData: () => -Errno.ENOTSUP }),
  'that give and take less than is asked for': inner => ({
    read: (into, offset) => inner.read(beginning(into, 1000), offset),
    write: (from, offset) => inner.write(beginning(from, 3000), offset),
  }),
};

function beginning({ array, offsets, lengths }: Iovecs, most: number): Iovecs {
  const length = Math.min(lengths[0] as number, most);
  return { array, count: 1, offsets: [offsets[0] as number], lengths: [length], total: length };
}

function bytesOf(directory: Directory, name: string): Uint8Array {
  const file = openFile(directory, name, Open.READ);
  const array = new Uint8Array(file.size());
  const { length } = array;
  expect(file.read({ array, count: 1, offsets: [0], lengths: [length], total: length }, 0)).to.equal(length);
  file.close();
  return array;
}

/** Expects the same bytes. An assertion of all of them takes long. */
function expectBytes(actual: Uint8Array, wanted: Uint8Array, what?: string): void {
  expect(Buffer.compare(actual, wanted), what).to.equal(0);
}

/** A directory with a file in it. */
function withFile(bytes: Uint8Array, alterations?: Alterations): AlteredDirectory {
  return new AlteredDirectory(memoryDirectory({ file: bytes }), alterations);
}

/** Fails as planned, where what is open is counted above it. */
function failing(directory: Directory, ...faults: Fault[]): AlteredDirectory {
  return new AlteredDirectory(faulty(directory, faults));
}

/** A file that says it is so long, and has data only where it says. */
function sparse(size: number, ...data: Extent[]): Alterations {
  return () => ({
    size: () => size,
    findData(from, into) {
      const next = data.find(({ offset, length }) => offset + length > from);
      into.offset = next === undefined ? 0 : Math.max(next.offset, from);
      into.length = next === undefined ? 0 : next.offset + next.length - into.offset;
      return 0;
    },
  });
}

const copier = new FileCopier();
const copyTo = (from: Directory, to: Directory, pause?: () => void) => copier.copy(from, 'file', to, 'copy', pause);

describe('A file copier', () => {
  for (const [name, way] of Object.entries(WAYS)) {
    it(`copies, measures and compares files ${name}`, () => {
      for (const [runs, bytes] of CONTENTS) {
        const wanted = content(...runs);
        const inPieces = name.includes('less');
        const from = withFile(wanted, way);
        const to = memoryDirectory({ copy: 'what was there before, and longer' });
        let written = 0;
        const counting = new AlteredDirectory(to, inner => ({
          ...way(inner, ''),
          write(vectors, offset) {
            const result = (way(inner, '').write ?? inner.write.bind(inner))(vectors, offset);
            written += result;
            return result;
          },
        }));
        expectErrno(copyTo(from, counting), 0);
        expectBytes(bytesOf(to, 'copy'), wanted, runs.join());
        const measured = copier.dataBytes(from, 'file');
        expect(measured, runs.join()).to.equal(written);
        // Which blocks are looked at depends on where reads begin.
        if (!inPieces) expect(written, runs.join()).to.equal(bytes);
        expect(copier.areEqual(from, 'file', counting, 'copy'), runs.join()).to.equal(true);
        expect([from.tally.open, counting.tally.open]).to.deep.equal([0, 0]);
      }
    });

    it(`finds each byte that differs in files ${name}`, () => {
      const wanted = content(BLOCK, -BLOCK, CHUNK, -3 * CHUNK, 10);
      const same = withFile(wanted, way);
      for (const at of [0, 1, BLOCK - 1, BLOCK, 2 * BLOCK - 1, CHUNK, 2 * CHUNK, 4 * CHUNK, wanted.length - 1]) {
        const other = wanted.slice();
        other[at] = (other[at] as number) ^ 1;
        const changed = withFile(other, way);
        expect(copier.areEqual(same, 'file', changed, 'file'), `${at}`).to.equal(false);
        expect(copier.areEqual(changed, 'file', same, 'file'), `${at}`).to.equal(false);
        expect([same.tally.open, changed.tally.open]).to.deep.equal([0, 0]);
      }
      for (const length of [0, wanted.length - 1]) {
        const shorter = withFile(wanted.slice(0, length), way);
        expect(copier.areEqual(same, 'file', shorter, 'file')).to.equal(false);
        expect(copier.areEqual(shorter, 'file', same, 'file')).to.equal(false);
      }
      const zeros = withFile(new Uint8Array(wanted.length), way);
      expect(copier.areEqual(same, 'file', zeros, 'file')).to.equal(false);
      expect(copier.areEqual(zeros, 'file', same, 'file')).to.equal(false);
      expect(copier.areEqual(zeros, 'file', zeros, 'file')).to.equal(true);
    });
  }

  it('reads only where data is, also of a file that is larger than could be read through', () => {
    const size = 2 ** 50;
    const full = content(8 * BLOCK);
    const telling = sparse(size, { offset: BLOCK, length: BLOCK }, { offset: 3 * BLOCK, length: 5 });
    const from = withFile(full, telling);
    const to = memoryDirectory();
    expectErrno(copyTo(from, to), 0);
    expect(statOf(to, 'copy').size).to.equal(BigInt(size));
    const file = openFile(to, 'copy', Open.READ);
    const array = new Uint8Array(8 * BLOCK);
    file.read({ array, count: 1, offsets: [0], lengths: [array.length], total: array.length }, 0);
    file.close();
    const wanted = new Uint8Array(8 * BLOCK);
    wanted.set(full.subarray(BLOCK, 2 * BLOCK), BLOCK);
    wanted.set(full.subarray(3 * BLOCK, 3 * BLOCK + 5), 3 * BLOCK);
    expectBytes(array, wanted);
    expect(copier.dataBytes(from, 'file')).to.equal(BLOCK + 5);
    const same = withFile(wanted);
    expectErrno(openFile(same, 'file', Open.WRITE).setSize(size), 0);
    const told = new AlteredDirectory(same, telling);
    expect(copier.areEqual(told, 'file', to, 'copy')).to.equal(true);
    expect(copier.areEqual(to, 'copy', told, 'file')).to.equal(true);
  });

  it('copies what a file has behind the size that it tells', () => {
    const wanted = content(CHUNK + 10);
    for (const alter of [sparse(0), () => ({ size: () => 0, findData: undefined })] as Alterations[]) {
      const to = memoryDirectory();
      // What was found in an earlier file does not matter.
      expectErrno(copyTo(withFile(wanted), memoryDirectory()), 0);
      expectErrno(copyTo(withFile(wanted, alter), to), 0);
      expectBytes(bytesOf(to, 'copy'), wanted);
    }
  });

  it('ends where a file ends that has become shorter', () => {
    const wanted = content(CHUNK);
    for (const findData of [undefined, sparse(2 * CHUNK, { offset: 0, length: 2 * CHUNK })({} as File, '').findData]) {
      const from = withFile(wanted, () => ({ size: () => 2 * CHUNK, findData }));
      const to = memoryDirectory();
      expectErrno(copyTo(from, to), 0);
      expectBytes(bytesOf(to, 'copy').subarray(0, CHUNK), wanted);
      expect(copier.dataBytes(from, 'file')).to.equal(CHUNK);
      expect(copier.areEqual(from, 'file', from, 'file')).to.equal(true);
      const longer = withFile(content(2 * CHUNK), () => ({ findData }));
      expect(copier.areEqual(longer, 'file', from, 'file')).to.equal(false);
    }
  });

  it('ends a hole with one byte where a file cannot be given a size', () => {
    for (const runs of [[5], [CHUNK], [-1], [BLOCK, -BLOCK], [5, -3 * CHUNK]]) {
      const to = memoryDirectory();
      const writing = new AlteredDirectory(to, () => ({ setSize: () => -Errno.ENOTSUP }));
      expectErrno(copyTo(withFile(content(...runs)), writing), 0);
      expectBytes(bytesOf(to, 'copy'), content(...runs));
    }
  });

  it('refuses to read through what is larger than 2^40 bytes, and tells no holes', () => {
    const most = 2 ** 40;
    for (const findData of [undefined, () => -Errno.ENOTSUP]) {
      const sized = (size: number, byte = 1) =>
        withFile(content(byte), () => ({ size: () => size, findData, read: () => -Errno.EIO }));
      const to = new AlteredDirectory(memoryDirectory());
      expectErrno(copyTo(sized(most + 1), to), -Errno.EFBIG);
      expect(to.tally.most).to.equal(0);
      expectErrno(copier.dataBytes(sized(most + 1), 'file'), -Errno.EFBIG);
      expect(copier.areEqual(sized(most + 1), 'file', sized(most + 1), 'file')).to.equal(false);
      expectErrno(copyTo(sized(most), to), -Errno.EIO);
      expectErrno(copier.dataBytes(sized(most), 'file'), -Errno.EIO);
      expectErrno(copier.areEqual(sized(most), 'file', sized(most), 'file'), -Errno.EIO);
      expect(to.tally.open).to.equal(0);
    }
    const empty = withFile(content(1), sparse(most + 1));
    const unreadable = withFile(content(1), () => ({ size: () => most + 1, findData: undefined }));
    expect(copier.areEqual(empty, 'file', unreadable, 'file')).to.equal(false);
    expect(copier.areEqual(unreadable, 'file', empty, 'file')).to.equal(false);
  });

  it('tells which operation fails by its errno, and leaves nothing open', () => {
    const bytes = content(CHUNK + 1, -BLOCK);
    const whole = { file: bytes, copy: bytes.slice() };
    for (const [operation, errno, when] of [
      ['open', 'EACCES', 1],
      ['size', 'EIO', 1],
      ['read', 'EIO', 1],
      ['read', 'EIO', 2],
    ] as const) {
      const from = failing(memoryDirectory(whole), { operation, errno, when });
      const to = new AlteredDirectory(memoryDirectory());
      expectErrno(copyTo(from, to), -Errno[errno]);
      const again = failing(memoryDirectory(whole), { operation, errno, when });
      expectErrno(copier.dataBytes(again, 'file'), -Errno[errno]);
      expect([from.tally.open, to.tally.open, again.tally.open], operation).to.deep.equal([0, 0, 0]);
    }
    for (const [operation, errno, when] of [
      ['open', 'EACCES', 1],
      ['open', 'EACCES', 2],
      ['size', 'EIO', 1],
      ['size', 'EIO', 2],
      ['read', 'EIO', 1],
      ['read', 'EIO', 2],
      ['read', 'EIO', 3],
      ['read', 'EIO', 4],
    ] as const) {
      const both = failing(memoryDirectory(whole), { operation, errno, when });
      expectErrno(copier.areEqual(both, 'file', both, 'copy'), -Errno[errno]);
      expect(both.tally.open, operation).to.equal(0);
    }
    for (const at of [0, 1]) {
      let asked = 0;
      const broken = withFile(bytes, () => ({ findData: () => (asked++ === at ? -Errno.EIO : -Errno.ENOTSUP) }));
      expectErrno(copier.areEqual(broken, 'file', broken, 'file'), -Errno.EIO);
      expect(broken.tally.open).to.equal(0);
    }
    const unfound = withFile(bytes, () => ({ findData: () => -Errno.EIO }));
    expectErrno(copyTo(unfound, memoryDirectory()), -Errno.EIO);
    const unsized = withFile(bytes, inner => {
      let asked = 0;
      return { findData: undefined, size: () => (asked++ === 0 ? inner.size() : -Errno.EBADF) };
    });
    expectErrno(copyTo(unsized, memoryDirectory()), -Errno.EBADF);
    for (const [operation, errno, when] of [
      ['open', 'EROFS', 1],
      ['write', 'ENOSPC', 1],
      ['write', 'ENOSPC', 2],
      ['setSize', 'EDQUOT', 1],
      ['close', 'EIO', 1],
    ] as const) {
      const from = withFile(bytes);
      const to = failing(memoryDirectory(), { operation, errno, when });
      expectErrno(copyTo(from, to), -Errno[errno]);
      expect([from.tally.open, to.tally.open], operation).to.deep.equal([0, 0]);
    }
    const stuck = new AlteredDirectory(memoryDirectory(), () => ({ write: () => 0 }));
    expectErrno(copyTo(withFile(bytes), stuck), -Errno.EIO);
    expect(stuck.tally.open).to.equal(0);
  });

  it('takes no directory for a file', () => {
    const from = new AlteredDirectory(memoryDirectory({ file: {}, other: 'x' }));
    const to = new AlteredDirectory(memoryDirectory({ copy: {} }), undefined);
    expectErrno(copyTo(from, to), -Errno.EISDIR);
    expectErrno(copier.dataBytes(from, 'file'), -Errno.EISDIR);
    expectErrno(copier.areEqual(from, 'file', from, 'other'), -Errno.EISDIR);
    expectErrno(copier.areEqual(from, 'other', from, 'file'), -Errno.EISDIR);
    expectErrno(copier.copy(from, 'other', to, 'copy'), -Errno.EISDIR);
    expect([from.tally.open, to.tally.open]).to.deep.equal([0, 0]);
  });

  it('makes an empty file where there is none', () => {
    const directory = new AlteredDirectory(memoryDirectory({ old: 'x' }));
    expectErrno(copier.create(directory, 'old'), -Errno.EEXIST);
    expectErrno(copier.create(directory, 'new'), 0);
    expect(statOf(directory, 'new').size).to.equal(0n);
    expectErrno(copier.create(failing(memoryDirectory(), { operation: 'close', errno: 'EIO' }), 'new'), -Errno.EIO);
    expect(directory.tally.open).to.equal(0);
  });

  it('pauses before more than 4 MiB have been read, and closes both files if that ends it', () => {
    const bytes = content(9 * MEBIBYTE);
    const reads: number[] = [0];
    const from = withFile(bytes, inner => ({
      read(into, offset) {
        const got = inner.read(into, offset);
        reads[reads.length - 1] = (reads.at(-1) as number) + got;
        return got;
      },
    }));
    const to = new AlteredDirectory(memoryDirectory());
    expectErrno(
      copyTo(from, to, () => reads.push(0)),
      0,
    );
    expect(reads.length).to.be.greaterThan(1);
    expect(Math.max(...reads)).to.be.at.most(4 * MEBIBYTE);
    expect(Math.min(...reads)).to.be.at.least(MEBIBYTE);
    const stop = () => {
      throw new Error('stopped');
    };
    expect(() => copyTo(from, to, stop)).to.throw('stopped');
    expect([from.tally.open, to.tally.open]).to.deep.equal([0, 0]);
  });
});
