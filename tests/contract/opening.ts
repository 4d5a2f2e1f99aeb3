import { expect } from 'chai';
import { Errno, Filetype, Open } from '../../domain/index.js';
import { expectErrno, type MakeRoot, namesIn, onRoot, openDirectory, openFile, put, take } from './root.js';
import { contents, room, vectors } from './vectors.js';

const { READ, WRITE, CREATE, EXCLUSIVE, TRUNCATE, DIRECTORY, APPEND, SYNC, DSYNC, NONBLOCK } = Open;

/** `Directory.open`. */
export function describeOpening(name: string, make: MakeRoot): void {
  describe(`${name}: open`, () => {
    it(
      'a file that is there',
      onRoot(make, root => {
        put(root, 'file', 'abc');
        const file = openFile(root, 'file', READ);
        expect(file.filetype).to.equal(Filetype.REGULAR_FILE);
        expect(file.size()).to.equal(3);
        expect(file.close()).to.equal(0);
      }),
    );

    it(
      'what is missing: ENOENT, unless it is to be created',
      onRoot(make, root => {
        for (const how of [0, READ, WRITE, READ | WRITE | TRUNCATE, READ | DIRECTORY, READ | EXCLUSIVE]) {
          expectErrno(root.open('file', how), -Errno.ENOENT);
        }
        openFile(root, 'file', READ | CREATE).close();
        expect(take(root, 'file')).to.equal('');
      }),
    );

    it(
      'creating what is there leaves it as it is; exclusively, it is EEXIST',
      onRoot(make, root => {
        put(root, 'file', 'abc');
        root.createDirectory('dir');
        openFile(root, 'file', WRITE | CREATE).close();
        expectErrno(root.open('file', WRITE | CREATE | EXCLUSIVE), -Errno.EEXIST);
        expectErrno(root.open('file', WRITE | CREATE | EXCLUSIVE | TRUNCATE), -Errno.EEXIST);
        expectErrno(root.open('dir', READ | CREATE | EXCLUSIVE), -Errno.EEXIST);
        expect(take(root, 'file')).to.equal('abc');
        openFile(root, 'new', WRITE | CREATE | EXCLUSIVE).close();
        openFile(root, 'new', WRITE | EXCLUSIVE).close();
        expect(namesIn(root)).to.deep.equal(['dir', 'file', 'new']);
      }),
    );

    it(
      'truncating empties it, for reading alone or appending too',
      onRoot(make, root => {
        for (const how of [WRITE, READ | WRITE, READ, WRITE | APPEND, READ | APPEND, WRITE | APPEND | CREATE]) {
          put(root, 'file', 'abc');
          const file = openFile(root, 'file', how | TRUNCATE);
          expect(file.size()).to.equal(0);
          file.close();
        }
        openFile(root, 'new', WRITE | APPEND | CREATE | TRUNCATE).close();
        expect(take(root, 'new')).to.equal('');
      }),
    );

    it(
      'a directory, with DIRECTORY or without; for writing it is EISDIR',
      onRoot(make, root => {
        root.createDirectory('dir');
        for (const how of [0, READ, READ | DIRECTORY, DIRECTORY, READ | NONBLOCK, READ | DIRECTORY | NONBLOCK]) {
          openDirectory(root, 'dir', how).close();
          openDirectory(root, '.', how).close();
        }
        for (const how of [
          WRITE,
          READ | WRITE,
          WRITE | DIRECTORY,
          READ | WRITE | DIRECTORY,
          READ | TRUNCATE,
          READ | CREATE,
        ]) {
          expectErrno(root.open('dir', how), -Errno.EISDIR);
        }
        expectErrno(root.open('.', WRITE), -Errno.EISDIR);
      }),
    );

    it(
      'what is no directory as one: ENOTDIR, and nothing happens to it',
      onRoot(make, root => {
        put(root, 'file', 'abc');
        for (const how of [READ | DIRECTORY, WRITE | DIRECTORY, READ | TRUNCATE | DIRECTORY]) {
          expectErrno(root.open('file', how), -Errno.ENOTDIR);
        }
        expect(take(root, 'file')).to.equal('abc');
      }),
    );

    it(
      'creating a directory: EINVAL, and nothing is created',
      onRoot(make, root => {
        expectErrno(root.open('dir', READ | CREATE | DIRECTORY), -Errno.EINVAL);
        expect(namesIn(root)).to.deep.equal([]);
      }),
    );

    it(
      '`.`: this directory once more',
      onRoot(make, root => {
        const again = openDirectory(root, '.');
        put(again, 'file', 'x');
        expect(namesIn(root)).to.deep.equal(['file']);
        again.close();
        expect(take(root, 'file')).to.equal('x');
      }),
    );

    it(
      'for reading: no writing; for writing: no reading',
      onRoot(make, root => {
        put(root, 'file', 'abc');
        const reader = openFile(root, 'file', READ);
        expectErrno(reader.write(vectors('x'), 0), -Errno.EBADF);
        expectErrno(reader.write(vectors('x', 'y'), 0), -Errno.EBADF);
        expectErrno(reader.setSize(0), -Errno.EINVAL, -Errno.EBADF);
        expectErrno(reader.allocate(0, 10), -Errno.EBADF);
        const writer = openFile(root, 'file', WRITE);
        expectErrno(writer.read(room(1), 0), -Errno.EBADF);
        expectErrno(writer.read(room(1, 1), 0), -Errno.EBADF);
        const neither = openFile(root, 'file', 0);
        expect(neither.size()).to.equal(3);
        for (const file of [reader, writer, neither]) file.close();
        expect(take(root, 'file')).to.equal('abc');
      }),
    );

    it(
      'for appending: writes go to the end whatever the offset; SYNC, DSYNC and NONBLOCK change nothing one sees',
      onRoot(make, root => {
        put(root, 'file', 'abc');
        const file = openFile(root, 'file', READ | WRITE | APPEND | SYNC | DSYNC | NONBLOCK);
        expect(file.write(vectors('de'), 0)).to.equal(2);
        expect(file.write(vectors('f', 'g'), 1)).to.equal(2);
        const into = room(7);
        expect(file.read(into, 0)).to.equal(7);
        expect(contents(into)).to.deep.equal(['abcdefg']);
        file.close();
      }),
    );
  });
}
