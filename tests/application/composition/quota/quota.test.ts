import { expect } from 'chai';
import fc from 'fast-check';
import { type Contents, memoryDirectory } from '../../../../adapters/memory/index.js';
import { type Fault, faulty, quota } from '../../../../application/composition/index.js';
import { QuotaDirectory } from '../../../../application/composition/quota/quota-directory.js';
import { QuotaUsage } from '../../../../application/composition/quota/quota-usage.js';
import {
  descendTo,
  expectErrno,
  openDirectory,
  openFile,
  plantHoldings,
  put,
  take,
  vectors,
} from '../../../../application/contract/index.js';
import { ConfigurationError } from '../../../../application/errors.js';
import { type Directory, Errno, type File, Open } from '../../../../domain/index.js';
import { AlteredDirectory } from '../altered-directory.js';
import { grounds, twin, Workshop } from '../grounds.js';

const { READ, WRITE, CREATE, TRUNCATE, APPEND } = Open;

for (const ground of grounds) {
  describe(`quota over ${ground.name}`, () => {
    let workshop: Workshop;
    beforeEach(() => {
      workshop = new Workshop(ground);
    });
    afterEach(() => workshop.dispose());

    it('counts what is there at first; the bytes of a file with two names count once, its names each', () => {
      const base = workshop.fresh();
      plantHoldings(base, { a: 'x'.repeat(60), dir: null, 'dir/b': 'y'.repeat(20), link: '->a' });
      base.link('a', descendTo(base, 'dir'), 'twin');
      const root = workshop.open(quota(base, { bytes: 100, inodes: 7 }));
      const file = openFile(root, 'a', WRITE);
      expect(file.write(vectors('z'.repeat(50)), 60)).to.equal(20);
      expectErrno(file.write(vectors('z'), 80), -Errno.EDQUOT);
      expect(file.write(vectors('again'), 0)).to.equal(5);
      file.close();
      put(root, 'sixth', '');
      expectErrno(root.open('new', WRITE | CREATE), -Errno.ENOSPC);
      expectErrno(root.createDirectory('new'), -Errno.ENOSPC);
      expectErrno(root.symlink('new', 'x'), -Errno.ENOSPC);
      expectErrno(root.createDirectory('dir'), -Errno.EEXIST);
      openFile(root, 'sixth', WRITE | CREATE).close();
      expectErrno(root.link('sixth', root, 'dir'), -Errno.EEXIST);
      expectErrno(root.link('sixth', root, 'new'), -Errno.ENOSPC);
      root.unlink('a');
      expectErrno(root.link('sixth', root, 'new'), 0);
    });

    it('writes what fits, over the end and in several buffers, appends too, and grows no hole', () => {
      const root = workshop.open(quota(workshop.fresh(), { bytes: 10 }));
      const file = openFile(root, 'file', READ | WRITE | CREATE | APPEND);
      expect(file.write(vectors('abcd', 'efg'), 0)).to.equal(7);
      expect(file.write(vectors('hi', 'jk', 'lm'), 0)).to.equal(3);
      expectErrno(file.write(vectors('x'), 0), -Errno.EDQUOT);
      expect(file.write(vectors(), 0)).to.equal(0);
      file.close();
      expect(take(root, 'file')).to.equal('abcdefghij');
      const other = openFile(root, 'other', WRITE | CREATE);
      expectErrno(other.write(vectors('x'), 1000), -Errno.EDQUOT);
      expectErrno(other.setSize(1), -Errno.EDQUOT);
      expectErrno(other.allocate(0, 1), -Errno.EDQUOT);
      expectErrno(other.setSize(0), 0);
      const reader = openFile(root, 'file', READ);
      expectErrno(reader.write(vectors('x'), 0), -Errno.EBADF);
      reader.close();
      other.close();
    });

    it('gives back what is cut, truncated or removed', () => {
      const root = workshop.open(quota(workshop.fresh(), { bytes: 10 }));
      put(root, 'a', '0123456789');
      const file = openFile(root, 'a', WRITE);
      expectErrno(file.setSize(4), 0);
      put(root, 'b', '012345');
      openFile(root, 'a', WRITE | TRUNCATE).close();
      expect(file.write(vectors('0123456789'), 0)).to.equal(4);
      file.close();
      expectErrno(root.unlink('b'), 0);
      put(root, 'c', '012345');
      put(root, 'd', '');
      expectErrno(root.rename('d', root, 'c'), 0);
      put(root, 'e', '012345');
    });

    it('keeps counting a file that has lost its name until nobody has it open, and one with other names', () => {
      const root = workshop.open(quota(workshop.fresh(), { bytes: 10, inodes: 3 }));
      put(root, 'a', '0123456789');
      root.link('a', root, 'twin');
      const [one, other] = [openFile(root, 'a', WRITE), openFile(root, 'a', READ)];
      expectErrno(root.unlink('a'), 0);
      const file = openFile(root, 'new', WRITE | CREATE);
      expectErrno(file.write(vectors('x'), 0), -Errno.EDQUOT);
      expectErrno(root.unlink('twin'), 0);
      expectErrno(file.write(vectors('x'), 0), -Errno.EDQUOT);
      expectErrno(root.createDirectory('dir'), -Errno.ENOSPC);
      one.setSize(8);
      one.close();
      expect(file.write(vectors('0123456789'), 0)).to.equal(2);
      other.close();
      expect(file.write(vectors('0123456789'), 0)).to.equal(10);
      file.close();
      expectErrno(root.createDirectory('dir'), 0);
    });

    it('counts what is open', () => {
      const root = workshop.open(quota(workshop.fresh(), { openFiles: 2 }));
      put(root, 'a', '');
      root.createDirectory('dir');
      const file = openFile(root, 'a', READ);
      const dir = openDirectory(root, 'dir');
      for (const [name, how] of [
        ['a', READ],
        ['.', READ],
        ['new', WRITE | CREATE],
      ] as const) {
        expectErrno(dir.open('.', READ), -Errno.EMFILE);
        expectErrno(root.open(name, how), -Errno.EMFILE);
      }
      file.close();
      openFile(root, 'a', READ).close();
      dir.close();
      dir.close();
      const again = [openFile(root, 'a', READ), openDirectory(root, 'dir')];
      expectErrno(root.open('a', READ), -Errno.EMFILE);
      for (const each of again) each.close();
    });

    it('counts as one would by looking, whatever was done', () => {
      const name = fc.constantFrom('a', 'b', 'c', 'd');
      const place = fc.constantFrom('', 'd');
      const step = fc.record({
        op: fc.constantFrom('write', 'cut', 'open', 'close', 'unlink', 'rmdir', 'mkdir', 'link', 'rename', 'symlink'),
        at: place,
        name,
        to: place,
        newName: name,
        size: fc.nat(30),
      });
      fc.assert(
        fc.property(fc.array(step, { maxLength: 40 }), steps => {
          const local = new Workshop(ground);
          const base = local.fresh();
          const look = local.open(twin(base));
          const usage = new QuotaUsage({ bytes: 60, inodes: 5 });
          usage.inodes = 1;
          const root = local.open(new QuotaDirectory(base, usage, false));
          const held: (File | Directory)[] = [];
          for (const { op, at, name, to, newName, size } of steps) {
            const directory = goTo(root, at);
            const target = goTo(root, to);
            if (directory === undefined || target === undefined) continue;
            const again = goTo(root, at) as Directory;
            if (op === 'write' || op === 'cut') {
              const file = again.open(name, WRITE | CREATE | (op === 'cut' ? TRUNCATE : 0));
              if (typeof file === 'number') continue;
              if (file.kind === 'file') file.write(vectors('x'.repeat(size)), size);
              file.close();
            } else if (op === 'open') {
              const opened = again.open(name, READ);
              if (typeof opened !== 'number') held.push(opened);
            } else if (op === 'close') held.shift()?.close();
            else if (op === 'unlink') again.unlink(name);
            else if (op === 'rmdir') again.removeDirectory(name);
            else if (op === 'mkdir') again.createDirectory(name);
            else if (op === 'symlink') again.symlink(name, 'x');
            else if (op === 'link') again.link(name, target, newName);
            else again.rename(name, target, newName);
            expect(usage.bytes).to.be.within(0, 60);
            expect(usage.inodes).to.be.within(1, 5);
          }
          for (const each of held) each.close();
          expect([usage.open, usage.bytes, usage.inodes]).to.deep.equal([0, ...counted(look)]);
          local.dispose();
        }),
        { numRuns: 60 },
      );
    });
  });
}

