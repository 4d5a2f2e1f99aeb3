import { expect } from 'chai';
import { type Directory, Errno, Filetype, Open } from '../../domain/index.js';
import {
  blankDescent,
  blankFilestat,
  descendTo,
  expectErrno,
  namesIn,
  openDirectory,
  openFile,
  put,
  type Root,
  statOf,
  type Traits,
  take,
} from './root.js';
import { contents, room, vectors } from './vectors.js';

const { READ, WRITE, CREATE, EXCLUSIVE, TRUNCATE, DIRECTORY } = Open;

/** What a read-only directory is to hold: path → content; `null` for a directory; what begins with `->` is the target of a link. */
export type Holdings = Readonly<Record<string, string | null>>;

export const HOLDINGS: Holdings = {
  file: '0123456789',
  empty: '',
  ünï: 'not ASCII',
  __proto__x: 'an ordinary name',
  dir: null,
  'dir/inner': 'in dir',
  'dir/deep': null,
  'dir/deep/bottom': 'at the bottom',
  hollow: null,
};
export const LINKS: Holdings = { link: '->dir/inner', 'dir/up': '->../file', nowhere: '->missing' };

/** Makes what is to be held, through the directory itself. */
export function plantHoldings(root: Directory, holdings: Holdings): void {
  for (const [path, content] of Object.entries(holdings)) {
    const slash = path.lastIndexOf('/');
    const parent = slash === -1 ? root : descendTo(root, path.substring(0, slash));
    const name = path.substring(slash + 1);
    if (content === null) expectErrno(parent.createDirectory(name), 0);
    else if (content.startsWith('->')) expectErrno(parent.symlink(name, content.substring(2)), 0);
    else put(parent, name, content);
  }
}

/**
 * `Directory` and `File`, where nothing can be changed: what can be read is as it should be, and everything else is `-EROFS`.
 * @param make a directory that holds {@link HOLDINGS}, and {@link LINKS} if there are symbolic links
 */
