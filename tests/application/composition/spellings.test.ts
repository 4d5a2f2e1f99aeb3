import { expect } from 'chai';
import { type Contents, memoryDirectory } from '../../../adapters/memory/index.js';
import { faulty, mounts, overlay } from '../../../application/composition/index.js';
import {
  blankDescent,
  blankFilestat,
  descendTo,
  expectErrno,
  namesIn,
  openDirectory,
  put,
  statOf,
  take,
} from '../../../application/contract/index.js';
import { type Directory, Errno, Open } from '../../../domain/index.js';
import { AlteredDirectory } from './altered-directory.js';
import { type Folding, FoldingDirectory, foldsAll, foldsForm, foldsLikeFat } from './folding-directory.js';

/** A host, a name in its directory, and other spellings under which it is found. */
const hosts: readonly (readonly [host: string, folding: Folding, name: string, spellings: readonly string[]])[] = [
  ['case does not count', foldsAll, 'Secret', ['secret', 'SECRET', 'sECRET', '\u017fecret']],
  ['nor does the form of letters with marks', foldsAll, 'caf\u00e9', ['CAFE\u0301', 'cafe\u0301', 'CAF\u00c9']],
  ['only the form does not count', foldsForm, 'caf\u00e9', ['cafe\u0301']],
  ['dots at the end do not count', foldsLikeFat, '123', ['123.', '123...']],
  ['a file has a short name', foldsLikeFat, 'secrets.txt', ['SECRETS.TXT', 'SECRET~1', 'secret~1']],
];

for (const [host, folding, name, spellings] of hosts) {
  describe(`compositions over a host that does not tell that ${host}`, () => {
    const base = (contents: Contents, where?: (path: string) => boolean): Directory =>
      new FoldingDirectory(memoryDirectory(contents), folding, where);

    it('a mount point covers every spelling of its name', () => {
      for (const own of [name, ...spellings]) {
        const root = mounts(base({ [name]: { key: 'of the base' }, usr: { [name]: { key: 'of the base' } } }), {
          [own]: memoryDirectory({ key: 'mounted' }),
          [`usr/${own}`]: memoryDirectory({ key: 'mounted' }),
        });
        for (const spelling of [name, ...spellings]) {
          for (const directory of [root, descendTo(root, 'usr'), openDirectory(root, 'usr')]) {
            expect(take(descendTo(directory, spelling), 'key')).to.equal('mounted');
            expect(take(openDirectory(directory, spelling), 'key')).to.equal('mounted');
            expect(statOf(directory, spelling).inode).to.equal(statOf(descendTo(directory, own), '.').inode);
            expectErrno(directory.removeDirectory(spelling), -Errno.EBUSY);
            expectErrno(directory.rename(spelling, directory, 'x'), -Errno.EBUSY);
            expectErrno(directory.createDirectory(spelling), -Errno.EEXIST);
          }
          expect(take(descendTo(root, `usr/${spelling}`), 'key')).to.equal('mounted');
        }
        expect(namesIn(root)).to.deep.equal([own, 'usr'].sort());
        expect(namesIn(descendTo(root, 'usr'))).to.deep.equal([own]);
      }
    });

    it('an overlay hides every spelling of what was removed, in directories that compare so', () => {
      for (const where of [() => true, (path: string) => path === 'dir']) {
        for (const own of [name, ...spellings]) {
          const below = base({ dir: { [name]: 'of the base', sub: { [name]: { key: '' } } } }, where);
          const root = overlay(below, memoryDirectory()).openDirectory();
          const dir = descendTo(root, 'dir');
          if (own.includes('~')) {
            // It is no name here: which file it belongs to cannot be told.
            expectErrno(dir.unlink(own), -Errno.ENOENT);
            continue;
          }
          expectErrno(dir.unlink(own), 0);
          for (const spelling of [name, ...spellings]) {
            expectErrno(dir.open(spelling, Open.READ), -Errno.ENOENT);
            expectErrno(dir.stat(spelling, blankFilestat()), -Errno.ENOENT);
            expectErrno(descendTo(root, 'dir').rename(spelling, root, 'taken'), -Errno.ENOENT);
          }
          expect(namesIn(dir)).to.deep.equal(['sub']);
          put(dir, own, 'new');
          expect(namesIn(dir)).to.deep.equal([own, 'sub'].sort());
          expect(take(descendTo(below, 'dir'), name)).to.equal('of the base');
        }
      }
    });

    it('an overlay finds a name that only looks like a short one', () => {
      const root = overlay(base({ [name]: '', 'x~1': 'found' }), memoryDirectory()).openDirectory();
      for (const each of [name, ...spellings]) root.stat(each, blankFilestat());
      expect(take(root, 'x~1')).to.equal('found');
    });

    it('an overlay knows a directory by the spelling under which it was first met', () => {
      const below = base({ 123: '', [name]: { key: '' } });
      const root = overlay(below, memoryDirectory()).openDirectory();
      // It may not tell how names are compared.
      statOf(root, '123');
      for (const own of [name, ...spellings].filter(each => !each.includes('~'))) {
        descendTo(root, own);
        expectErrno(root.setTimes(own, 5n, 6n), 0);
        for (const spelling of [name, own]) expect(statOf(root, spelling).modified).to.equal(6n);
      }
    });

    it('an overlay keeps one file or directory for all spellings', () => {
      const names = [name, ...spellings].filter(each => !each.includes('~'));
      for (const own of names) {
        const below = base({ [name]: 'old', dir: { [name]: { key: 'old', gone: '' } } });
        const made = overlay(below, memoryDirectory());
        const root = made.openDirectory();
        put(root, own, 'new');
        const through = descendTo(root, `dir/${own}`);
        put(through, 'key', 'new');
        expectErrno(through.unlink('gone'), 0);
        for (const spelling of names) {
          expect(take(root, spelling)).to.equal('new');
          expect(take(descendTo(root, `dir/${spelling}`), 'key')).to.equal('new');
          expectErrno(root.descend(`dir/${spelling}/gone`, blankDescent(root)), -Errno.ENOENT);
          const opened = openDirectory(descendTo(root, 'dir'), spelling);
          expect(namesIn(opened)).to.deep.equal(['key']);
          opened.close();
        }
        expect(namesIn(root)).to.have.lengthOf(2);
        expect(take(below, name)).to.equal('old');
        root.close();
        const { added, changed, removed } = made.changes();
        expect([added.length, changed.length, removed.length]).to.deep.equal([0, 2, 1]);
        const again = made.openDirectory();
        for (const spelling of names) {
          expectErrno(again.descend(`dir/${spelling}/gone`, blankDescent(again)), -Errno.ENOENT);
          expect(take(again, spelling)).to.equal('new');
        }
        again.close();
        made.apply();
        expect(take(below, name)).to.equal('new');
        expect(namesIn(descendTo(below, `dir/${name}`))).to.deep.equal(['key']);
      }
    });
  });
}

