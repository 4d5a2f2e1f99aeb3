import { expect } from 'chai';
import { type Directory, Errno } from '../../domain/index.js';
import {
  blankDescent,
  descendTo,
  expectErrno,
  type MakeRoot,
  namesIn,
  onRoot,
  openDirectory,
  put,
  statOf,
  type Traits,
  take,
} from './root.js';

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
  expect(into.steps).to.equal(steps);
  return into.directory;
}

/** `Directory.descend`. */
export function describeDescent(name: string, make: MakeRoot, traits: Traits): void {
  describe(`${name}: descend`, () => {
    it(
      'goes down any run of directories, again and again',
      onRoot(make, root => {
        makeChain(root);
        for (let round = 0; round < 3; round++) {
          for (const path of ['a', 'a/b', 'a/b/c', 'a/b/c/d', 'a/b'])
            expect(take(descendTo(root, path), 'file')).to.equal(path);
        }
      }),
    );

    it(
      'goes on from where it came to, and from a directory that was opened',
      onRoot(make, root => {
        makeChain(root);
        for (let round = 0; round < 2; round++) {
          const b = descendTo(root, 'a/b');
          expect(take(descendTo(b, 'c/d'), 'file')).to.equal('a/b/c/d');
          expect(take(descendTo(descendTo(b, 'c'), 'd'), 'file')).to.equal('a/b/c/d');
          const opened = openDirectory(b, 'c');
          expect(take(descendTo(opened, 'd'), 'file')).to.equal('a/b/c/d');
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
            expect(take(reached, 'file')).to.equal(path.split('/').slice(0, steps).join('/'));
          }
        }
      }),
    );

    it(
      'stops at a file',
      onRoot(make, root => {
        makeChain(root);
        for (const path of ['a/b/file', 'a/b/file/x']) {
          expect(take(expectStop(root, path, 2, -Errno.ENOTDIR), 'file')).to.equal('a/b');
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
              expect(reached.readlink('link')).to.equal(target);
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
          expect(take(descendTo(root, 'away/c'), 'file')).to.equal('a/b/c');
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
        expect(take(descendTo(root, 'moved/c/d'), 'file')).to.equal('a/b/c/d');
        descendTo(root, 'a').createDirectory('b');
        expect(namesIn(descendTo(root, 'a/b'))).to.deep.equal([]);
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
          expect(take(descendTo(root, 'dir (deleted)'), 'file')).to.equal('dir (deleted)');
          expect(take(descendTo(root, 'dir'), 'file')).to.equal('dir');
        }
        descendTo(root, 'dir').unlink('file');
        expectErrno(root.removeDirectory('dir'), 0);
        expectStop(root, 'dir', 0, -Errno.ENOENT);
        expectErrno(root.rename('dir (deleted)', root, 'dir'), 0);
        expectStop(root, 'dir (deleted)', 0, -Errno.ENOENT);
        expect(take(descendTo(root, 'dir'), 'file')).to.equal('dir (deleted)');
      }),
    );

    it(
      'leaves what was reached usable for 96 descents more',
      onRoot(make, root => {
        for (let i = 0; i < 300; i++) root.createDirectory(`dir-${i}`);
        root.createDirectory('kept');
        put(descendTo(root, 'kept'), 'file', 'kept');
        for (let start = 0; start < 288; start += 96) {
          const kept = descendTo(root, 'kept');
          for (let i = start; i < start + 96; i++) descendTo(root, `dir-${i}`);
          expect(take(kept, 'file')).to.equal('kept');
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
        expect(namesIn(descendTo(root, 'dir'))).to.deep.equal([]);
        expect(take(descendTo(root, 'old'), 'file')).to.equal('old');
        if (traits.followsMoves) expect(take(dir, 'file')).to.equal('old');
      }),
    );

    it(
      'goes on where the directory it starts from was moved',
      onRoot(make, root => {
        makeChain(root);
        const a = openDirectory(root, 'a');
        expect(take(descendTo(a, 'b/c'), 'file')).to.equal('a/b/c');
        expectErrno(root.rename('a', root, 'z'), 0);
        if (!traits.followsMoves) {
          expectErrno(a.descend('b/c', blankDescent(a)), -Errno.ENOENT);
        } else {
          for (let round = 0; round < 3; round++) {
            expect(take(descendTo(a, 'b/c'), 'file')).to.equal('a/b/c');
            expect(take(descendTo(a, 'b'), 'file')).to.equal('a/b');
          }
        }
        a.close();
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
        expect(take(again, 'file')).to.equal('deep');
        expect(statOf(again, '.').inode).to.equal(statOf(parent, '.').inode);
      }),
    );
  });
}
