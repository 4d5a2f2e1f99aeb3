import { expect } from 'chai';
import { file, MemoryFileSystem, memoryDirectory, SteppedClock, symlink } from '../../../adapters/memory/index.js';
import {
  descendTo,
  expectErrno,
  namesIn,
  openDirectory,
  openFile,
  room,
  statOf,
  vectors,
} from '../../../application/contract/index.js';
import { type Directory, Errno, Open } from '../../../domain/index.js';

/** The names in the directory that a path leads to; or the errno. */
function namesAt(fileSystem: MemoryFileSystem, path: string): string[] | number {
  const opened = fileSystem.openPreopen(path);
  return typeof opened === 'number' ? opened : namesIn(opened);
}

describe('memory: openPreopen', () => {
  const links = Object.fromEntries(
    Array.from({ length: 42 }, (_, i) => [`link-${i}`, symlink(i === 0 ? 'dir' : `link-${i - 1}`)]),
  );
  const fileSystem = new MemoryFileSystem({
    ...links,
    dir: { inner: { x: '' }, up: symlink('../other'), home: symlink('/dir/inner'), self: symlink('.') },
    other: { y: '' },
    loop: symlink('loop'),
    dangling: symlink('dir/missing'),
    'to-file': symlink('other/y'),
  });

  for (const [path, names] of [
    ['/', Object.keys(links).concat('dangling', 'dir', 'loop', 'other', 'to-file').sort()],
    ['dir/inner', ['x']],
    ['//dir/./inner/', ['x']],
    ['/dir/../other', ['y']],
    ['/../../other', ['y']],
    ['dir/up', ['y']],
    ['dir/up/../dir/inner', ['x']],
    ['other/../dir/home', ['x']],
    ['dir/self/self/inner', ['x']],
    ['link-39/inner', ['x']],
    ['link-40', -Errno.ELOOP],
    ['loop', -Errno.ELOOP],
    ['dangling', -Errno.ENOENT],
    ['to-file', -Errno.ENOTDIR],
    ['other/y/..', -Errno.ENOTDIR],
  ] as const)
    it(`goes by the rules of POSIX to '${path}'`, () => {
      expect(namesAt(fileSystem, path)).to.deep.equal(names);
    });

  it('opens a directory with nothing above it', () => {
    const opened = fileSystem.openPreopen('dir/inner') as Directory;
    expect(opened.parentInode()).to.equal(statOf(opened, '.').inode);
  });
});

describe('memory: names', () => {
  it('a target has 1 to 4095 bytes', () => {
    const root = memoryDirectory();
    expectErrno(root.symlink('empty', ''), -Errno.ENOENT);
    expectErrno(root.symlink('longest', 'ü'.repeat(2047).concat('x')), 0);
    expectErrno(root.symlink('longer', 'ü'.repeat(2048)), -Errno.ENAMETOOLONG);
    expect(namesIn(root)).to.deep.equal(['longest']);
  });

  it('renaming has the errnos of Linux, and its order of them', () => {
    const root = memoryDirectory({ 'dir/inner/file': '', 'dir/gone': {}, file: '' });
    const [inner, gone] = [descendTo(root, 'dir/inner'), openDirectory(descendTo(root, 'dir'), 'gone')];
    expectErrno(root.rename('dir', root, 'dir'), 0);
    expectErrno(root.rename('dir', inner, 'x'), -Errno.EINVAL);
    expectErrno(inner.rename('file', root, 'dir'), -Errno.ENOTEMPTY);
    expectErrno(descendTo(root, 'dir').rename('inner', root, 'dir'), -Errno.ENOTEMPTY);
    expectErrno(root.rename('file', root, 'x'.repeat(256)), -Errno.ENAMETOOLONG);
    expectErrno(descendTo(root, 'dir').removeDirectory('gone'), 0);
    for (const source of ['file', 'dir', 'missing'])
      for (const name of ['x', 'x'.repeat(256)]) expectErrno(root.rename(source, gone, name), -Errno.ENOENT);
    gone.close();
  });

  it('renaming a file to another of its own names keeps both', () => {
    const root = memoryDirectory({ file: 'x', dir: {} });
    for (const directory of [root, descendTo(root, 'dir')]) {
      expectErrno(root.link('file', directory, 'twin'), 0);
      expectErrno(root.rename('file', directory, 'twin'), 0);
      expect(namesIn(directory)).to.include('twin');
    }
    expect(namesIn(root)).to.deep.equal(['dir', 'file', 'twin']);
    expect(statOf(root, 'file').links).to.equal(3n);
  });

  it('renaming changes the times of both directories', () => {
    const root = memoryDirectory({ a: { file: '' }, b: {} }, { clocks: new SteppedClock(1000n, 1000) });
    const times = () => ['a', 'b'].map(name => statOf(root, name).modified);
    const before = times();
    expectErrno(descendTo(root, 'a').rename('file', descendTo(root, 'b'), 'file'), 0);
    const after = times();
    for (const [at, time] of before.entries()) expect(Number(after[at])).to.be.greaterThan(Number(time));
  });
});

describe('memory: times of a file', () => {
  const contents = { file: file('abc', { accessed: 1n, modified: 1n }) };

  it('are not changed by an empty read or write, by allocating what exists, or by a second read', () => {
    const { root } = new MemoryFileSystem(contents, { clocks: new SteppedClock(1000n, 1000) });
    const before = statOf(root, 'file');
    const opened = openFile(root, 'file', Open.READ | Open.WRITE);
    expect(opened.read(room(), 0)).to.equal(0);
    expect(opened.write(vectors(), 10)).to.equal(0);
    expect(opened.allocate(0, 3)).to.equal(0);
    expect(opened.setTimes(undefined, undefined)).to.equal(0);
    expect(statOf(root, 'file')).to.deep.equal(before);
    opened.read(room(1), 0);
    const { accessed, ...others } = statOf(root, 'file');
    expect({ ...others, accessed: before.accessed }).to.deep.equal(before);
    expect(accessed > before.accessed).to.equal(true);
    opened.read(room(1), 0);
    expect(statOf(root, 'file').accessed).to.equal(accessed);
    opened.close();
  });
});
