import { expect } from 'chai';
import { memoryDirectory } from '../../../../adapters/memory/index.js';
import { type Fault, faulty, mounts } from '../../../../application/composition/index.js';
import {
  blankDescent,
  blankFilestat,
  descendTo,
  expectErrno,
  namesIn,
  openDirectory,
  put,
  statOf,
  take,
} from '../../../../application/contract/index.js';
import { ConfigurationError } from '../../../../application/errors.js';
import { type Directory, Errno, Filetype, Open } from '../../../../domain/index.js';
import { descriptors } from '../../../adapters/node/scratch.js';
import { grounds, Workshop } from '../grounds.js';

for (const ground of grounds) {
  describe(`mounts over ${ground.name}`, () => {
    let workshop: Workshop;
    let root: Directory;
    beforeEach(() => {
      workshop = new Workshop(ground);
      const base = workshop.fresh();
      put(base, 'file', 'of the base');
      put(base, 'hidden', 'a file where a mount point is');
      base.createDirectory('usr');
      put(descendTo(base, 'usr'), 'readme', 'usr of the base');
      descendTo(base, 'usr').createDirectory('lib');
      put(descendTo(base, 'usr/lib'), 'covered', 'not to be seen');
      const parts = Object.fromEntries(
        ['tmp', 'usr/lib', 'usr/lib/deep', 'no/where/near', 'hidden'].map(path => {
          const part = workshop.fresh();
          put(part, 'name', path);
          part.createDirectory('sub');
          return [path, part];
        }),
      );
      root = workshop.open(mounts(base, parts));
    });
    afterEach(() => workshop.dispose());

    it('are found under their paths, beside what the base has', () => {
      for (const path of ['tmp', 'usr/lib', 'usr/lib/deep', 'no/where/near', 'hidden']) {
        expect(take(descendTo(root, path), 'name')).to.equal(path);
        expect(namesIn(descendTo(root, `${path}/sub`))).to.deep.equal([]);
      }
      expect(take(root, 'file')).to.equal('of the base');
      expect(take(descendTo(root, 'usr'), 'readme')).to.equal('usr of the base');
    });

    it('are listed, also where the base has nothing, or something else', () => {
      expect(namesIn(root)).to.deep.equal(['file', 'hidden', 'no', 'tmp', 'usr']);
      expect(namesIn(descendTo(root, 'usr'))).to.deep.equal(['lib', 'readme']);
      expect(namesIn(descendTo(root, 'usr/lib'))).to.deep.equal(['deep', 'name', 'sub']);
      expect(namesIn(descendTo(root, 'no'))).to.deep.equal(['where']);
      for (const path of ['', 'usr', 'usr/lib', 'no', 'no/where']) {
        const directory = path === '' ? root : descendTo(root, path);
        const entries = directory.list();
        if (typeof entries === 'number') throw new Error(`list: ${entries}`);
        for (const entry of entries) {
          const { inode, filetype } = statOf(directory, entry.name);
          expect(entry).to.deep.equal({ name: entry.name, inode, filetype });
        }
      }
      expect(statOf(root, 'hidden').filetype).to.equal(Filetype.DIRECTORY);
    });

    it('are in a parent: that in which the guest sees them', () => {
      for (const path of ['tmp', 'usr', 'usr/lib', 'usr/lib/deep', 'no', 'no/where', 'no/where/near', 'hidden']) {
        const parent = path.includes('/')
          ? statOf(descendTo(root, path.replace(/\/[^/]*$/, '')), '.')
          : statOf(root, '.');
        expect(descendTo(root, path).parentInode(), path).to.equal(parent.inode);
        const opened = openDirectory(descendTo(root, path), '.');
        expect(opened.parentInode(), path).to.equal(parent.inode);
        opened.close();
      }
      expect(root.parentInode()).to.equal(statOf(root, '.').inode);
      expect(descendTo(root, 'tmp/sub').parentInode()).to.equal(statOf(descendTo(root, 'tmp'), '.').inode);
    });

    it('tell how far a descent came', () => {
      for (const [path, steps, errno, there] of [
        ['tmp/missing/x', 1, -Errno.ENOENT, 'tmp'],
        ['usr/lib/deep/missing', 3, -Errno.ENOENT, 'usr/lib/deep'],
        ['usr/readme/x', 1, -Errno.ENOTDIR, undefined],
        ['no/missing', 1, -Errno.ENOENT, undefined],
        ['no/where/near/name', 3, -Errno.ENOTDIR, 'no/where/near'],
        ['missing', 0, -Errno.ENOENT, undefined],
      ] as const) {
        const into = blankDescent(root);
        expectErrno(root.descend(path, into), errno);
        expect(into.steps, path).to.equal(steps);
        if (there !== undefined) expect(take(into.directory, 'name')).to.equal(there);
      }
    });

    it('are opened as directories, from which one gets on', () => {
      const usr = openDirectory(root, 'usr');
      const lib = openDirectory(usr, 'lib');
      const deep = openDirectory(lib, 'deep');
      const near = openDirectory(descendTo(root, 'no/where'), 'near');
      const no = openDirectory(root, 'no');
      for (const [directory, name] of [
        [lib, 'usr/lib'],
        [deep, 'usr/lib/deep'],
        [near, 'no/where/near'],
      ] as const) {
        expect(take(directory, 'name')).to.equal(name);
      }
      expect(take(descendTo(no, 'where/near'), 'name')).to.equal('no/where/near');
      expect(take(descendTo(usr, 'lib/deep'), 'name')).to.equal('usr/lib/deep');
      expectErrno(root.open('tmp', Open.WRITE), -Errno.EISDIR);
      expectErrno(root.open('no', Open.READ | Open.CREATE), -Errno.EISDIR);
      expectErrno(root.open('tmp', Open.READ | Open.CREATE | Open.EXCLUSIVE), -Errno.EEXIST);
      expectErrno(root.open('tmp', Open.READ | Open.CREATE | Open.DIRECTORY), -Errno.EINVAL);
      for (const each of [usr, lib, deep, near, no]) each.close();
    });

    it('cannot be renamed, replaced or removed; neither can what is on the way to them', () => {
      expectErrno(root.removeDirectory('tmp'), -Errno.EBUSY);
      expectErrno(root.removeDirectory('usr'), -Errno.ENOTEMPTY);
      for (const name of ['tmp', 'usr', 'no']) {
        expectErrno(root.unlink(name), -Errno.EISDIR);
        expectErrno(root.rename(name, root, 'new'), -Errno.EBUSY);
        expectErrno(root.rename('file', root, name), -Errno.EBUSY);
        expectErrno(root.createDirectory(name), -Errno.EEXIST);
        expectErrno(root.symlink(name, 'x'), -Errno.EEXIST);
        expectErrno(root.link(name, root, 'new'), -Errno.EPERM);
        expectErrno(root.link('file', root, name), -Errno.EEXIST);
        expectErrno(root.readlink(name), -Errno.EINVAL);
      }
      expectErrno(root.rename('missing', root, 'tmp'), -Errno.ENOENT);
      expect(namesIn(root)).to.deep.equal(['file', 'hidden', 'no', 'tmp', 'usr']);
    });

    it('are file systems of their own: nothing is linked or renamed across, and anything within', () => {
      const tmp = openDirectory(root, 'tmp');
      const lib = openDirectory(descendTo(root, 'usr'), 'lib');
      expectErrno(root.rename('file', tmp, 'file'), -Errno.EXDEV);
      expectErrno(tmp.rename('name', root, 'x'), -Errno.EXDEV);
      expectErrno(tmp.link('name', lib, 'x'), -Errno.EXDEV);
      expectErrno(lib.rename('name', descendTo(lib, 'deep'), 'x'), -Errno.EXDEV);
      expectErrno(tmp.rename('name', descendTo(tmp, 'sub'), 'moved'), 0);
      expectErrno(descendTo(tmp, 'sub').link('moved', tmp, 'twin'), 0);
      expect(take(tmp, 'twin')).to.equal('tmp');
      expectErrno(root.rename('file', descendTo(root, 'usr'), 'file'), 0);
      expect(take(descendTo(root, 'usr'), 'file')).to.equal('of the base');
      tmp.close();
      lib.close();
    });

    it('take times, and directories that are in no file system take nothing', () => {
      expectErrno(root.setTimes('tmp', 500n, 600n), 0);
      expect(statOf(descendTo(root, 'tmp'), '.').modified).to.equal(600n);
      expectErrno(root.setTimes('usr', 500n, 700n), 0);
      expect(statOf(root, 'usr').modified).to.equal(700n);
      const no = descendTo(root, 'no');
      for (const refused of [
        root.setTimes('no', 1n, 1n),
        no.setTimes('.', 1n, 1n),
        no.createDirectory('x'),
        no.symlink('x', 'y'),
        no.open('x', Open.WRITE | Open.CREATE),
      ]) {
        expectErrno(refused, -Errno.EROFS);
      }
      expectErrno(root.rename('file', no, 'x'), -Errno.EROFS);
      expectErrno(root.link('file', no, 'x'), -Errno.EROFS);
      expectErrno(no.setTimes('where', 1n, 1n), -Errno.EROFS);
      for (const missing of [
        ...[no.open('x', 0), no.stat('x', blankFilestat()), no.unlink('x'), no.removeDirectory('x')],
        ...[no.setTimes('x', 1n, 1n), no.link('x', no, 'y'), no.rename('x', no, 'y'), no.readlink('x')],
      ]) {
        expectErrno(missing, -Errno.ENOENT);
      }
      expectErrno(no.sync(), 0);
      expect(statOf(no, '.')).to.include({ filetype: Filetype.DIRECTORY, device: 0n });
    });
  });
}

