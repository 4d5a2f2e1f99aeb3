import { BORROWED_DESCENTS, type Directory, Errno, Open } from '../../domain/index.js';
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
  put,
  statOf,
  take,
} from './test-directory.js';

/** Makes `a/b/c/d`, with a file in each that holds the path. */
function makeChain(root: Directory): void {
  let path = '';
  let directory = root;
  for (const name of ['a', 'b', 'c', 'd']) {
    path = path === '' ? name : `${path}/${name}`;
    expectErrno(directory.createDirectory(name), 0);
    directory = descendTo(root, path);
    put(directory, 'file', path);
  }
}

/** Expects a descent to end at a component. */
function expectStop(from: Directory, path: string, steps: number, ...errnos: number[]): Directory {
  const into = blankDescent(from);
  expectErrno(from.descend(path, into), ...errnos);
  expectEqual(into.steps, steps);
  return into.directory;
}

/** Paths of the chain: to what is there, to what is not, and by way of links. */
const PATHS = [
  ...['a/b', 'a/b/c/d', 'a/file', 'a/b/c/file', 'a/b/none', 'a/none/file', 'a/file/x', 'none/b/c'],
  ...['a/inner', 'a/inner/file', 'a/inner/c/file', 'a/outer/a', 'a/b/last', 'a/b/dangling'],
];
const HOWS = [
  Open.READ,
  Open.READ | Open.WRITE,
  Open.READ | Open.DIRECTORY,
  Open.READ | Open.DIRECTORY | Open.LIST,
  Open.WRITE | Open.DIRECTORY,
  Open.WRITE | Open.CREATE | Open.EXCLUSIVE,
];

/** What follows a descent to all names of a path but the last. @param work does it with the last one */
function stepwise<Result>(
  root: Directory,
  path: string,
  work: (from: Directory, name: string) => Result,
): Result | number {
  const cut = path.lastIndexOf('/');
  const into = blankDescent(root);
  const errno = root.descend(path.slice(0, cut), into);
  return errno < 0 ? errno : work(into.directory, path.slice(cut + 1));
}

/** Expects `statBelow` to fail where the steps fail, or to give what they give; it may also leave it to them. */
function expectStatBelow(root: Directory, path: string): void {
  const below = blankFilestat();
  if (root.statBelow === undefined || root.statBelow(path, below) !== 0) return;
  const stepped = blankFilestat();
  expectErrno(
    stepwise(root, path, (from, name) => from.stat(name, stepped)),
    0,
  );
  expectEqual(below, stepped, path);
}

/** The same of `openBelow`. */
function expectOpenBelow(root: Directory, path: string, how: number): void {
  const below = root.openBelow?.(path, how);
  if (below === undefined || typeof below === 'number') return;
  const created = (how & Open.CREATE) !== 0;
  const stepped = stepwise(root, path, (from, name) => from.open(name, created ? how & ~Open.EXCLUSIVE : how));
  if (typeof stepped === 'number') expectErrno(stepped, 0);
  const [one, other] = [below, stepped as typeof below].map(opened => {
    const stat = blankFilestat();
    expectErrno(opened.kind === 'directory' ? opened.stat('.', stat) : opened.stat(stat), 0);
    opened.close();
    return { ...stat, kind: opened.kind };
  });
  expectEqual(one, other, path);
  if (created)
    expectErrno(
      stepwise(root, path, (from, name) => from.unlink(name)),
      0,
    );
}

