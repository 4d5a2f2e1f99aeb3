import { Errno, Open } from '../../domain/index.js';
import { type ContractTest, collectTests } from './contract-test.js';
import { expectEqual, expectErrno } from './expectations.js';
import { contents, room, vectors } from './iovecs.js';
import {
  blankFilestat,
  type DirectoryTraits,
  descendTo,
  type MakeTestDirectory,
  namesIn,
  onRoot,
  openFile,
  put,
  statOf,
  take,
} from './test-directory.js';

const BOTH = Open.READ | Open.WRITE;

/** What becomes of names while the file is open, and of the file. */
export function openFilesTests(make: MakeTestDirectory, traits: DirectoryTraits): ContractTest[] {
  return collectTests('open files and their names', it => {
    it(
      'unlink leaves an open file usable',
      onRoot(make, root => {
        put(root, 'file', 'still here');
        const file = openFile(root, 'file', Open.READ);
        expectErrno(root.unlink('file'), 0);
        if (traits.freesNames) expectEqual(namesIn(root), []);
        expectEqual(file.size(), 10);
        const stat = blankFilestat();
        expectEqual(file.stat(stat), 0);
        expectEqual(stat.links, 0n, 'links');
        expectEqual(file.close(), 0);
        expectErrno(root.stat('file', blankFilestat()), -Errno.ENOENT);
        expectEqual(namesIn(root), []);
      }),
    );

    it(
      traits.freesNames
        ? 'the name of what was unlinked is free at once'
        : 'the name of what was unlinked is EACCES until it is closed',
      onRoot(make, root => {
        root.createDirectory('dir');
        const dir = descendTo(root, 'dir');
        put(dir, 'file', 'old');
        put(root, 'other', 'new');
        const one = openFile(dir, 'file', Open.READ);
        const another = openFile(dir, 'file', Open.READ);
        expectErrno(dir.unlink('file'), 0);
        const results = [
          root.rename('other', dir, 'file'),
          dir.stat('file', blankFilestat()),
          dir.unlink('file'),
          dir.createDirectory('file'),
          dir.removeDirectory('file'),
        ];
        one.close();
        if (traits.freesNames) {
          expectEqual(results, [0, 0, 0, 0, 0]);
        } else {
          for (const result of results.slice(0, 4)) expectErrno(result, -Errno.EACCES);
          expectErrno(dir.open('file', Open.READ), -Errno.EACCES);
          expectErrno(dir.open('file', Open.WRITE | Open.CREATE), -Errno.EACCES);
          expectErrno(dir.rename('file', root, 'x'), -Errno.EACCES);
          expectErrno(dir.link('file', root, 'x'), -Errno.EACCES);
          expectEqual(namesIn(dir), ['file']);
          expectErrno(root.removeDirectory('dir'), -Errno.ENOTEMPTY);
          const into = room(3);
          expectEqual(another.read(into, 0), 3);
          expectEqual(contents(into), ['old']);
        }
        another.close();
        expectEqual(namesIn(dir), []);
        put(dir, 'file', 'fresh');
        expectEqual(take(dir, 'file'), 'fresh');
      }),
    );

    it(
      'setFlags works on the open file, not on what has its name meanwhile',
      onRoot(make, root => {
        put(root, 'file', 'abc');
        const file = openFile(root, 'file', BOTH);
        if (traits.freesNames) expectErrno(root.unlink('file'), 0);
        else expectErrno(root.rename('file', root, 'moved'), 0);
        put(root, 'file', 'another');
        const works = traits.flagsOfNameless;
        expectErrno(file.setFlags(Open.APPEND), works ? 0 : -Errno.ENOTSUP);
        expectEqual(file.write(vectors('x'), 0), 1);
        expectEqual(file.size(), works ? 4 : 3);
        file.close();
        expectEqual(take(root, 'file'), 'another');
      }),
    );

    it(
      traits.replacesOpenFiles
        ? 'an open file can be replaced, and stays usable'
        : 'an open file cannot be replaced: EPERM',
      onRoot(make, root => {
        put(root, 'old', 'old');
        put(root, 'new', 'new');
        const file = openFile(root, 'old', Open.READ);
        expectErrno(root.rename('new', root, 'old'), traits.replacesOpenFiles ? 0 : -Errno.EPERM);
        expectEqual(take(root, 'old'), traits.replacesOpenFiles ? 'new' : 'old');
        expectEqual(namesIn(root), traits.replacesOpenFiles ? ['old'] : ['new', 'old']);
        const into = room(3);
        expectEqual(file.read(into, 0), 3);
        expectEqual(contents(into), ['old']);
        file.close();
        if (!traits.replacesOpenFiles) expectErrno(root.rename('new', root, 'old'), 0);
        expectEqual(take(root, 'old'), 'new');
      }),
    );

    it(
      'an open file can be renamed itself, and replace another',
      onRoot(make, root => {
        put(root, 'file', 'x');
        put(root, 'other', 'y');
        const file = openFile(root, 'file', BOTH);
        const { inode } = statOf(root, 'file');
        expectErrno(root.rename('file', root, 'moved'), 0);
        expectErrno(root.rename('moved', root, 'other'), 0);
        expectEqual(file.write(vectors('z'), 0), 1);
        expectEqual(take(root, 'other'), 'z');
        expectEqual(statOf(root, 'other').inode, inode);
        expectEqual(namesIn(root), ['other']);
        file.close();
      }),
    );

    it(
      traits.movesOpenFiles
        ? 'a directory can be renamed whatever in it is open'
        : 'a directory cannot be renamed while a file in it is open, however deep: EPERM',
      onRoot(make, root => {
        root.createDirectory('dir');
        descendTo(root, 'dir').createDirectory('inner');
        put(descendTo(root, 'dir/inner'), 'file', 'x');
        const file = openFile(descendTo(root, 'dir/inner'), 'file', Open.READ);
        expectErrno(root.rename('dir', root, 'moved'), traits.movesOpenFiles ? 0 : -Errno.EPERM);
        expectEqual(namesIn(root), [traits.movesOpenFiles ? 'moved' : 'dir']);
        file.close();
        if (!traits.movesOpenFiles) expectErrno(root.rename('dir', root, 'moved'), 0);
        expectEqual(take(descendTo(root, 'moved/inner'), 'file'), 'x');
      }),
    );
  });
}
