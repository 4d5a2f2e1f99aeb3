import { expect } from 'chai';
import { type Contents, memoryDirectory } from '../../../../adapters/memory/index.js';
import { type Fault, faulty, overlay } from '../../../../application/composition/index.js';
import {
  blankDescent,
  blankFilestat,
  contents,
  descendTo,
  expectErrno,
  namesIn,
  openDirectory,
  openFile,
  put,
  room,
  statOf,
  take,
  vectors,
} from '../../../../application/contract/index.js';
import { type Descent, type Directory, Errno, type File, Filetype, Open } from '../../../../domain/index.js';
import { AlteredDirectory } from '../altered-directory.js';
import { FoldingDirectory, foldsAll } from '../folding-directory.js';

const { READ, WRITE, APPEND, DIRECTORY, LIST, TRUNCATE, CREATE } = Open;
const BASE: Contents = { file: 'of the base', other: 'x', dir: { inner: 'inner', deep: { bottom: 'b' } } };

const failing = (directory: Directory, ...faults: Fault[]): Directory => faulty(directory, faults);

/** What a program sees of an overlay over a base with the usual files. */
function over(upper: Directory, base: Directory = memoryDirectory(BASE)): Directory {
  return overlay(base, upper).openDirectory();
}

/** The first bytes that are read through an open file. */
function read(directory: Directory, name: string, length: number): string[] {
  const file = openFile(directory, name, READ);
  const into = room(length);
  file.read(into, 0);
  file.close();
  return contents(into);
}