/** `Directory.descend`. */
export function descentTests(make: MakeTestDirectory, traits: DirectoryTraits): ContractTest[] {
  return collectTests('descend', it => {
    it(
      'goes down any run of directories, again and again',
      onRoot(make, root => {
        makeChain(root);
        for (let round = 0; round < 3; round++) {
          for (const path of ['a', 'a/b', 'a/b/c', 'a/b/c/d', 'a/b'])
            expectEqual(take(descendTo(root, path), 'file'), path);
        }
      }),
    );

    it(
      'goes on from where it came to, and from a directory that was opened',
      onRoot(make, root => {
        makeChain(root);
        for (let round = 0; round < 2; round++) {
          const b = descendTo(root, 'a/b');
          expectEqual(take(descendTo(b, 'c/d'), 'file'), 'a/b/c/d');
          expectEqual(take(descendTo(descendTo(b, 'c'), 'd'), 'file'), 'a/b/c/d');
          const opened = openDirectory(b, 'c');
          expectEqual(take(descendTo(opened, 'd'), 'file'), 'a/b/c/d');
          expectStop(opened, 'd/missing', 1, -Errno.ENOENT);
          opened.close();
        }
      }),
    );

    it(
      'stops at what is missing, and tells how far it came',
      onRoot(make, root => {
        makeChain(root);
        for (let round = 0; round < 2; round++) {
          expectStop(root, 'missing', 0, -Errno.ENOENT);
          for (const [path, steps] of [
            ['a/missing', 1],
            ['a/b/missing/x/y', 2],
            ['a/b/c/d/missing', 4],
          ] as const) {
            const reached = expectStop(root, path, steps, -Errno.ENOENT);
            expectEqual(take(reached, 'file'), path.split('/').slice(0, steps).join('/'));
          }
        }
      }),
    );

    it(
      'stops at a file',
      onRoot(make, root => {
        makeChain(root);
        for (const path of ['a/b/file', 'a/b/file/x']) {
          expectEqual(take(expectStop(root, path, 2, -Errno.ENOTDIR), 'file'), 'a/b');
        }
      }),
    );

    if (traits.symlinks) {
      it(
        'stops at a link, wherever that leads',
        onRoot(make, root => {
          makeChain(root);
          const b = openDirectory(descendTo(root, 'a'), 'b');
          for (const target of ['.', 'c', '..', '/', 'missing', 'link', '../../..']) {
            if (target === '/' && !traits.absoluteTargets) continue;
            expectErrno(b.symlink('link', target), 0);
            for (const path of ['a/b/link', 'a/b/link/c']) {
              const reached = expectStop(root, path, 2, -Errno.ELOOP, -Errno.ENOTDIR);
              expectEqual(reached.readlink('link'), target);
            }
            b.unlink('link');
          }
          b.close();
        }),
      );

      it(
        'sees at once that a directory was exchanged for a link',
        onRoot(make, root => {
          makeChain(root);
          descendTo(root, 'a/b/c');
          expectErrno(descendTo(root, 'a').rename('b', root, 'away'), 0);
          expectErrno(descendTo(root, 'a').symlink('b', '../away'), 0);
          expectStop(root, 'a/b/c', 1, -Errno.ELOOP, -Errno.ENOTDIR);
          expectEqual(take(descendTo(root, 'away/c'), 'file'), 'a/b/c');
        }),
      );
    }

    it(
      'sees at once that a directory was moved, replaced, or removed',
      onRoot(make, root => {
        makeChain(root);
        descendTo(root, 'a/b/c/d');
        expectErrno(descendTo(root, 'a').rename('b', root, 'moved'), 0);
        expectStop(root, 'a/b/c/d', 1, -Errno.ENOENT);
        expectEqual(take(descendTo(root, 'moved/c/d'), 'file'), 'a/b/c/d');
        descendTo(root, 'a').createDirectory('b');
        expectEqual(namesIn(descendTo(root, 'a/b')), []);
        expectStop(root, 'a/b/c', 2, -Errno.ENOENT);
        expectErrno(descendTo(root, 'a').removeDirectory('b'), 0);
        expectStop(root, 'a/b', 1, -Errno.ENOENT);
      }),
    );

    it(
      'is not taken in by names that look like what a kernel says of removed directories',
      onRoot(make, root => {
        for (const each of ['dir', 'dir (deleted)']) {
          root.createDirectory(each);
          put(descendTo(root, each), 'file', each);
        }
        for (let round = 0; round < 3; round++) {
          expectEqual(take(descendTo(root, 'dir (deleted)'), 'file'), 'dir (deleted)');
          expectEqual(take(descendTo(root, 'dir'), 'file'), 'dir');
        }
        descendTo(root, 'dir').unlink('file');
        expectErrno(root.removeDirectory('dir'), 0);
        expectStop(root, 'dir', 0, -Errno.ENOENT);
        expectErrno(root.rename('dir (deleted)', root, 'dir'), 0);
        expectStop(root, 'dir (deleted)', 0, -Errno.ENOENT);
        expectEqual(take(descendTo(root, 'dir'), 'file'), 'dir (deleted)');
      }),
    );

    it(
      `leaves what was reached usable for ${BORROWED_DESCENTS} descents more`,
      onRoot(make, root => {
        for (let i = 0; i < 300; i++) root.createDirectory(`dir-${i}`);
        root.createDirectory('kept');
        put(descendTo(root, 'kept'), 'file', 'kept');
        for (let start = 0; start < 3 * BORROWED_DESCENTS; start += BORROWED_DESCENTS) {
          const kept = descendTo(root, 'kept');
          for (let i = start; i < start + BORROWED_DESCENTS; i++) descendTo(root, `dir-${i}`);
          expectEqual(take(kept, 'file'), 'kept');
        }
      }),
    );

    it(
      'leaves it usable though something else has its name meanwhile',
      onRoot(make, root => {
        root.createDirectory('dir');
        const dir = descendTo(root, 'dir');
        put(dir, 'file', 'old');
        root.rename('dir', root, 'old');
        root.createDirectory('dir');
        expectEqual(namesIn(descendTo(root, 'dir')), []);
        expectEqual(take(descendTo(root, 'old'), 'file'), 'old');
        if (traits.followsMoves) expectEqual(take(dir, 'file'), 'old');
      }),
    );

    it(
      'goes on where the directory it starts from was moved',
      onRoot(make, root => {
        makeChain(root);
        const a = openDirectory(root, 'a');
        expectEqual(take(descendTo(a, 'b/c'), 'file'), 'a/b/c');
        expectErrno(root.rename('a', root, 'z'), 0);
        if (!traits.followsMoves) {
          expectErrno(a.descend('b/c', blankDescent(a)), -Errno.ENOENT);
        } else {
          for (let round = 0; round < 3; round++) {
            expectEqual(take(descendTo(a, 'b/c'), 'file'), 'a/b/c');
            expectEqual(take(descendTo(a, 'b'), 'file'), 'a/b');
          }
        }
        a.close();
      }),
    );

    it(
      'and what follows it give the same in one step, where there is one',
      onRoot(make, root => {
        makeChain(root);
        if (traits.symlinks) {
          const links = { 'a/inner': 'b', 'a/outer': '../..', 'a/b/last': 'file', 'a/b/dangling': '../made' };
          for (const [path, target] of Object.entries(links)) {
            const cut = path.lastIndexOf('/');
            expectErrno(descendTo(root, path.slice(0, cut)).symlink(path.slice(cut + 1), target), 0);
          }
        }
        for (const path of PATHS) {
          expectStatBelow(root, path);
          for (const how of HOWS) expectOpenBelow(root, path, how);
        }
        expectEqual(namesIn(descendTo(root, 'a')).includes('made'), false);
      }),
    );

    it(
      'goes as deep as one likes',
      onRoot(make, root => {
        const names: string[] = [];
        let parent = root;
        for (let i = 0; i < 40; i++) {
          const each = `${i}-${'x'.repeat(60)}`;
          expectErrno(parent.createDirectory(each), 0);
          names.push(each);
          parent = descendTo(root, names.join('/'));
        }
        put(parent, 'file', 'deep');
        const again = descendTo(root, names.join('/'));
        expectEqual(take(again, 'file'), 'deep');
        expectEqual(statOf(again, '.').inode, statOf(parent, '.').inode);
      }),
    );
  });
}
