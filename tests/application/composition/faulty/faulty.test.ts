import { expect } from 'chai';
import { memoryDirectory } from '../../../../adapters/memory/index.js';
import { type Fault, faulty, mounts } from '../../../../application/composition/index.js';
import {
  blankDescent,
  blankFilestat,
  descendTo,
  expectErrno,
  openDirectory,
  openFile,
  room,
  take,
  vectors,
} from '../../../../application/contract/index.js';
import { ConfigurationError } from '../../../../application/errors.js';
import { type Directory, Errno, Open, SeededNumbers } from '../../../../domain/index.js';

const make = (faults: readonly Fault[], seed?: number): Directory =>
  faulty(memoryDirectory({ file: 'abc', dir: { inner: 'in', deep: { bottom: 'b' } } }), faults, seed);

/** Which of the first calls fail. */
function failures(root: Directory, calls: number): number[] {
  const failed: number[] = [];
  for (let i = 1; i <= calls; i++) if (root.stat('file', blankFilestat()) < 0) failed.push(i);
  return failed;
}

describe('faulty', () => {
  it('fails every operation, and does not do it', () => {
    const root = make([
      { errno: 'EIO', operation: ['createDirectory', 'unlink', 'rename', 'symlink', 'link', 'setTimes'] },
    ]);
    for (const result of [
      root.createDirectory('new'),
      root.unlink('file'),
      root.rename('file', root, 'new'),
      root.symlink('new', 'x'),
      root.link('file', root, 'new'),
      root.setTimes('file', 1n, 1n),
    ]) {
      expectErrno(result, -Errno.EIO);
    }
    expect(take(root, 'file')).to.equal('abc');
    expectErrno(root.stat('new', blankFilestat()), -Errno.ENOENT);
  });

  it('fails each operation of directories and files by its name', () => {
    const probes: Record<string, (root: Directory) => unknown> = {
      descend: root => root.descend('dir', blankDescent(root)),
      open: root => root.open('file', Open.READ),
      stat: root => root.stat('file', blankFilestat()),
      removeDirectory: root => root.removeDirectory('dir'),
      readlink: root => root.readlink('file'),
      list: root => root.list(),
      sync: root => root.sync(),
      read: root => openFile(root, 'file', Open.READ).read(room(1), 0),
      write: root => openFile(root, 'file', Open.WRITE).write(vectors('x'), 0),
      size: root => openFile(root, 'file', Open.READ).size(),
      setFlags: root => openFile(root, 'file', Open.READ).setFlags(0),
      setSize: root => openFile(root, 'file', Open.WRITE).setSize(1),
      allocate: root => openFile(root, 'file', Open.WRITE).allocate(0, 10),
      advise: root => openFile(root, 'file', Open.WRITE).advise(0, 10, 0),
      datasync: root => openFile(root, 'file', Open.WRITE).datasync(),
      close: root => openFile(root, 'file', Open.WRITE).close(),
    };
    for (const [operation, probe] of Object.entries(probes)) {
      expectErrno(probe(make([{ operation: operation as 'open', errno: 'ENOSPC' }])), -Errno.ENOSPC);
      const other = probe(make([{ operation: 'symlink', errno: 'ENOSPC' }]));
      expect(other, operation).to.not.equal(-Errno.ENOSPC);
    }
    for (const operation of ['stat', 'setTimes', 'sync'] as const) {
      const file = openFile(make([{ operation, errno: 'EIO' }]), 'file', Open.READ);
      const result = {
        stat: () => file.stat(blankFilestat()),
        setTimes: () => file.setTimes(1n, 1n),
        sync: () => file.sync(),
      };
      expectErrno(result[operation](), -Errno.EIO);
    }
  });

  it('fails on paths: whole ones or patterns, `.` for the uppermost directory, either path of a renaming', () => {
    const root = make([
      { path: 'dir/inner', errno: 'EIO' },
      { path: /\.lock$/g, errno: 'EACCES' },
      { path: '.', operation: 'list', errno: 'EMFILE' },
    ]);
    const dir = openDirectory(root, 'dir');
    const into = descendTo(root, 'dir');
    for (const each of [dir, into]) expectErrno(each.open('inner', Open.READ), -Errno.EIO);
    expectErrno(root.open('inner', Open.READ), -Errno.ENOENT);
    for (let i = 0; i < 3; i++) expectErrno(root.open('a.lock', Open.WRITE | Open.CREATE), -Errno.EACCES);
    expectErrno(root.rename('file', dir, 'b.lock'), -Errno.EACCES);
    expectErrno(root.list(), -Errno.EMFILE);
    expect(dir.list()).to.have.lengthOf(2);
    expectErrno(root.rename('file', dir, 'moved'), 0);
  });

  it('tells how far a descent came', () => {
    const root = make([{ operation: 'descend', path: 'dir/deep', errno: 'EACCES' }]);
    const into = blankDescent(root);
    expectErrno(root.descend('dir/deep', into), -Errno.EACCES);
    expect(into.steps).to.equal(1);
    expect(take(into.directory, 'inner')).to.equal('in');
    expectErrno(into.directory.descend('deep', into), -Errno.EACCES);
    expect(into.steps).to.equal(0);
    const first = make([{ operation: 'descend', path: 'dir', errno: 'EACCES' }]);
    expectErrno(first.descend('dir/deep', into), -Errno.EACCES);
    expect(into.steps).to.equal(0);
    expectErrno(root.descend('missing/x', into), -Errno.ENOENT);
    // The path is that of the directory that was reached.
    const third = make([{ path: 'dir/inner', errno: 'EIO' }]);
    expectErrno(third.descend('dir/missing/x', into), -Errno.ENOENT);
    expectErrno(into.directory.stat('inner', blankFilestat()), -Errno.EIO);
    const second = make([{ operation: 'descend', path: 'dir/deep', errno: 'EACCES', when: 2 }]);
    expect([1, 2, 3].map(() => second.descend('dir/deep', into))).to.deep.equal([0, -Errno.EACCES, 0]);
  });

  it('fails when it is to: at the calls that `when` names, or by chance with a seed', () => {
    expect(failures(make([{ errno: 'EIO', when: 3 }]), 9)).to.deep.equal([3]);
    expect(failures(make([{ errno: 'EIO', when: '4+4' }]), 12)).to.deep.equal([4, 8, 12]);
    expect(failures(make([{ errno: 'EIO', when: '2..4+2' }]), 9)).to.deep.equal([2, 4]);
    expect(failures(make([{ errno: 'EIO' }]), 3)).to.deep.equal([1, 2, 3]);
    const chance = (seed: number) => failures(make([{ errno: 'EIO', probability: 0.25 }], seed), 400);
    expect(chance(7)).to.deep.equal(chance(7));
    expect(chance(7)).to.not.deep.equal(chance(8));
    expect(chance(7).length).to.be.within(60, 140);
    // A call fails if its random number is below the probability.
    expect(failures(make([{ errno: 'EIO', probability: new SeededNumbers(7).fraction() }], 7), 1)).to.deep.equal([]);
    expect(failures(make([{ errno: 'EIO', probability: 0 }]), 50)).to.deep.equal([]);
    expect(failures(make([{ errno: 'EIO', probability: 1 }]), 3)).to.deep.equal([1, 2, 3]);
  });

  it('takes no seed but a whole number', () => {
    expect(() => make([{ errno: 'EIO', probability: 0.5 }], 1.5)).to.throw(
      ConfigurationError,
      'the seed is 1.5; give a whole number',
    );
  });

  it('fails with the errno of the first fault that applies, while each counts its own calls', () => {
    const root = make([
      { errno: 'EIO', when: 2 },
      { errno: 'EACCES', when: '2+2' },
    ]);
    const results = [1, 2, 3, 4].map(() => root.stat('file', blankFilestat()));
    expect(results).to.deep.equal([0, -Errno.EIO, 0, -Errno.EACCES]);
  });

  it('closes a file although closing fails', () => {
    const part = memoryDirectory({ file: '' }, { quotas: { openFiles: 1 } });
    const root = faulty(part, [{ operation: 'close', errno: 'EIO', when: 1 }]);
    expectErrno(openFile(root, 'file', Open.READ).close(), -Errno.EIO);
    expect(openFile(root, 'file', Open.READ).close()).to.equal(0);
  });

  it('is one file system with itself only', () => {
    const one = make([]);
    const root = mounts(one, { other: make([]) });
    expectErrno(root.rename('file', descendTo(root, 'other'), 'x'), -Errno.EXDEV);
    expectErrno(one.rename('file', make([]), 'x'), -Errno.EXDEV);
    expectErrno(one.rename('file', descendTo(one, 'dir'), 'x'), 0);
  });

  it('rejects invalid faults', () => {
    for (const [fault, message] of [
      [{ errno: 'EWHAT' }, /^unknown errno "EWHAT" of fault 1; there are 76, such as E2BIG$/],
      [{}, /^option "errno" of fault 1 is missing; give the name of an errno/],
      [{ errno: 'EIO', operations: 'read' }, /^unknown option "operations" of fault 1; did you mean operation\?$/],
      [{ errno: 'ESUCCESS' }, /unknown errno "ESUCCESS"/],
      [{ errno: 'EIO', operation: 'fly' }, /^unknown operation "fly" of fault 1; there are descend, open/],
      [{ errno: 'EIO', when: 0 }, /^fault 1: invalid when=0; calls are counted from 1$/],
      [{ errno: 'EIO', when: '1+1.5' }, /^fault 1: invalid when=1\+1\.5; write one of first,/],
      [{ errno: 'EIO', probability: 2 }, /^option "probability" of fault 1 is 2; give a number from 0 to 1/],
    ] as const) {
      expect(() => make([fault as unknown as Fault])).to.throw(ConfigurationError, message);
    }
  });
});