describe('A file of an overlay', () => {
  it('is copied up by a write of something, and by times that are given, and by nothing less', () => {
    const upper = memoryDirectory();
    const root = over(upper);
    const file = openFile(root, 'file', READ | WRITE);
    expectErrno(file.write(vectors(), 0), 0);
    expectErrno(file.setTimes(undefined, undefined), 0);
    expectErrno(file.setFlags(APPEND), 0);
    expect(namesIn(upper)).to.deep.equal([]);
    // The flags are those of the copy.
    expect(file.write(vectors('!'), 0)).to.equal(1);
    expect(take(root, 'file')).to.equal('of the base!');
    for (const [name, times, kept] of [
      ['other', { accessed: 500n, modified: undefined }, { accessed: 500n }],
      ['dir/inner', { accessed: undefined, modified: 600n }, { modified: 600n }],
    ] as const) {
      const directory = name === 'other' ? root : descendTo(root, 'dir');
      const own = openFile(directory, name.replace('dir/', ''), READ);
      expectErrno(own.setTimes(times.accessed, times.modified), 0);
      const stat = blankFilestat();
      own.stat(stat);
      expect(stat).to.include(kept);
      own.close();
    }
    expect(namesIn(upper)).to.deep.equal(['dir', 'file', 'other']);
    file.close();
  });

  it('goes on in the copy for all who have it open, also after one of them has closed it', () => {
    const root = over(memoryDirectory());
    const [first, second] = [openFile(root, 'file', READ), openFile(root, 'file', READ)];
    first.close();
    const writer = openFile(root, 'file', WRITE);
    expect(writer.write(vectors('OF'), 0)).to.equal(2);
    const into = room(2);
    second.read(into, 0);
    expect(contents(into)).to.deep.equal(['OF']);
    writer.close();
    second.close();
  });

  it('tells why it cannot be copied up, and stays as it was', () => {
    const full = { errno: 'ENOSPC' } as const;
    const upper = (fault: Fault) => () => failing(memoryDirectory(), fault);
    for (const [name, make, errno] of [
      ['file', upper({ operation: 'open', path: 'file', ...full }), -Errno.ENOSPC],
      ['file', upper({ operation: 'write', ...full }), -Errno.ENOSPC],
      ['file', () => memoryDirectory({}, { quotas: { bytes: 5 } }), -Errno.EDQUOT],
      // The copy cannot be opened.
      ['file', upper({ operation: 'open', path: 'file', errno: 'EMFILE', when: 2 }), -Errno.EROFS],
      ['dir/inner', upper({ operation: 'createDirectory', ...full }), -Errno.ENOSPC],
      ['dir/deep/bottom', upper({ operation: 'createDirectory', ...full }), -Errno.ENOSPC],
      ['dir/inner', upper({ operation: 'createDirectory', path: 'dir', errno: 'EIO' }), -Errno.EIO],
    ] as const) {
      for (const act of [(file: File) => file.write(vectors('X'), 0), (file: File) => file.setSize(1)]) {
        const base = memoryDirectory(BASE);
        const root = over(make(), base);
        const slash = name.lastIndexOf('/');
        const [directory, below] = [root, base].map(each => (slash < 0 ? each : descendTo(each, name.slice(0, slash))));
        const own = name.slice(slash + 1);
        const before = take(below as Directory, own);
        const file = openFile(directory as Directory, own, READ | WRITE);
        expectErrno(act(file), errno);
        const into = room(before.length);
        expect(file.read(into, 0)).to.equal(before.length);
        expect(contents(into)).to.deep.equal([before]);
        file.close();
        expect(take(below as Directory, own)).to.equal(before);
      }
    }
  });

  it('tells an errno of its attributes', () => {
    const base = new AlteredDirectory(memoryDirectory(BASE), () => ({ stat: () => -Errno.EIO }));
    const file = openFile(over(memoryDirectory(), base), 'file', READ);
    expectErrno(file.stat(blankFilestat()), -Errno.EIO);
    file.close();
  });

  it('keeps its identity under another name when one is removed, and gives it up with the last', () => {
    const root = over(memoryDirectory());
    const { device, inode } = statOf(root, 'file');
    expectErrno(root.link('file', root, 'twin'), 0);
    expect(statOf(root, 'twin')).to.include({ device, inode });
    expectErrno(root.unlink('file'), 0);
    expect(statOf(root, 'twin')).to.include({ device, inode });
    expectErrno(root.rename('other', root, 'twin'), 0);
    expect(statOf(root, 'twin').inode).to.not.equal(inode);
  });

  it('is another one when its number is used again in the upper directory', () => {
    for (const remove of [
      (root: Directory) => root.unlink('file'),
      (root: Directory) => root.rename('new', root, 'file'),
    ]) {
      const numbers: Record<string, bigint> = { file: 1000n, new: 2000n };
      const upper = new AlteredDirectory(memoryDirectory(), undefined, (stat, name) => {
        stat.inode = numbers[name] ?? stat.inode;
      });
      const root = over(upper);
      const { inode } = statOf(root, 'file');
      expectErrno(root.setTimes('file', 5n, 5n), 0);
      expect(statOf(root, 'file').inode).to.equal(inode);
      put(root, 'new', '');
      expectErrno(remove(root), 0);
      Object.assign(numbers, { file: 2000n, newer: 1000n });
      put(root, 'newer', '');
      expect(statOf(root, 'newer').inode).to.equal(1000n);
    }
  });
});

