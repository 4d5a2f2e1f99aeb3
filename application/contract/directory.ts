import { Errno, Filetype, Open } from '../../domain/index.js';
import { type ContractTest, collectTests } from './contract-test.js';
import { expectEqual, expectErrno, expectThat, expectWithin } from './expectations.js';
import {
  blankFilestat,
  type MakeTestDirectory,
  namesIn,
  onRoot,
  openDirectory,
  openFile,
  put,
  statOf,
  take,
} from './test-directory.js';

/** `Directory`: attributes of names, making and removing directories and files. */
export function directoryTests(make: MakeTestDirectory): ContractTest[] {
  return collectTests('names in a directory', it => {
    it(
      'stat tells type, size, links and identity',
      onRoot(make, root => {
        put(root, 'file', 'content');
        root.createDirectory('dir');
        const file = statOf(root, 'file');
        const dir = statOf(root, 'dir');
        expectEqual(
          { filetype: file.filetype, size: file.size, links: file.links },
          { filetype: Filetype.REGULAR_FILE, size: 7n, links: 1n },
        );
        expectEqual(dir.filetype, Filetype.DIRECTORY);
        expectEqual(dir.device, file.device);
        expectThat(dir.inode !== file.inode, 'expected inodes of their own');
        expectEqual(statOf(root, 'file'), file);
      }),
    );

    it(
      'stat of `.` is of the directory itself',
      onRoot(make, root => {
        root.createDirectory('dir');
        const dir = openDirectory(root, 'dir');
        expectEqual(statOf(dir, '.').inode, statOf(root, 'dir').inode);
        expectEqual(statOf(dir, '.').filetype, Filetype.DIRECTORY);
        dir.close();
      }),
    );

    it(
      'stat tells times that are near the present',
      onRoot(make, root => {
        put(root, 'file', '');
        const { accessed, modified, changed } = statOf(root, 'file');
        for (const time of [accessed, modified, changed]) {
          expectWithin(Number(time) / 1e6, Date.now() - 60_000, Date.now() + 60_000);
        }
      }),
    );

    it(
      'a missing name is ENOENT, whatever is done to it',
      onRoot(make, root => {
        expectErrno(root.stat('missing', blankFilestat()), -Errno.ENOENT);
        expectErrno(root.setTimes('missing', 1n, 1n), -Errno.ENOENT);
        expectErrno(root.removeDirectory('missing'), -Errno.ENOENT);
        expectErrno(root.unlink('missing'), -Errno.ENOENT);
        expectErrno(root.readlink('missing'), -Errno.ENOENT);
        expectErrno(root.rename('missing', root, 'x'), -Errno.ENOENT);
        expectEqual(namesIn(root), []);
      }),
    );

    it(
      'createDirectory and removeDirectory make a directory and take it away',
      onRoot(make, root => {
        expectErrno(root.createDirectory('dir'), 0);
        expectEqual(statOf(root, 'dir').filetype, Filetype.DIRECTORY);
        expectErrno(root.createDirectory('dir'), -Errno.EEXIST);
        expectErrno(root.removeDirectory('dir'), 0);
        expectErrno(root.removeDirectory('dir'), -Errno.ENOENT);
        expectEqual(namesIn(root), []);
      }),
    );

    it(
      'createDirectory and removeDirectory refuse what is full, a file, or taken',
      onRoot(make, root => {
        put(root, 'file', '');
        root.createDirectory('dir');
        const dir = openDirectory(root, 'dir');
        put(dir, 'inner', 'x');
        expectErrno(root.removeDirectory('dir'), -Errno.ENOTEMPTY);
        expectErrno(root.removeDirectory('file'), -Errno.ENOTDIR);
        expectErrno(root.createDirectory('file'), -Errno.EEXIST);
        expectEqual(take(dir, 'inner'), 'x');
        dir.close();
      }),
    );

    it(
      'unlink removes a file, and no directory',
      onRoot(make, root => {
        put(root, 'file', '');
        root.createDirectory('dir');
        expectErrno(root.unlink('file'), 0);
        expectErrno(root.unlink('file'), -Errno.ENOENT);
        expectErrno(root.unlink('dir'), -Errno.EISDIR);
        expectEqual(namesIn(root), ['dir']);
      }),
    );

    it(
      'a directory that was opened is independent of the one it was opened through',
      onRoot(make, root => {
        root.createDirectory('dir');
        const dir = openDirectory(root, 'dir');
        dir.createDirectory('inner');
        const inner = openDirectory(dir, 'inner');
        const again = openDirectory(dir, '.');
        dir.close();
        put(inner, 'file', 'x');
        expectEqual(take(inner, 'file'), 'x');
        expectEqual(namesIn(again), ['inner']);
        inner.close();
        again.close();
      }),
    );

    it(
      'closing a directory again closes nothing that was opened since',
      onRoot(make, root => {
        put(root, 'file', 'content');
        root.createDirectory('dir');
        const dir = openDirectory(root, 'dir');
        dir.close();
        const file = openFile(root, 'file', Open.READ);
        const other = openDirectory(root, 'dir');
        dir.close();
        dir.close();
        expectEqual(file.size(), 7);
        expectEqual(namesIn(other), []);
        expectEqual(file.close(), 0);
        other.close();
      }),
    );

    it(
      'nothing can be made in a directory that was removed, though another has its name',
      onRoot(make, root => {
        root.createDirectory('dir');
        const dir = openDirectory(root, 'dir');
        expectErrno(root.removeDirectory('dir'), 0);
        root.createDirectory('dir');
        expectErrno(dir.createDirectory('x'), -Errno.ENOENT);
        expectErrno(dir.open('x', Open.WRITE | Open.CREATE), -Errno.ENOENT);
        dir.close();
        const fresh = openDirectory(root, 'dir');
        expectEqual(namesIn(fresh), []);
        fresh.close();
      }),
    );

    it(
      'sync succeeds, also after the directory was removed, in which there is nothing then',
      onRoot(make, root => {
        put(root, 'file', '');
        root.createDirectory('dir');
        const dir = openDirectory(root, 'dir');
        expectErrno(root.sync(), 0);
        expectErrno(dir.sync(), 0);
        root.removeDirectory('dir');
        expectErrno(dir.sync(), 0);
        expectEqual(namesIn(dir), []);
        dir.close();
      }),
    );
  });
}