describe('compositions over a host on which every name stands for itself', () => {
  it('take names that differ in case for two', () => {
    const contents = { a: { key: 'small' }, A: { key: 'capital' }, file: '1', FILE: '2' };
    const mounted = mounts(memoryDirectory(contents), { a: memoryDirectory({ key: 'mounted' }) });
    expect(take(descendTo(mounted, 'a'), 'key')).to.equal('mounted');
    expect(take(descendTo(mounted, 'A'), 'key')).to.equal('capital');
    const root = overlay(memoryDirectory(contents), memoryDirectory()).openDirectory();
    expectErrno(root.unlink('file'), 0);
    expect(take(root, 'FILE')).to.equal('2');
    put(root, 'File', '3');
    expect(namesIn(root)).to.deep.equal(['A', 'FILE', 'File', 'a']);
  });

  it('take two names of one file for two, also if they differ in case', () => {
    const disk = memoryDirectory({ file: '1' });
    expectErrno(disk.link('file', disk, 'FILE'), 0);
    const root = overlay(disk, memoryDirectory()).openDirectory();
    expectErrno(root.unlink('file'), 0);
    expect(take(root, 'FILE')).to.equal('1');
    const mounted = mounts(disk, { file: memoryDirectory({ key: 'mounted' }) });
    expect(take(mounted, 'FILE')).to.equal('1');
    // Where that cannot be found out, the mount point covers both.
    const unlisted = mounts(faulty(disk, [{ operation: 'list', errno: 'EACCES' }]), { file: memoryDirectory() });
    expect(statOf(unlisted, 'FILE').inode).to.equal(statOf(unlisted, 'file').inode);
  });

  it('have no mount point under a name that is not there, or that is in another file system', () => {
    const mounted = mounts(memoryDirectory(), { tmp: memoryDirectory() });
    expectErrno(mounted.stat('TMP', blankFilestat()), -Errno.ENOENT);
    const sameNumbers = new AlteredDirectory(
      memoryDirectory({ a: {}, A: { key: 'other' } }),
      undefined,
      (stat, name) => {
        stat.inode = 1n;
        stat.device = name === 'a' ? 1n : 2n;
      },
    );
    expect(take(descendTo(mounts(sameNumbers, { a: memoryDirectory() }), 'A'), 'key')).to.equal('other');
  });
});