describe('A directory of an overlay', () => {
  it('is reached as far as one of the layers has it, and nothing removed is on the way', () => {
    const upper = memoryDirectory({ own: '', dir: { own: '', made: {} } });
    expectErrno(upper.symlink('link', 'dir'), 0);
    const nothing = memoryDirectory({}, { quotas: { inodes: 1 } });
    const emptied = over(nothing, memoryDirectory({ dir: { hollow: {}, inner: '' } }));
    for (const name of ['hollow', 'inner']) {
      const dir = descendTo(emptied, 'dir');
      expectErrno(name === 'inner' ? dir.unlink(name) : dir.removeDirectory(name), 0);
    }
    const both = over(upper);
    for (const [root, path, steps, errno] of [
      [both, 'own/x', 0, -Errno.ENOTDIR],
      [both, 'link/x', 0, -Errno.ELOOP],
      [both, 'file/x', 0, -Errno.ENOTDIR],
      [both, 'none/x', 0, -Errno.ENOENT],
      [both, 'dir/own/x', 1, -Errno.ENOTDIR],
      [both, 'dir/inner/x', 1, -Errno.ENOTDIR],
      [both, 'dir/none/x', 1, -Errno.ENOENT],
      [both, 'dir/made', 2, 0],
      [both, 'dir/made/x', 2, -Errno.ENOENT],
      [both, 'dir/deep/x', 2, -Errno.ENOENT],
      [emptied, 'dir/hollow', 1, -Errno.ENOENT],
      [emptied, 'dir/hollow/x', 1, -Errno.ENOENT],
      [emptied, 'dir/inner/x', 1, -Errno.ENOENT],
    ] as const) {
      const into = blankDescent(root);
      expectErrno(root.descend(path, into), errno);
      expect(into.steps, path).to.equal(steps);
    }
  });

  it('is listed with what both layers have, and not at all if one cannot be', () => {
    const fault = { operation: 'list', path: 'dir', errno: 'EIO' } as const;
    const filled = () => memoryDirectory({ dir: { upper: '' } });
    for (const root of [over(failing(filled(), fault)), over(filled(), failing(memoryDirectory(BASE), fault))]) {
      expectErrno(descendTo(root, 'dir').list(), -Errno.EIO);
      expect(namesIn(root)).to.deep.equal(['dir', 'file', 'other']);
    }
    expect(namesIn(descendTo(over(filled()), 'dir'))).to.deep.equal(['deep', 'inner', 'upper']);
  });

  it('that was removed is empty, whatever gets its name', () => {
    const root = over(memoryDirectory());
    root.createDirectory('gone');
    const gone = openDirectory(root, 'gone');
    expectErrno(root.removeDirectory('gone'), 0);
    root.createDirectory('gone');
    expectErrno(descendTo(root, 'gone').createDirectory('x'), 0);
    expectErrno(gone.descend('x', blankDescent(gone)), -Errno.ENOENT);
    expect(namesIn(gone)).to.deep.equal([]);
    gone.close();
  });

  it('refuses what cannot be opened so before anything is copied up', () => {
    const upper = memoryDirectory();
    const root = over(upper);
    for (const name of ['file', 'dir', 'new']) {
      expectErrno(root.open(name, READ | CREATE | DIRECTORY), -Errno.EINVAL);
    }
    expectErrno(root.open('file', READ | TRUNCATE | DIRECTORY), -Errno.ENOTDIR);
    expect(namesIn(upper)).to.deep.equal([]);
  });

  it('tells why a file cannot be truncated, dated or removed, and leaves it', () => {
    const full = () => failing(memoryDirectory(), { operation: 'open', path: 'file', errno: 'ENOSPC', when: 1 });
    expectErrno(over(full()).open('file', WRITE | TRUNCATE), -Errno.ENOSPC);
    expectErrno(over(full()).open('file', WRITE | TRUNCATE | CREATE), -Errno.ENOSPC);
    expectErrno(over(full()).setTimes('file', 5n, 6n), -Errno.ENOSPC);
    const unseen = failing(memoryDirectory(BASE), { operation: 'stat', path: 'file', errno: 'EIO' });
    expectErrno(over(memoryDirectory(), unseen).setTimes('file', 5n, 6n), -Errno.EIO);
    const root = over(full());
    const writer = openFile(root, 'file', WRITE);
    expectErrno(root.unlink('file'), -Errno.ENOSPC);
    expect(take(root, 'file')).to.equal('of the base');
    expectErrno(root.unlink('file'), 0);
    expectErrno(root.stat('file', blankFilestat()), -Errno.ENOENT);
    writer.close();
  });

  it('gives the times that are set, to itself and to what is in it', () => {
    const root = over(memoryDirectory());
    const dir = descendTo(root, 'dir');
    for (const [directory, name] of [
      [root, 'file'],
      [dir, '.'],
      [dir, 'deep'],
      [dir, 'inner'],
    ] as const) {
      expectErrno(directory.setTimes(name, 5n, 6n), 0);
      expect(statOf(directory, name)).to.include({ accessed: 5n, modified: 6n });
    }
  });

  it('tells those who have a file of the base open that its name was given to another', () => {
    const root = over(memoryDirectory());
    const reader = openFile(root, 'file', READ);
    put(root, 'new', '');
    expectErrno(root.rename('new', root, 'file'), 0);
    const stat = blankFilestat();
    expectErrno(reader.stat(stat), 0);
    expect(stat.links).to.equal(0n);
    reader.close();
  });

  it('may be opened to be listed if its part in the base may', () => {
    const how = READ | DIRECTORY | LIST;
    const base = new AlteredDirectory(memoryDirectory(BASE));
    const root = over(memoryDirectory({ above: {} }), base);
    const before = base.tally.open;
    for (const name of ['dir', 'above', '.']) openDirectory(root, name, how).close();
    expect(base.tally.open).to.equal(before);
    const locked = failing(memoryDirectory(BASE), { operation: 'open', path: 'dir', errno: 'EACCES' });
    expectErrno(over(memoryDirectory(), locked).open('dir', how), -Errno.EACCES);
    openDirectory(over(memoryDirectory(), locked), 'dir').close();
    const broken = failing(memoryDirectory(BASE), { operation: 'descend', path: 'dir', errno: 'EIO' });
    expectErrno(over(memoryDirectory(), broken).open('dir', how), -Errno.EIO);
  });

  it('tells why it cannot be made in the upper directory, and makes nothing', () => {
    for (const [upper, base, errno] of [
      [memoryDirectory({}, { quotas: { inodes: 1 } }), memoryDirectory(BASE), -Errno.ENOSPC],
      [
        failing(memoryDirectory({ dir: {} }), { operation: 'descend', path: 'dir', errno: 'EIO', when: '2+' }),
        memoryDirectory(BASE),
        -Errno.EIO,
      ],
      [memoryDirectory(), failing(memoryDirectory(BASE), { operation: 'stat', path: 'dir', errno: 'EIO' }), -Errno.EIO],
    ] as const) {
      const dir = descendTo(over(upper, base), 'dir');
      const before = namesIn(upper);
      expectErrno(dir.createDirectory('new'), errno);
      expectErrno(dir.symlink('new', 'x'), errno);
      expectErrno(dir.open('new', WRITE | CREATE), errno);
      expect(namesIn(upper)).to.deep.equal(before);
    }
  });

  it('that is not there any more in the base is none, whatever has come in its place', () => {
    for (const replace of [
      (base: Directory) => put(base, 'dir', ''),
      (base: Directory) => expectErrno(base.symlink('dir', 'moved'), 0),
      () => {},
    ]) {
      const base = memoryDirectory(BASE);
      const root = over(memoryDirectory(), base);
      const dir = openDirectory(root, 'dir');
      expectErrno(base.rename('dir', base, 'moved'), 0);
      replace(base);
      expectErrno(dir.list(), -Errno.ENOENT);
      expectErrno(dir.stat('inner', blankFilestat()), -Errno.ENOENT);
      expectErrno(dir.createDirectory('new'), -Errno.ENOENT);
      dir.close();
    }
  });

  it('cannot be moved into itself, and nothing is copied up to find that out', () => {
    const upper = memoryDirectory();
    const root = over(upper);
    expectErrno(root.rename('dir', descendTo(root, 'dir'), 'x'), -Errno.EINVAL);
    expectErrno(root.rename('dir', descendTo(root, 'dir/deep'), 'x'), -Errno.EINVAL);
    expectErrno(descendTo(root, 'dir').rename('deep', root, 'dir'), -Errno.ENOTEMPTY);
    expectErrno(descendTo(root, 'dir').rename('inner', root, 'dir'), -Errno.ENOTEMPTY);
    expectErrno(descendTo(root, 'dir/deep').rename('bottom', root, 'dir'), -Errno.ENOTEMPTY);
    expect(namesIn(upper)).to.deep.equal([]);
  });

  it('has changed when something of the base was removed from it', () => {
    const base = memoryDirectory(BASE);
    for (const path of ['.', 'dir']) expectErrno(base.setTimes(path, 5n, 6n), 0);
    const root = over(memoryDirectory(), base);
    expectErrno(descendTo(root, 'dir').unlink('inner'), 0);
    expect(Number(statOf(root, 'dir').modified)).to.be.greaterThan(1e18);
    expect(namesIn(descendTo(root, 'dir'))).to.deep.equal(['deep']);
    expect(statOf(base, 'dir').modified).to.equal(6n);
  });

  it('truncates a file of the base in a copy without its content', () => {
    const upper = memoryDirectory({}, { quotas: { bytes: 3 } });
    const root = over(upper);
    const file = openFile(root, 'file', WRITE | TRUNCATE);
    expect(file.write(vectors('new'), 0)).to.equal(3);
    file.close();
    expect(read(root, 'file', 3)).to.deep.equal(['new']);
  });

  it('asks no layer for `..` or anything above', () => {
    const asked = new Set<string>();
    const base = new AlteredDirectory(memoryDirectory(BASE), undefined, (_, name) => asked.add(name));
    const root = over(memoryDirectory(), base);
    expectErrno(root.stat('.', blankFilestat()), 0);
    openDirectory(root, '.').close();
    expectErrno(root.setTimes('.', 1n, 1n), 0);
    expectErrno(root.stat('file', blankFilestat()), 0);
    expect(asked).to.include('file');
    expect([...asked].filter(name => name.startsWith('..'))).to.deep.equal([]);
  });
});

