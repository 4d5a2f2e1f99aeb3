import { expect } from 'chai';
import { Errno, Open } from '../../domain/index.js';
import {
  blankFilestat,
  descendTo,
  expectErrno,
  type MakeRoot,
  namesIn,
  onRoot,
  openFile,
  put,
  statOf,
  type Traits,
  take,
} from './root.js';
import { contents, room, vectors } from './vectors.js';

const BOTH = Open.READ | Open.WRITE;

/** What becomes of names while the file is open, and of the file. */
export function describeOpenFiles(name: string, make: MakeRoot, traits: Traits): void {
  describe(`${name}: open files and their names`, () => {
    it(
      'unlink leaves an open file usable',
      onRoot(make, root => {
        put(root, 'file', 'still here');
        const file = openFile(root, 'file', Open.READ);
        expectErrno(root.unlink('file'), 0);
        if (traits.freesNames) expect(namesIn(root)).to.deep.equal([]);
        expect(file.size()).to.equal(10);
        const stat = blankFilestat();
        expect(file.stat(stat)).to.equal(0);
        expect(stat.links).to.equal(0n);
        expect(file.close()).to.equal(0);
        expectErrno(root.stat('file', blankFilestat()), -Errno.ENOENT);
        expect(namesIn(root)).to.deep.equal([]);
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
          expect(results).to.deep.equal([0, 0, 0, 0, 0]);
        } else {
          for (const result of results.slice(0, 4)) expectErrno(result, -Errno.EACCES);
          expectErrno(dir.open('file', Open.READ), -Errno.EACCES);
          expectErrno(dir.open('file', Open.WRITE | Open.CREATE), -Errno.EACCES);
          expectErrno(dir.rename('file', root, 'x'), -Errno.EACCES);
          expectErrno(dir.link('file', root, 'x'), -Errno.EACCES);
          expect(namesIn(dir)).to.deep.equal(['file']);
          expectErrno(root.removeDirectory('dir'), -Errno.ENOTEMPTY);
          const into = room(3);
          expect(another.read(into, 0)).to.equal(3);
          expect(contents(into)).to.deep.equal(['old']);
        }
        another.close();
        expect(namesIn(dir)).to.deep.equal([]);
        put(dir, 'file', 'fresh');
        expect(take(dir, 'file')).to.equal('fresh');
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
        expect(file.write(vectors('x'), 0)).to.equal(1);
        expect(file.size()).to.equal(works ? 4 : 3);
        file.close();
        expect(take(root, 'file')).to.equal('another');
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
        expect(take(root, 'old')).to.equal(traits.replacesOpenFiles ? 'new' : 'old');
        expect(namesIn(root)).to.deep.equal(traits.replacesOpenFiles ? ['old'] : ['new', 'old']);
        const into = room(3);
        expect(file.read(into, 0)).to.equal(3);
        expect(contents(into)).to.deep.equal(['old']);
        file.close();
        if (!traits.replacesOpenFiles) expectErrno(root.rename('new', root, 'old'), 0);
        expect(take(root, 'old')).to.equal('new');
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
        expect(file.write(vectors('z'), 0)).to.equal(1);
        expect(take(root, 'other')).to.equal('z');
        expect(statOf(root, 'other').inode).to.equal(inode);
        expect(namesIn(root)).to.deep.equal(['other']);
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
        expect(namesIn(root)).to.deep.equal([traits.movesOpenFiles ? 'moved' : 'dir']);
        file.close();
        if (!traits.movesOpenFiles) expectErrno(root.rename('dir', root, 'moved'), 0);
        expect(take(descendTo(root, 'moved/inner'), 'file')).to.equal('x');
      }),
    );
  });
}