/** A directory one level down, if it is one. */
function goTo(root: Directory, path: string): Directory | undefined {
  if (path === '') return root;
  const into = { directory: root, steps: 0 };
  return root.descend(path, into) === 0 ? into.directory : undefined;
}

/** Bytes and inodes, as a quota counts them when it is made. */
function counted(root: Directory, seen = new Set<bigint>()): [number, number] {
  let bytes = 0;
  let inodes = 1;
  const entries = root.list();
  if (typeof entries === 'number') throw new Error(`list: ${entries}`);
  for (const { name, inode, filetype } of entries) {
    const isKnown = seen.has(inode);
    seen.add(inode);
    if (filetype !== 3) inodes++;
    if (isKnown) continue;
    if (filetype === 4) bytes += take(root, name).length;
    if (filetype === 3) {
      const below = openDirectory(root, name);
      const [more, others] = counted(below, seen);
      below.close();
      bytes += more;
      inodes += others;
    }
  }
  return [bytes, inodes];
}

describe('quota', () => {
  it('counts nothing for what fails', () => {
    const failing = (contents: Contents, ...faults: Fault[]) => faulty(memoryDirectory(contents), faults);
    const once = { errno: 'EACCES', when: 1 } as const;
    const made = quota(failing({}, { operation: 'open', path: 'new', ...once }), { inodes: 2 });
    expectErrno(made.open('new', WRITE | CREATE), -Errno.EACCES);
    openFile(made, 'new', WRITE | CREATE).close();
    const cut = quota(failing({ old: 'x'.repeat(10), other: '' }, { operation: 'open', path: 'old', ...once }), {
      bytes: 10,
    });
    expectErrno(cut.open('old', WRITE | TRUNCATE), -Errno.EACCES);
    expectErrno(openFile(cut, 'other', WRITE).write(vectors('x'), 0), -Errno.EDQUOT);
    const unsized = openFile(
      quota(failing({ a: '' }, { operation: 'size', errno: 'EIO' }), { bytes: 100 }),
      'a',
      WRITE,
    );
    expectErrno(unsized.write(vectors('x'), 0), -Errno.EIO);
    expectErrno(unsized.setSize(1), -Errno.EIO);
    expectErrno(unsized.allocate(0, 1), -Errno.EIO);
    const stuck = new AlteredDirectory(memoryDirectory({ a: '' }), () => ({ write: () => 0 }));
    const file = openFile(quota(stuck, { bytes: 10 }), 'a', WRITE);
    expect(file.write(vectors('x'), 5)).to.equal(0);
    expectErrno(file.setSize(10), 0);
  });

  it('leaves it to the directory what cannot be written to', () => {
    const reader = openFile(quota(memoryDirectory({ a: '0123' }), { bytes: 4 }), 'a', READ);
    expectErrno(reader.write(vectors('x'), 4), -Errno.EBADF);
    expectErrno(reader.setSize(100), -Errno.EINVAL, -Errno.EBADF);
    expectErrno(reader.allocate(0, 100), -Errno.EBADF);
  });

  it('writes the buffers that fit, and a part of the last one', () => {
    const passed: number[][] = [];
    const root = new AlteredDirectory(memoryDirectory({ a: '' }), inner => ({
      write(from, offset) {
        passed.push(from.lengths.slice(0, from.count));
        return inner.write(from, offset);
      },
    }));
    const file = openFile(quota(root, { bytes: 3 }), 'a', WRITE);
    expect(file.write(vectors('hi', 'jk', 'lm'), 0)).to.equal(3);
    expect(passed).to.deep.equal([[2, 1]]);
  });

  it('follows a file that begins or ceases to append while it is open', () => {
    const file = openFile(quota(memoryDirectory({ a: '0123' }), { bytes: 10 }), 'a', READ | WRITE);
    expectErrno(file.setFlags(APPEND), 0);
    expect(file.write(vectors('4567890'), 0)).to.equal(6);
    expectErrno(file.write(vectors('x'), 0), -Errno.EDQUOT);
    expectErrno(file.setFlags(0), 0);
    expect(file.write(vectors('abcd'), 0)).to.equal(4);
    const fixed = faulty(memoryDirectory({ a: '0123' }), [{ operation: 'setFlags', errno: 'ENOTSUP' }]);
    const other = openFile(quota(fixed, { bytes: 4 }), 'a', WRITE);
    expectErrno(other.setFlags(APPEND), -Errno.ENOTSUP);
    expect(other.write(vectors('abcd'), 0)).to.equal(4);
  });

  it('counts each file where files have no numbers', () => {
    const unnumbered = new AlteredDirectory(memoryDirectory({ a: '0123', b: '4567' }), undefined, stat => {
      stat.inode = 0n;
    });
    const root = quota(unnumbered, { bytes: 10 });
    expect(openFile(root, 'a', WRITE).write(vectors('xyz'), 4)).to.equal(2);
  });

  it('refuses to create a directory by opening it, also where nothing can be created', () => {
    const full = quota(memoryDirectory(), { inodes: 1 });
    expectErrno(full.open('new', READ | CREATE | Open.DIRECTORY), -Errno.EINVAL);
    expectErrno(full.open('new', WRITE | CREATE), -Errno.ENOSPC);
  });

  it('has as much space as the limit and the directory leave', () => {
    class Measured extends AlteredDirectory {
      readonly #free: number;

      constructor(free: number) {
        super(memoryDirectory({ file: 'abcd' }));
        this.#free = free;
      }

      override freeBytes(): number {
        return this.#free;
      }
    }
    for (const [free, bytes, left] of [
      [-Errno.ENOTSUP, 10, 6],
      [0, 10, 0],
      [5, 10, 5],
      [8, 10, 6],
      [8, 4, 0],
      [8, 3, 0],
    ] as const) {
      expect(quota(new Measured(free), { bytes }).freeBytes?.(), `${free}`).to.equal(left);
    }
  });

  it('refuses limits that are no numbers', () => {
    for (const bytes of [-1, Number.NaN]) {
      expect(() => quota('./work', { bytes })).to.throw(ConfigurationError, /^option "bytes" of quota\(\) is /);
    }
  });
});
