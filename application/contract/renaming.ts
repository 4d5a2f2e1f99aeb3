import { type Directory, Errno, Filetype, Open } from '../../domain/index.js';
import { type ContractTest, collectTests } from './contract-test.js';
import { expectEqual, expectErrno } from './expectations.js';
import {
  type DirectoryTraits,
  type MakeTestDirectory,
  namesIn,
  onRoot,
  openDirectory,
  put,
  statOf,
  take,
} from './test-directory.js';

/** A directory of no adapter that is known. */
const STRANGER = { kind: 'directory' } as unknown as Directory;

/** `Directory`: rename, and listings. */
export function renamingTests(make: MakeTestDirectory, traits: DirectoryTraits): ContractTest[] {
  return collectTests('rename and list', it => {
    it(
      'a file gets a new name, also in another directory, and replaces a file',
      onRoot(make, root => {
        put(root, 'a', 'first');
        put(root, 'b', 'second');
        root.createDirectory('dir');
        const dir = openDirectory(root, 'dir');
        const { inode } = statOf(root, 'a');
        expectErrno(root.rename('a', root, 'c'), 0);
        expectErrno(root.rename('c', root, 'b'), 0);
        expectEqual(take(root, 'b'), 'first');
        expectErrno(root.rename('b', dir, 'inner'), 0);
        expectEqual(statOf(dir, 'inner').inode, inode);
        expectEqual(namesIn(root), ['dir']);
        expectErrno(dir.rename('inner', dir, 'inner'), 0);
        expectEqual(namesIn(dir), ['inner']);
        dir.close();
      }),
    );

    it(
      'a directory replaces an empty one, not a full one, and not a file',
      onRoot(make, root => {
        for (const each of ['a', 'empty', 'full']) root.createDirectory(each);
        put(root, 'file', '');
        const full = openDirectory(root, 'full');
        put(full, 'inner', '');
        full.close();
        expectErrno(root.rename('a', root, 'full'), -Errno.ENOTEMPTY, -Errno.EEXIST);
        expectErrno(root.rename('a', root, 'file'), -Errno.ENOTDIR);
        expectErrno(root.rename('file', root, 'a'), -Errno.EISDIR);
        expectErrno(root.rename('a', root, 'empty'), 0);
        expectErrno(root.rename('missing', root, 'x'), -Errno.ENOENT);
        expectEqual(namesIn(root), ['empty', 'file', 'full']);
      }),
    );

    it(
      'a directory does not go into itself, and nothing to another file system',
      onRoot(make, root => {
        root.createDirectory('dir');
        put(root, 'file', '');
        const dir = openDirectory(root, 'dir');
        expectErrno(root.rename('dir', dir, 'inner'), -Errno.EINVAL);
        expectErrno(root.rename('file', STRANGER, 'file'), -Errno.EXDEV);
        expectEqual(namesIn(root), ['dir', 'file']);
        dir.close();
      }),
    );

    it(
      'list tells every entry with its own inode and type, and neither `.` nor `..`',
      onRoot(make, root => {
        put(root, 'file', '');
        root.createDirectory('dir');
        const names = ['dir', 'file'];
        if (traits.symlinks && root.symlink('link', 'file') === 0) names.push('link');
        const entries = root.list();
        if (typeof entries === 'number') throw new Error(`list: ${entries}`);
        expectEqual(entries.map(entry => entry.name).sort(), names);
        for (const entry of entries) {
          const { inode, filetype } = statOf(root, entry.name);
          expectEqual(entry, { name: entry.name, inode, filetype });
        }
      }),
    );

    it(
      'list of a large directory is complete, and of an empty one empty',
      onRoot(make, root => {
        root.createDirectory('empty');
        const empty = openDirectory(root, 'empty');
        expectEqual(empty.list(), []);
        empty.close();
        for (let i = 0; i < 300; i++) put(root, `file-${i}`, '');
        const entries = root.list();
        if (typeof entries === 'number') throw new Error(`list: ${entries}`);
        expectEqual(entries.length, 301, 'entries');
        expectEqual(new Set(entries.map(entry => entry.inode)).size, 301);
        for (const entry of entries.slice(0, 20)) expectEqual(entry.inode, statOf(root, entry.name).inode);
        expectEqual(entries.filter(entry => entry.filetype === Filetype.DIRECTORY).length, 1, 'directories');
      }),
    );

    it(
      'parentInode is the parent’s, and for the root its own',
      onRoot(make, root => {
        root.createDirectory('dir');
        const dir = openDirectory(root, 'dir');
        dir.createDirectory('inner');
        const inner = openDirectory(dir, 'inner');
        const again = openDirectory(root, '.');
        const own = statOf(root, '.').inode;
        expectEqual(root.parentInode(), own);
        expectEqual(again.parentInode(), own);
        expectEqual(dir.parentInode(), own);
        expectEqual(inner.parentInode(), statOf(root, 'dir').inode);
        for (const each of [dir, inner, again]) each.close();
      }),
    );

    it(
      traits.followsMoves
        ? 'an open directory goes along when it is moved'
        : 'an open directory that was moved is ENOENT',
      onRoot(make, root => {
        root.createDirectory('dir');
        const dir = openDirectory(root, 'dir');
        put(dir, 'file', 'x');
        expectErrno(root.rename('dir', root, 'moved'), 0);
        root.createDirectory('dir');
        if (traits.followsMoves) {
          expectEqual(take(dir, 'file'), 'x');
          expectEqual(dir.parentInode(), statOf(root, '.').inode);
        } else {
          expectErrno(dir.open('file', Open.READ), -Errno.ENOENT);
          expectErrno(dir.createDirectory('x'), -Errno.ENOENT);
          expectErrno(dir.list(), -Errno.ENOENT);
        }
        dir.close();
      }),
    );
  });
}
