import { type Directory, Errno, type File, Open } from '../../domain/index.js';
import { type ContractTest, collectTests } from './contract-test.js';
import { expectEqual, expectErrno } from './expectations.js';
import {
  blankDescent,
  blankFilestat,
  type DirectoryTraits,
  descendTo,
  type MakeTestDirectory,
  namesIn,
  onRoot,
  openDirectory,
  openFile,
  put,
  statOf,
  take,
} from './test-directory.js';

const ODD = ['__proto__', 'constructor', 'toString', 'ünï', '日本', '😀', 'a b', ' ', '...', '-', '\n', '\ufffd'];

/** Names that mean something on Windows. */
const MEANINGFUL = [
  ...['NUL', 'con', 'Aux.txt', 'COM¹', 'lpt9 .log', 'CONIN$', 'prn.', 'a\\b', '\\\\?\\C:', 'C:', 'C:x', 'x:stream'],
  ...['a.', 'a ', 'PROGRA~1', 'a*', 'a?', 'a"', 'a|b', '<a>', '\t'],
];

/** Does everything to a name that can be done to one. @returns what came of it, in order */
function tryAll(root: Directory, dir: Directory, name: string): (number | string)[] {
  const opened = (result: File | Directory | number) => {
    if (typeof result === 'number') return result;
    result.close();
    return 0;
  };
  return [
    opened(root.open(name, Open.READ)),
    opened(root.open(name, Open.READ | Open.DIRECTORY)),
    opened(root.open(name, Open.WRITE | Open.CREATE)),
    opened(root.open(name, Open.WRITE | Open.CREATE | Open.EXCLUSIVE)),
    root.stat(name, blankFilestat()),
    root.setTimes(name, 1n, 1n),
    root.createDirectory(name),
    root.removeDirectory(name),
    root.unlink(name),
    root.symlink(name, 'file'),
    root.readlink(name),
    root.link('file', dir, name),
    root.link(name, root, 'new'),
    root.rename('file', dir, name),
    root.rename(name, dir, 'new'),
    root.descend(name, blankDescent(root)),
  ];
}

