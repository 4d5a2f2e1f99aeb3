import { expect } from 'chai';
import { Errno, Filetype, Open } from '../../domain/index.js';
import {
  blankFilestat,
  expectErrno,
  type MakeRoot,
  namesIn,
  onRoot,
  openDirectory,
  openFile,
  put,
  statOf,
  take,
} from './root.js';

/** `Directory`: attributes of names, making and removing directories and files. */
export function describeDirectory(name: string, make: MakeRoot): void {
  describe(`${name}: names in a directory`, () => {
    it(
      'stat tells type, size, links and identity',
      onRoot(make, root => {
        put(root, 'file', 'content');
        root.createDirectory('dir');
        const file = statOf(root, 'file');
        const dir = statOf(root, 'dir');
        expect(file).to.include({ filetype: Filetype.REGULAR_FILE, size: 7n, links: 1n });
        expect(dir.filetype).to.equal(Filetype.DIRECTORY);
        expect(dir.device).to.equal(file.device);
        expect(dir.inode).to.not.equal(file.inode);
        expect(statOf(root, 'file')).to.deep.equal(file);
      }),
    );

    it(
      'stat of `.` is of the directory itself',
      onRoot(make, root => {
        root.createDirectory('dir');
        const dir = openDirectory(root, 'dir');
        expect(statOf(dir, '.').inode).to.equal(statOf(root, 'dir').inode);
        expect(statOf(dir, '.').filetype).to.equal(Filetype.DIRECTORY);
        dir.close();
      }),
    );

    it(
      'stat tells times that are near the present',
      onRoot(make, root => {
        put(root, 'file', '');
        const { accessed, modified, changed } = statOf(root, 'file');
        for (const time of [accessed, modified, changed]) {
          expect(Number(time) / 1e6).to.be.within(Date.now() - 60_000, Date.now() + 60_000);
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
        expect(namesIn(root)).to.deep.equal([]);
      }),
    );

    it(
      'createDirectory and removeDirectory make a directory and take it away',
      onRoot(make, root => {
        expectErrno(root.createDirectory('dir'), 0);
        expect(statOf(root, 'dir').filetype).to.equal(Filetype.DIRECTORY);
        expectErrno(root.createDirectory('dir'), -Errno.EEXIST);
        expectErrno(root.removeDirectory('dir'), 0);
        expectErrno(root.removeDirectory('dir'), -Errno.ENOENT);
        expect(namesIn(root)).to.deep.equal([]);
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
        expect(take(dir, 'inner')).to.equal('x');
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
        expect(namesIn(root)).to.deep.equal(['dir']);
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
        expect(take(inner, 'file')).to.equal('x');
        expect(namesIn(again)).to.deep.equal(['inner']);
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
        expect(file.size()).to.equal(7);
        expect(namesIn(other)).to.deep.equal([]);
        expect(file.close()).to.equal(0);
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
        expect(namesIn(fresh)).to.deep.equal([]);
        fresh.close();
      }),
    );

    it(
      'sync succeeds',
      onRoot(make, root => {
        put(root, 'file', '');
        root.createDirectory('dir');
        const dir = openDirectory(root, 'dir');
        expectErrno(root.sync(), 0);
        expectErrno(dir.sync(), 0);
        dir.close();
      }),
    );
  });
}