describe('A path of an overlay', () => {
  it('has the errno of a base that cannot be asked, also where the upper directory goes further', () => {
    const upper = memoryDirectory({ dir: { deep: {} } });
    const base: Directory = Object.assign(memoryDirectory(BASE), {
      open: () => base,
      descend(_path: string, into: Descent): number {
        into.steps = 0;
        into.directory = base;
        return -Errno.EIO;
      },
    });
    const root = over(upper, base);
    expectErrno(root.descend('dir/deep', blankDescent(root)), 0);
    expectErrno(root.descend('dir/deep/missing', blankDescent(root)), -Errno.EIO);
  });

  it('is missing where the base has something else than a directory on the way', () => {
    const upper = memoryDirectory({ dir: { deep: {} }, file: { deep: {} } });
    const root = over(upper, memoryDirectory({ file: 'x' }));
    expectErrno(root.descend('dir/deep/missing', blankDescent(root)), -Errno.ENOENT);
    expectErrno(root.descend('file/deep/missing', blankDescent(root)), -Errno.ENOENT);
  });
});

describe('A layer that fails between two questions of one call', () => {
  const upperFailing = (fault: Fault, contents: Contents = {}) => failing(memoryDirectory(contents), fault);

  it('is what the call returns when a file cannot be copied up to be linked or renamed', () => {
    for (const act of [
      (root: Directory) => root.link('file', root, 'new'),
      (root: Directory) => root.rename('file', root, 'new'),
    ]) {
      const upper = upperFailing({ operation: 'open', path: 'file', errno: 'EDQUOT' });
      const root = over(upper);
      expectErrno(act(root), -Errno.EDQUOT);
      expect(namesIn(root)).to.deep.equal(['dir', 'file', 'other']);
      expect(namesIn(upper)).to.deep.equal([]);
    }
  });

  it('is what the call returns when the directory to be replaced cannot be listed', () => {
    const root = over(upperFailing({ operation: 'list', path: 'dir', errno: 'EIO' }, { dir: {}, new: {} }));
    expectErrno(root.rename('new', root, 'dir'), -Errno.EIO);
    expect(namesIn(root)).to.include('new');
  });

  it('is what the call returns when it is the upper directory, whatever is asked of it', () => {
    const contents: Contents = { dir: { own: 'x', hollow: {} } };
    const fault = { operation: 'descend', path: 'dir', errno: 'EIO' } as const;
    for (const [act, when] of [
      [(dir: Directory) => dir.createDirectory('new'), '2+'],
      [(dir: Directory) => dir.createDirectory('new'), '3+'],
      [(dir: Directory) => dir.unlink('own'), '3+'],
      [(dir: Directory) => dir.removeDirectory('hollow'), '4+'],
    ] as const) {
      const upper = memoryDirectory(contents);
      const dir = descendTo(over(failing(upper, { ...fault, when })), 'dir');
      expectErrno(act(dir), -Errno.EIO);
      expect(namesIn(descendTo(upper, 'dir'))).to.deep.equal(['hollow', 'own']);
    }
  });

  it('is not asked for what was removed', () => {
    const base = memoryDirectory({ dir: { hollow: {} } });
    const root = over(
      memoryDirectory({ dir: {} }),
      failing(base, { operation: 'descend', path: 'dir', errno: 'EIO', when: '9+' }),
    );
    expectErrno(descendTo(root, 'dir').removeDirectory('hollow'), 0);
    for (let i = 0; i < 12; i++) expectErrno(root.descend('dir/hollow', blankDescent(root)), -Errno.ENOENT);
  });

  it('is what the call returns when the base cannot tell whether a name is taken', () => {
    const upper = memoryDirectory();
    const root = over(upper, failing(memoryDirectory(BASE), { operation: 'stat', path: 'new', errno: 'EIO' }));
    expectErrno(root.createDirectory('new'), -Errno.EIO);
    expectErrno(root.symlink('new', 'file'), -Errno.EIO);
    expect(namesIn(upper)).to.deep.equal([]);
  });
});

