import { expect } from 'chai';
import { limitedBudget } from '../../../adapters/memory/budget.js';
import { MemoryFileSystem, memoryDirectory } from '../../../adapters/memory/index.js';
import {
  expectErrno,
  namesIn,
  openDirectory,
  openFile,
  put,
  statOf,
  take,
  vectors,
} from '../../../application/contract/index.js';
import { Errno, Open } from '../../../domain/index.js';

const KIB = 1024;
const PAGE = 65_536;
const BOTH = Open.READ | Open.WRITE | Open.CREATE;

describe('memory: quotas', () => {
  it('bytes: what fits is written, then it is EDQUOT, until some are freed', () => {
    const root = memoryDirectory({ old: '1234' }, { quotas: { bytes: 10 } });
    const file = openFile(root, 'new', BOTH);
    expect(file.write(vectors('abc', 'defgh'), 0)).to.equal(6);
    expectErrno(file.write(vectors('x'), 6), -Errno.EDQUOT);
    expectErrno(file.write(vectors('x'), 100), -Errno.EDQUOT);
    expect(file.write(vectors('XY'), 0)).to.equal(2);
    expect(file.write(vectors('YZ'), 5)).to.equal(1);
    expectErrno(file.setSize(7), -Errno.EDQUOT);
    expectErrno(file.allocate(0, 7), -Errno.EDQUOT);
    expect(file.size()).to.equal(6);
    expect(take(root, 'new')).to.equal('XYcdeY');
    put(root, 'old', '');
    expectErrno(file.setSize(10), 0);
    expectErrno(file.setSize(3), 0);
    expect(file.write(vectors('x'), 8)).to.equal(1);
    expect(take(root, 'new')).to.equal('XYc\0\0\0\0\0x');
    file.close();
  });

  it('bytes: a file counts until it has no name and is not open', () => {
    const root = memoryDirectory({ a: '12345' }, { quotas: { bytes: 5 } });
    expectErrno(root.link('a', root, 'b'), 0);
    const file = openFile(root, 'a', BOTH);
    const other = openFile(root, 'c', BOTH);
    const isFull = () => expectErrno(other.write(vectors('x'), 0), -Errno.EDQUOT);
    root.unlink('a');
    isFull();
    root.unlink('b');
    isFull();
    expect(file.size()).to.equal(5);
    file.close();
    expect(other.write(vectors('xyzxyz'), 0)).to.equal(5);
    expect(root.freeBytes?.()).to.equal(0);
    // Replaced by a rename: gone as well.
    put(root, 'd', '');
    other.close();
    expectErrno(root.rename('d', root, 'c'), 0);
    expect(root.freeBytes?.()).to.equal(5);
    put(root, 'c', '54321');
    expect(memoryDirectory({}, { quotas: { memory: 5 } }).freeBytes?.()).to.equal(5);
  });

  it('inodes: creating anything is ENOSPC, until one is freed', () => {
    const root = memoryDirectory({ dir: {} }, { quotas: { inodes: 4 } });
    put(root, 'file', '');
    expectErrno(root.link('file', root, 'twin'), 0);
    expectErrno(root.link('file', root, 'third'), -Errno.ENOSPC);
    expectErrno(root.open('more', BOTH), -Errno.ENOSPC);
    expectErrno(root.createDirectory('more'), -Errno.ENOSPC);
    expectErrno(root.symlink('more', 'x'), -Errno.ENOSPC);
    expectErrno(root.createDirectory('dir'), -Errno.EEXIST);
    expect(namesIn(root)).to.deep.equal(['dir', 'file', 'twin']);
    expect(statOf(root, '.').links).to.equal(3n);
    const dir = openDirectory(root, 'dir');
    root.removeDirectory('dir');
    expectErrno(root.symlink('more', 'x'), -Errno.ENOSPC);
    dir.close();
    expectErrno(root.symlink('more', 'x'), 0);
    expectErrno(root.rename('more', root, 'file'), 0);
    expectErrno(root.createDirectory('other'), 0);
    expectErrno(root.createDirectory('more'), -Errno.ENOSPC);
    root.unlink('twin');
    expectErrno(root.createDirectory('more'), 0);
  });

  it('memory: pages, targets and names count, holes do not; beyond the limit it is ENOSPC, until some is freed', () => {
    const root = memoryDirectory({}, { quotas: { memory: 4 * KIB + 2 * PAGE } });
    const file = openFile(root, 'file', BOTH);
    expectErrno(file.setSize(2 ** 40), 0);
    expect(file.write(vectors('x'.repeat(10)), 2 ** 39 - 4)).to.equal(10);
    expectErrno(file.write(vectors('x'), 2 ** 30), -Errno.ENOSPC);
    expect(file.write(vectors('y'), 2 ** 39)).to.equal(1);
    expect(file.write(vectors('z'.repeat(PAGE)), 2 ** 39 + 5)).to.equal(PAGE - 5);
    expectErrno(root.symlink('link', 'x'.repeat(KIB)), 0);
    expectErrno(root.symlink('more', 'x'.repeat(KIB)), -Errno.ENOSPC);
    expectErrno(root.link('file', root, 'twin'), 0);
    for (const refused of [
      root.link('file', root, 'third'),
      root.createDirectory('more'),
      root.open('more', BOTH) as number,
    ])
      expectErrno(refused, -Errno.ENOSPC);
    root.unlink('twin');
    expectErrno(root.createDirectory('more'), 0);
    root.unlink('link');
    root.unlink('file');
    expectErrno(root.link('link', root, 'gone'), -Errno.ENOENT);
    file.close();
    const other = openFile(root, 'other', BOTH);
    expect(other.write(vectors('x'.repeat(PAGE)), 0)).to.equal(PAGE);
    expectErrno(other.setSize(0), 0);
    expect(other.write(vectors('x'.repeat(2 * PAGE)), PAGE)).to.equal(2 * PAGE);
    other.close();
  });

  it('memory: a small file takes little, and what does not fit leaves the size as it was', () => {
    const root = memoryDirectory({}, { quotas: { memory: 3 * KIB } });
    const file = openFile(root, 'file', BOTH);
    expect(file.write(vectors('x'.repeat(KIB)), 0)).to.equal(KIB);
    for (const offset of [1, 2]) expectErrno(file.write(vectors('x', 'y'), offset * PAGE), -Errno.ENOSPC);
    expect(file.size()).to.equal(KIB);
    expect(file.write(vectors('z'), 0)).to.equal(1);
    expect(file.size()).to.equal(KIB);
    file.close();
  });

  it('memory: initial contents do not count against a default limit', () => {
    const free = limitedBudget(undefined, 10);
    expect(free.exempt(() => free.take(1000))).to.equal(true);
    expect([free.take(10), free.take(1)]).to.deep.equal([true, false]);
    const limited = limitedBudget(10, 1000);
    expect(limited.exempt(() => limited.take(11))).to.equal(false);
    const file = new Uint8Array(PAGE).fill(1);
    expect(() => memoryDirectory({ file }, { quotas: { memory: PAGE } })).to.throw(/"file" cannot be made: ENOSPC/);
  });

  it('open files: one more is EMFILE and changes nothing, until one is closed; the root does not count', () => {
    const { root } = new MemoryFileSystem({ file: 'x', dir: {} }, { quotas: { openFiles: 2 } });
    const file = openFile(root, 'file', Open.READ);
    const dir = openDirectory(root, 'dir');
    for (const how of [Open.READ, Open.WRITE | Open.TRUNCATE]) expectErrno(root.open('file', how), -Errno.EMFILE);
    expectErrno(root.open('new', BOTH), -Errno.EMFILE);
    expect(namesIn(root)).to.deep.equal(['dir', 'file']);
    expectErrno(file.close(), 0);
    expectErrno(file.close(), -Errno.EBADF);
    expect(take(root, 'file')).to.equal('x');
    dir.close();
    dir.close();
    root.close();
    openFile(root, 'file', Open.READ);
    openFile(root, 'file', Open.READ);
    expectErrno(root.open('file', Open.READ), -Errno.EMFILE);
  });

  it('two directories are two devices, a file system’s own number apart', () => {
    const devices = [memoryDirectory(), memoryDirectory(), new MemoryFileSystem().root].map(
      each => statOf(each, '.').device,
    );
    expect(new Set(devices).size).to.equal(3);
    expect(devices[2]).to.equal(1n);
    expect(statOf(memoryDirectory({}, { device: 77n }), '.').device).to.equal(77n);
    // A directory entry has an inode, and no device number to distinguish it from another's.
    const inodes = [memoryDirectory(), memoryDirectory(), new MemoryFileSystem().root].map(
      each => statOf(each, '.').inode,
    );
    expect(new Set(inodes).size).to.equal(3);
    expect(inodes[2]).to.equal(1n);
  });
});