export function describeReadOnly(
  name: string,
  make: (holdings: Holdings) => Root,
  traits: Pick<Traits, 'symlinks'>,
): void {
  const holdings = traits.symlinks ? { ...HOLDINGS, ...LINKS } : HOLDINGS;
  describe(`${name}: read-only`, () => {
    let root: Directory;
    let dispose: () => void;
    beforeEach(() => {
      ({ directory: root, dispose } = make(holdings));
    });
    afterEach(() => dispose());

    it('has what it should have, under the right names and types', () => {
      for (const [path, content] of Object.entries(holdings)) {
        const slash = path.lastIndexOf('/');
        const parent = slash === -1 ? root : descendTo(root, path.substring(0, slash));
        const own = path.substring(slash + 1);
        const { filetype, size } = statOf(parent, own);
        if (content === null) expect(filetype, path).to.equal(Filetype.DIRECTORY);
        else if (content.startsWith('->')) {
          expect(filetype, path).to.equal(Filetype.SYMBOLIC_LINK);
          expect(parent.readlink(own)).to.equal(content.substring(2));
          expectErrno(parent.open(own, READ), -Errno.ELOOP);
        } else {
          expect(filetype, path).to.equal(Filetype.REGULAR_FILE);
          expect(size).to.equal(BigInt(Buffer.byteLength(content)));
          expect(take(parent, own)).to.equal(content);
          expectErrno(parent.readlink(own), -Errno.EINVAL);
        }
      }
    });

    it('lists what it has, with inode and type as stat tells them, each its own', () => {
      const inodes = new Set<bigint>();
      for (const path of ['', 'dir', 'dir/deep', 'hollow']) {
        const directory = path === '' ? root : descendTo(root, path);
        const entries = directory.list();
        if (typeof entries === 'number') throw new Error(`list: ${entries}`);
        const expected = Object.keys(holdings).filter(each => each.replace(/\/?[^/]*$/, '') === path);
        expect(entries.map(entry => entry.name).sort()).to.deep.equal(
          expected.map(each => each.substring(each.lastIndexOf('/') + 1)).sort(),
        );
        for (const entry of entries) {
          const { inode, filetype } = statOf(directory, entry.name);
          expect(entry).to.deep.equal({ name: entry.name, inode, filetype });
          inodes.add(inode);
        }
      }
      expect(inodes.size).to.equal(Object.keys(holdings).length);
    });

    it('goes down, and stops where there is no directory', () => {
      expect(take(descendTo(root, 'dir/deep'), 'bottom')).to.equal('at the bottom');
      expect(take(descendTo(descendTo(root, 'dir'), 'deep'), 'bottom')).to.equal('at the bottom');
      const stops = [
        ['missing', 0, -Errno.ENOENT],
        ['dir/missing/x', 1, -Errno.ENOENT],
        ['dir/inner/x', 1, -Errno.ENOTDIR],
        ['dir/deep/bottom', 2, -Errno.ENOTDIR],
      ] as const;
      for (const [path, steps, errno] of stops) {
        const into = blankDescent(root);
        expectErrno(root.descend(path, into), errno);
        expect(into.steps, path).to.equal(steps);
      }
      const into = blankDescent(root);
      if (traits.symlinks) expectErrno(root.descend('nowhere/x', into), -Errno.ELOOP, -Errno.ENOTDIR);
    });

    it('opens directories, which outlive what they were opened through', () => {
      const dir = openDirectory(root, 'dir');
      const deep = openDirectory(dir, 'deep');
      const again = openDirectory(dir, '.');
      dir.close();
      expect(take(deep, 'bottom')).to.equal('at the bottom');
      expect(namesIn(again)).to.include.members(['deep', 'inner']);
      expect(deep.parentInode()).to.equal(statOf(again, '.').inode);
      expect(statOf(again, '.').inode).to.equal(statOf(root, 'dir').inode);
      expect(again.parentInode()).to.equal(statOf(root, '.').inode);
      expect(root.parentInode()).to.equal(statOf(root, '.').inode);
      deep.close();
      again.close();
    });

    it('reads at an offset, into one buffer or several, and no further than the end', () => {
      const file = openFile(root, 'file', READ);
      expect(file.size()).to.equal(10);
      for (const [lengths, offset, expected] of [
        [[4], 0, ['0123']],
        [[4], 8, ['89__']],
        [[2, 3], 6, ['67', '89_']],
        [[3], 10, ['___']],
        [[3], 2 ** 40, ['___']],
      ] as const) {
        const into = room(...lengths);
        expect(file.read(into, offset)).to.equal(expected.join('').replaceAll('_', '').length);
        expect(contents(into)).to.deep.equal(expected);
      }
      const stat = blankFilestat();
      expectErrno(file.stat(stat), 0);
      expect(stat).to.deep.equal(statOf(root, 'file'));
      expectErrno(file.advise(0, 10, 0), 0);
      expectErrno(file.sync(), 0);
      expectErrno(file.datasync(), 0);
      expectErrno(file.setFlags(Open.NONBLOCK), 0);
      expect(file.close()).to.equal(0);
    });

    it('refuses to change an open file', () => {
      const file = openFile(root, 'file', READ);
      expectErrno(file.write(vectors('x'), 0), -Errno.EBADF);
      expectErrno(file.setSize(0), -Errno.EINVAL, -Errno.EBADF);
      expectErrno(file.allocate(0, 100), -Errno.EBADF);
      expectErrno(file.setTimes(1n, 1n), -Errno.EROFS);
      file.close();
      expect(take(root, 'file')).to.equal('0123456789');
    });

    it('refuses to open for writing or creating, and says first what is wrong with the name', () => {
      for (const how of [WRITE, READ | WRITE, READ | TRUNCATE, WRITE | CREATE]) {
        expectErrno(root.open('file', how), -Errno.EROFS);
      }
      for (const how of [READ | CREATE, WRITE | CREATE, WRITE | CREATE | EXCLUSIVE]) {
        expectErrno(root.open('missing', how), -Errno.EROFS);
      }
      for (const how of [READ, WRITE, READ | DIRECTORY]) expectErrno(root.open('missing', how), -Errno.ENOENT);
      for (const how of [WRITE, READ | WRITE, READ | CREATE, WRITE | DIRECTORY]) {
        expectErrno(root.open('dir', how), -Errno.EISDIR);
        if ((how & CREATE) === 0) expectErrno(root.open('.', how), -Errno.EISDIR);
      }
      expectErrno(root.open('file', READ | CREATE | EXCLUSIVE), -Errno.EEXIST);
      expectErrno(root.open('dir', READ | CREATE | EXCLUSIVE), -Errno.EEXIST);
      expectErrno(root.open('dir', READ | CREATE | DIRECTORY), -Errno.EINVAL);
      expectErrno(root.open('file', READ | DIRECTORY), -Errno.ENOTDIR);
      openFile(root, 'file', READ | CREATE).close();
      if (traits.symlinks) {
        for (const how of [READ, WRITE, READ | CREATE, READ | DIRECTORY]) {
          expectErrno(root.open('nowhere', how), -Errno.ELOOP);
        }
      }
    });

    it('refuses everything that makes, removes or renames a name', () => {
      const dir = openDirectory(root, 'dir');
      const before = [namesIn(root), namesIn(dir)];
      expectErrno(root.createDirectory('new'), -Errno.EROFS);
      expectErrno(root.createDirectory('file'), -Errno.EEXIST);
      expectErrno(root.symlink('new', 'file'), -Errno.EROFS);
      expectErrno(root.symlink('file', 'x'), -Errno.EEXIST);
      expectErrno(root.unlink('file'), -Errno.EROFS);
      expectErrno(root.unlink('dir'), -Errno.EISDIR);
      expectErrno(root.unlink('missing'), -Errno.ENOENT);
      expectErrno(root.removeDirectory('hollow'), -Errno.EROFS);
      expectErrno(root.removeDirectory('file'), -Errno.ENOTDIR);
      expectErrno(root.removeDirectory('missing'), -Errno.ENOENT);
      expectErrno(root.rename('file', root, 'new'), -Errno.EROFS);
      expectErrno(root.rename('file', dir, 'new'), -Errno.EROFS);
      expectErrno(root.rename('missing', root, 'new'), -Errno.ENOENT);
      expectErrno(root.rename('file', { kind: 'directory' } as unknown as Directory, 'new'), -Errno.EXDEV);
      expectErrno(root.link('file', dir, 'new'), -Errno.EROFS);
      expectErrno(root.link('file', root, 'empty'), -Errno.EEXIST);
      expectErrno(root.link('missing', root, 'new'), -Errno.ENOENT);
      expectErrno(root.link('file', { kind: 'directory' } as unknown as Directory, 'new'), -Errno.EXDEV);
      for (const each of ['file', 'dir', '.']) expectErrno(root.setTimes(each, 1n, 1n), -Errno.EROFS);
      expectErrno(root.setTimes('missing', 1n, 1n), -Errno.ENOENT);
      expectErrno(root.sync(), 0);
      expect([namesIn(root), namesIn(dir)]).to.deep.equal(before);
      expect(statOf(root, 'file').modified).to.not.equal(1n);
      dir.close();
    });
  });
}