/** `Directory`: which names there are, and which of them are one. */
export function namesTests(make: MakeTestDirectory, { naming, symlinks, respells }: DirectoryTraits): ContractTest[] {
  const isRefused = (each: string) => naming?.violation(each) !== undefined;

  return collectTests('names', it => {
    it(
      'go by rules that every directory tells',
      onRoot(make, root => {
        root.createDirectory('dir');
        const dir = openDirectory(root, 'dir');
        for (const each of [root, dir, descendTo(root, 'dir')]) expectEqual(each.naming, naming);
        dir.close();
      }),
    );

    it(
      'are what they are: those that objects have, of any script, long, odd',
      onRoot(make, root => {
        const names = [...ODD.filter(each => !isRefused(each)), 'x'.repeat(255)];
        expectErrno(root.stat('hasOwnProperty', blankFilestat()), -Errno.ENOENT);
        expectErrno(root.stat('__proto__', blankFilestat()), -Errno.ENOENT);
        for (const each of names) put(root, each, each);
        for (const each of names) expectEqual(take(root, each), each);
        expectEqual(namesIn(root), names.sort());
        expectErrno(root.stat('x'.repeat(256), blankFilestat()), -Errno.ENAMETOOLONG);
        expectErrno(root.createDirectory('x'.repeat(256)), -Errno.ENAMETOOLONG);
      }),
    );

    it(
      naming === undefined
        ? 'that mean something on Windows are names'
        : 'that stand for others are EINVAL, whatever is done',
      onRoot(make, root => {
        put(root, 'file', 'x');
        root.createDirectory('dir');
        const dir = openDirectory(root, 'dir');
        for (const each of MEANINGFUL) {
          if (naming === undefined) {
            put(root, each, each);
            expectEqual(take(root, each), each);
            expectErrno(root.unlink(each), 0);
            continue;
          }
          for (const result of tryAll(root, dir, each)) expectErrno(result, -Errno.EINVAL);
        }
        expectEqual(namesIn(root), ['dir', 'file']);
        expectEqual(namesIn(dir), []);
        expectEqual(take(root, 'file'), 'x');
        dir.close();
      }),
    );

    it(
      'are judged before a descent goes on to them, and not before those in front of them',
      onRoot(make, root => {
        root.createDirectory('dir');
        put(descendTo(root, 'dir'), 'file', 'x');
        for (const [path, steps, errno] of [
          ['dir/NUL', 1, naming === undefined ? -Errno.ENOENT : -Errno.EINVAL],
          ['dir/NUL/x', 1, naming === undefined ? -Errno.ENOENT : -Errno.EINVAL],
          ['C:/dir', 0, naming === undefined ? -Errno.ENOENT : -Errno.EINVAL],
          ['missing/NUL', 0, -Errno.ENOENT],
          ['dir/file/NUL', 1, -Errno.ENOTDIR],
        ] as const) {
          const into = blankDescent(root);
          expectErrno(root.descend(path, into), errno);
          expectEqual(into.steps, steps, path);
          if (steps === 1) expectEqual(take(into.directory, 'file'), 'x');
        }
      }),
    );

    if (symlinks && naming !== undefined) {
      it(
        'in the target of a link are judged when it is made',
        onRoot(make, root => {
          for (const target of ['a\\b', 'C:/x', 'dir/NUL', '../x:y', 'a./b', 'PROGRA~1/x']) {
            expectErrno(root.symlink('link', target), -Errno.EINVAL);
          }
          expectEqual(namesIn(root), []);
        }),
      );
    }

    it(
      naming === undefined
        ? 'that differ in case are different'
        : 'that differ in case are one, which is spelt as it was made',
      onRoot(make, root => {
        put(root, 'Größe', 'first');
        if (naming === undefined) {
          put(root, 'GRÖßE', 'second');
          expectEqual(take(root, 'Größe'), 'first');
          expectEqual(namesIn(root), ['GRÖßE', 'Größe']);
          return;
        }
        expectEqual(statOf(root, 'GRÖßE').inode, statOf(root, 'Größe').inode);
        expectErrno(root.createDirectory('größe'), -Errno.EEXIST);
        expectErrno(root.open('größe', Open.WRITE | Open.CREATE | Open.EXCLUSIVE), -Errno.EEXIST);
        put(root, 'gRÖßE', 'second');
        expectEqual(namesIn(root), ['Größe']);
        root.createDirectory('dir');
        put(descendTo(root, 'DIR'), 'x', '');
        expectErrno(root.removeDirectory('Dir'), -Errno.ENOTEMPTY);
        expectErrno(root.unlink('GRÖßE'), 0);
        expectEqual(namesIn(root), ['dir']);
      }),
    );

    it(
      respells ? 'can be spelt in another way by renaming' : 'stay spelt as they are when renaming changes only that',
      onRoot(make, root => {
        put(root, 'file', 'x');
        root.createDirectory('dir');
        const { inode } = statOf(root, 'file');
        expectErrno(root.rename('file', root, 'FILE'), 0);
        expectErrno(root.rename('dir', root, 'Dir'), 0);
        expectEqual(namesIn(root), respells ? ['Dir', 'FILE'] : ['dir', 'file']);
        expectEqual(statOf(root, 'FILE').inode, inode);
        expectEqual(statOf(root, 'FILE').links, 1n);
        expectEqual(take(root, 'FILE'), 'x');
        put(root, 'other', 'y');
        expectErrno(root.rename('other', root, 'File'), 0);
        if (naming === undefined) expectEqual(namesIn(root), ['Dir', 'FILE', 'File']);
        else expectEqual(namesIn(root), respells ? ['Dir', 'File'] : ['dir', 'file']);
        openFile(root, 'File', Open.READ).close();
        expectEqual(take(root, 'File'), 'y');
      }),
    );
  });
}