describe('An overlay over a base whose files are of every kind and name', () => {
  it('leaves an open file its other names when one of them is removed', () => {
    const base = memoryDirectory(BASE);
    expectErrno(base.link('file', base, 'twin'), 0);
    const root = over(memoryDirectory(), base);
    const reader = openFile(root, 'file', READ);
    expectErrno(root.unlink('file'), 0);
    const stat = blankFilestat();
    expectErrno(reader.stat(stat), 0);
    expect(stat.links).to.not.equal(0n);
    reader.close();
  });

  it('copies up no device', () => {
    const upper = memoryDirectory();
    const base = new AlteredDirectory(memoryDirectory(BASE), undefined, (stat, name) => {
      if (name === 'file') stat.filetype = Filetype.CHARACTER_DEVICE;
    });
    expectErrno(over(upper, base).setTimes('file', 5n, 6n), -Errno.ENOTSUP);
    expect(namesIn(upper)).to.deep.equal([]);
  });

  it('keeps the spelling that was asked for where the base cannot be listed', () => {
    const upper = memoryDirectory({}, { rules: 'windows' });
    const base = failing(memoryDirectory(BASE, { rules: 'windows' }), { operation: 'list', errno: 'EIO' });
    expectErrno(over(upper, base).setTimes('FILE', 5n, 6n), 0);
    expect(namesIn(upper)).to.deep.equal(['FILE']);
  });

  it('tries another name where one cannot tell by which rules the base compares names', () => {
    const base = new FoldingDirectory(memoryDirectory({ 1: '', Name: 'x' }), foldsAll);
    const root = over(memoryDirectory(), base);
    for (const name of ['1', 'Name']) expectErrno(root.stat(name, blankFilestat()), 0);
    expectErrno(root.rename('name', root, 'other'), 0);
    for (const name of ['Name', 'NAME']) expectErrno(root.stat(name, blankFilestat()), -Errno.ENOENT);
  });

  it('finds a moved directory in any spelling', () => {
    const base = new FoldingDirectory(memoryDirectory({ Dir: { inner: 'x' } }), foldsAll);
    const root = over(memoryDirectory(), base);
    expectErrno(root.rename('dir', root, 'Moved'), 0);
    for (const name of ['moved', 'MOVED']) expect(take(descendTo(root, name), 'inner')).to.equal('x');
    expectErrno(descendTo(root, 'mOVED').unlink('INNER'), 0);
    for (const name of ['moved', 'MOVED']) expect(namesIn(descendTo(root, name))).to.deep.equal([]);
  });
});
