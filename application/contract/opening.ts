import { Errno, Filetype, Open } from '../../domain/index.js';
import { type ContractTest, collectTests } from './contract-test.js';
import { expectEqual, expectErrno } from './expectations.js';
import { contents, room, vectors } from './iovecs.js';
import { type MakeTestDirectory, namesIn, onRoot, openDirectory, openFile, put, take } from './test-directory.js';

const { READ, WRITE, CREATE, EXCLUSIVE, TRUNCATE, DIRECTORY, APPEND, SYNC, DSYNC, NONBLOCK } = Open;

/** `Directory.open`. */
export function openingTests(make: MakeTestDirectory): ContractTest[] {
  return collectTests('open', it => {
    it(
      'a file that is there',
      onRoot(make, root => {
        put(root, 'file', 'abc');
        const file = openFile(root, 'file', READ);
        expectEqual(file.filetype, Filetype.REGULAR_FILE);
        expectEqual(file.size(), 3);
        expectEqual(file.close(), 0);
      }),
    );

    it(
      'what is missing: ENOENT, unless it is to be created',
      onRoot(make, root => {
        for (const how of [0, READ, WRITE, READ | WRITE | TRUNCATE, READ | DIRECTORY, READ | EXCLUSIVE]) {
          expectErrno(root.open('file', how), -Errno.ENOENT);
        }
        openFile(root, 'file', READ | CREATE).close();
        expectEqual(take(root, 'file'), '');
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
        expectEqual(take(root, 'file'), 'abc');
        openFile(root, 'new', WRITE | CREATE | EXCLUSIVE).close();
        openFile(root, 'new', WRITE | EXCLUSIVE).close();
        expectEqual(namesIn(root), ['dir', 'file', 'new']);
      }),
    );

    it(
      'truncating empties it, for reading alone or appending too',
      onRoot(make, root => {
        for (const how of [WRITE, READ | WRITE, READ, WRITE | APPEND, READ | APPEND, WRITE | APPEND | CREATE]) {
          put(root, 'file', 'abc');
          const file = openFile(root, 'file', how | TRUNCATE);
          expectEqual(file.size(), 0);
          file.close();
        }
        openFile(root, 'new', WRITE | APPEND | CREATE | TRUNCATE).close();
        expectEqual(take(root, 'new'), '');
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
        expectEqual(take(root, 'file'), 'abc');
      }),
    );

    it(
      'creating a directory: EINVAL, and nothing is created',
      onRoot(make, root => {
        expectErrno(root.open('dir', READ | CREATE | DIRECTORY), -Errno.EINVAL);
        expectEqual(namesIn(root), []);
      }),
    );

    it(
      '`.`: this directory once more',
      onRoot(make, root => {
        const again = openDirectory(root, '.');
        put(again, 'file', 'x');
        expectEqual(namesIn(root), ['file']);
        again.close();
        expectEqual(take(root, 'file'), 'x');
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
        expectEqual(neither.size(), 3);
        for (const file of [reader, writer, neither]) file.close();
        expectEqual(take(root, 'file'), 'abc');
      }),
    );

    it(
      'for appending: writes go to the end whatever the offset; SYNC, DSYNC and NONBLOCK change nothing one sees',
      onRoot(make, root => {
        put(root, 'file', 'abc');
        const file = openFile(root, 'file', READ | WRITE | APPEND | SYNC | DSYNC | NONBLOCK);
        expectEqual(file.write(vectors('de'), 0), 2);
        expectEqual(file.write(vectors('f', 'g'), 1), 2);
        const into = room(7);
        expectEqual(file.read(into, 0), 7);
        expectEqual(contents(into), ['abcdefg']);
        file.close();
      }),
    );
  });
}