describe('mounts', () => {
  it('tell why a directory cannot be opened or listed', () => {
    const how = Open.READ | Open.DIRECTORY;
    const failing = (...faults: Fault[]) => faulty(memoryDirectory({ usr: { lib: {}, readme: '' } }), faults);
    const open = { operation: 'open', path: 'usr', errno: 'EACCES' } as const;
    const root = mounts(failing(open), { 'usr/lib': memoryDirectory() });
    expectErrno(root.open('usr', how | Open.LIST), -Errno.EACCES);
    expectErrno(descendTo(root, 'usr').open('.', how), -Errno.EACCES);
    const broken = mounts(failing({ ...open, errno: 'EIO' }), { 'usr/lib': memoryDirectory() });
    expectErrno(descendTo(broken, 'usr').open('.', how), -Errno.EIO);
    const full = mounts(memoryDirectory(), { tmp: failing({ operation: 'open', path: '.', errno: 'EMFILE' }) });
    expectErrno(full.open('tmp', how), -Errno.EMFILE);
    for (const path of ['.', 'usr']) {
      const unlisted = mounts(failing({ operation: 'list', path, errno: 'EIO' }), { 'usr/lib': memoryDirectory() });
      expectErrno((path === '.' ? unlisted : descendTo(unlisted, path)).list(), -Errno.EIO);
    }
    expect(namesIn(descendTo(mounts(failing(), { a: failing() }), 'a/usr'))).to.deep.equal(['lib', 'readme']);
  });

  it('refuse paths that lead to no place below, and two at one place', () => {
    const workshop = new Workshop(grounds[0] as (typeof grounds)[number]);
    const directory = workshop.open(workshop.fresh());
    for (const path of ['', '/', '.', 'a/../b', 'a//b', './a', 'a\0b', '..']) {
      expect(() => mounts(directory, { [path]: directory }), path).to.throw(ConfigurationError, /cannot mount at/);
    }
    expect(() => mounts(directory, { a: directory, '/a/': directory })).to.throw(ConfigurationError, /two directories/);
    workshop.dispose();
  });

  it('close all they were made of once nothing is open any more', () => {
    const before = descriptors();
    const workshop = new Workshop(grounds[0] as (typeof grounds)[number]);
    const root = mounts(workshop.fresh(), { tmp: workshop.fresh(), 'a/b': workshop.fresh() });
    const tmp = openDirectory(root, 'tmp');
    const a = openDirectory(root, 'a');
    const inner = descendTo(root, 'tmp');
    put(inner, 'file', 'x');
    root.close();
    root.close();
    expect(take(tmp, 'file')).to.equal('x');
    expect(namesIn(descendTo(a, 'b'))).to.deep.equal([]);
    tmp.close();
    a.close();
    workshop.dispose();
    expect(descriptors()).to.deep.equal(before);
  });
});
