import { type Directory, Errno, encodeUtf8, Filetype, Open } from '../../domain/index.js';
import { type ContractTest, collectTests } from './contract-test.js';
import { expectEqual, expectErrno, expectThat } from './expectations.js';
import { contents, room, vectors } from './iovecs.js';
import {
  blankDescent,
  blankFilestat,
  type DirectoryTraits,
  descendTo,
  namesIn,
  onRoot,
  openDirectory,
  openFile,
  put,
  statOf,
  type TestDirectory,
  take,
} from './test-directory.js';

const { READ, WRITE, CREATE, EXCLUSIVE, TRUNCATE, DIRECTORY } = Open;

/** What a read-only directory is to hold: path → content; `null` for a directory; what begins with `->` is the target of a link. */
export type Holdings = Readonly<Record<string, string | null>>;

const HOLDINGS: Holdings = {
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
const LINKS: Holdings = { link: '->dir/inner', 'dir/up': '->../file', nowhere: '->missing' };

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
 * What `Directory` and `File` promise, where nothing can be changed: what can be read is as it should be, and everything else is `-EROFS`.
 * @param make makes a directory that holds what it is given
 * @param traits whether the directory can hold symbolic links; by default it can
 */
export function readOnlyDirectoryContract(
  make: (holdings: Holdings) => TestDirectory,
  { symlinks = true }: Partial<Pick<DirectoryTraits, 'symlinks'>> = {},
): ContractTest[] {
  const holdings = symlinks ? { ...HOLDINGS, ...LINKS } : HOLDINGS;
  return collectTests('read-only', it => {
    const onHeld = (test: (root: Directory) => void) => onRoot(() => make(holdings), test);

    it(
      'has what it should have, under the right names and types',
      onHeld(root => {
        for (const [path, content] of Object.entries(holdings)) {
          const slash = path.lastIndexOf('/');
          const parent = slash === -1 ? root : descendTo(root, path.substring(0, slash));
          const own = path.substring(slash + 1);
          const { filetype, size } = statOf(parent, own);
          if (content === null) expectEqual(filetype, Filetype.DIRECTORY, path);
          else if (content.startsWith('->')) {
            expectEqual(filetype, Filetype.SYMBOLIC_LINK, path);
            expectEqual(parent.readlink(own), content.substring(2));
            expectErrno(parent.open(own, READ), -Errno.ELOOP);
          } else {
            expectEqual(filetype, Filetype.REGULAR_FILE, path);
            expectEqual(size, BigInt(encodeUtf8(content).length));
            expectEqual(take(parent, own), content);
            expectErrno(parent.readlink(own), -Errno.EINVAL);
          }
        }
      }),
    );

    it(
      'lists what it has, with inode and type as stat tells them, each its own',
      onHeld(root => {
        const inodes = new Set<bigint>();
        for (const path of ['', 'dir', 'dir/deep', 'hollow']) {
          const directory = path === '' ? root : descendTo(root, path);
          const entries = directory.list();
          if (typeof entries === 'number') throw new Error(`list: ${entries}`);
          const expected = Object.keys(holdings).filter(each => each.replace(/\/?[^/]*$/, '') === path);
          expectEqual(
            entries.map(entry => entry.name).sort(),
            expected.map(each => each.substring(each.lastIndexOf('/') + 1)).sort(),
          );
          for (const entry of entries) {
            const { inode, filetype } = statOf(directory, entry.name);
            expectEqual(entry, { name: entry.name, inode, filetype });
            inodes.add(inode);
          }
        }
        expectEqual(inodes.size, Object.keys(holdings).length);
      }),
    );

    it(
      'goes down, and stops where there is no directory',
      onHeld(root => {
        expectEqual(take(descendTo(root, 'dir/deep'), 'bottom'), 'at the bottom');
        expectEqual(take(descendTo(descendTo(root, 'dir'), 'deep'), 'bottom'), 'at the bottom');
        const stops = [
          ['missing', 0, -Errno.ENOENT],
          ['dir/missing/x', 1, -Errno.ENOENT],
          ['dir/inner/x', 1, -Errno.ENOTDIR],
          ['dir/deep/bottom', 2, -Errno.ENOTDIR],
        ] as const;
        for (const [path, steps, errno] of stops) {
          const into = blankDescent(root);
          expectErrno(root.descend(path, into), errno);
          expectEqual(into.steps, steps, path);
        }
        const into = blankDescent(root);
        if (symlinks) expectErrno(root.descend('nowhere/x', into), -Errno.ELOOP, -Errno.ENOTDIR);
      }),
    );

    it(
      'opens directories, which outlive what they were opened through',
      onHeld(root => {
        const dir = openDirectory(root, 'dir');
        const deep = openDirectory(dir, 'deep');
        const again = openDirectory(dir, '.');
        dir.close();
        expectEqual(take(deep, 'bottom'), 'at the bottom');
        for (const each of ['deep', 'inner'])
          expectThat(namesIn(again).includes(each), `expected '${each}' in the list`);
        expectEqual(deep.parentInode(), statOf(again, '.').inode);
        expectEqual(statOf(again, '.').inode, statOf(root, 'dir').inode);
        expectEqual(again.parentInode(), statOf(root, '.').inode);
        expectEqual(root.parentInode(), statOf(root, '.').inode);
        deep.close();
        again.close();
      }),
    );

    it(
      'reads at an offset, into one buffer or several, and no further than the end',
      onHeld(root => {
        const file = openFile(root, 'file', READ);
        expectEqual(file.size(), 10);
        for (const [lengths, offset, expected] of [
          [[4], 0, ['0123']],
          [[4], 8, ['89__']],
          [[2, 3], 6, ['67', '89_']],
          [[3], 10, ['___']],
          [[3], 2 ** 40, ['___']],
        ] as const) {
          const into = room(...lengths);
          expectEqual(file.read(into, offset), expected.join('').replaceAll('_', '').length);
          expectEqual(contents(into), expected);
        }
        const stat = blankFilestat();
        expectErrno(file.stat(stat), 0);
        expectEqual(stat, statOf(root, 'file'));
        expectErrno(file.advise(0, 10, 0), 0);
        expectErrno(file.sync(), 0);
        expectErrno(file.datasync(), 0);
        expectErrno(file.setFlags(Open.NONBLOCK), 0);
        expectEqual(file.close(), 0);
      }),
    );

    it(
      'refuses to change an open file',
      onHeld(root => {
        const file = openFile(root, 'file', READ);
        expectErrno(file.write(vectors('x'), 0), -Errno.EBADF);
        expectErrno(file.setSize(0), -Errno.EINVAL, -Errno.EBADF);
        expectErrno(file.allocate(0, 100), -Errno.EBADF);
        expectErrno(file.setTimes(1n, 1n), -Errno.EROFS);
        file.close();
        expectEqual(take(root, 'file'), '0123456789');
      }),
    );

    it(
      'refuses to open for writing or creating, and says first what is wrong with the name',
      onHeld(root => {
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
        if (symlinks) {
          for (const how of [READ, WRITE, READ | CREATE, READ | DIRECTORY]) {
            expectErrno(root.open('nowhere', how), -Errno.ELOOP);
          }
        }
      }),
    );

    it(
      'refuses everything that makes, removes or renames a name',
      onHeld(root => {
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
        expectEqual([namesIn(root), namesIn(dir)], before);
        expectThat(statOf(root, 'file').modified !== 1n, 'expected the time of modification to be as it was');
        dir.close();
      }),
    );
  });
}
