import { expect } from 'chai';
import { type Directory, Errno, Filetype, Open } from '../../domain/index.js';
import { expectErrno, type MakeRoot, namesIn, onRoot, openDirectory, put, statOf, type Traits, take } from './root.js';

/** A directory of no adapter that is known. */
const STRANGER = { kind: 'directory' } as unknown as Directory;

/** `Directory`: rename, and listings. */
export function describeRenaming(name: string, make: MakeRoot, traits: Traits): void {
  describe(`${name}: rename and list`, () => {
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
        expect(take(root, 'b')).to.equal('first');
        expectErrno(root.rename('b', dir, 'inner'), 0);
        expect(statOf(dir, 'inner').inode).to.equal(inode);
        expect(namesIn(root)).to.deep.equal(['dir']);
        expectErrno(dir.rename('inner', dir, 'inner'), 0);
        expect(namesIn(dir)).to.deep.equal(['inner']);
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
        expect(namesIn(root)).to.deep.equal(['empty', 'file', 'full']);
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
        expect(namesIn(root)).to.deep.equal(['dir', 'file']);
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
        expect(entries.map(entry => entry.name).sort()).to.deep.equal(names);
        for (const entry of entries) {
          const { inode, filetype } = statOf(root, entry.name);
          expect(entry).to.deep.equal({ name: entry.name, inode, filetype });
        }
      }),
    );

    it(
      'list of a large directory is complete, and of an empty one empty',
      onRoot(make, root => {
        root.createDirectory('empty');
        const empty = openDirectory(root, 'empty');
        expect(empty.list()).to.deep.equal([]);
        empty.close();
        for (let i = 0; i < 300; i++) put(root, `file-${i}`, '');
        const entries = root.list();
        if (typeof entries === 'number') throw new Error(`list: ${entries}`);
        expect(entries).to.have.lengthOf(301);
        expect(new Set(entries.map(entry => entry.inode)).size).to.equal(301);
        for (const entry of entries.slice(0, 20)) expect(entry.inode).to.equal(statOf(root, entry.name).inode);
        expect(entries.filter(entry => entry.filetype === Filetype.DIRECTORY)).to.have.lengthOf(1);
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
        expect(root.parentInode()).to.equal(own);
        expect(again.parentInode()).to.equal(own);
        expect(dir.parentInode()).to.equal(own);
        expect(inner.parentInode()).to.equal(statOf(root, 'dir').inode);
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
          expect(take(dir, 'file')).to.equal('x');
          expect(dir.parentInode()).to.equal(statOf(root, '.').inode);
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
