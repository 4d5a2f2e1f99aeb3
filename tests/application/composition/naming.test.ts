import { expect } from 'chai';
import { memoryDirectory } from '../../../adapters/memory/index.js';
import { faulty, mounts, overlay, quota, readOnly } from '../../../application/composition/index.js';
import {
  descendTo,
  expectErrno,
  namesIn,
  openDirectory,
  openFile,
  put,
  statOf,
  take,
} from '../../../application/contract/index.js';
import { ConfigurationError } from '../../../application/errors.js';
import { type Directory, Errno, Open, windowsNaming } from '../../../domain/index.js';

const windows = { rules: 'windows' } as const;

/** A directory in which case does not count. */
function base(): Directory {
  return memoryDirectory(
    { Secret: { key: 'of the base' }, usr: { Lib: { covered: 'of the base' } }, Notes: 'old', Dir: { File: 'x' } },
    windows,
  );
}

describe('compositions over names in which case does not count', () => {
  it('tell the rules of what they are made of', () => {
    for (const directory of [
      readOnly(base()),
      quota(base(), {}),
      faulty(base(), []),
      mounts(base(), {}),
      overlay(base(), memoryDirectory({}, windows)).openDirectory(),
    ] as Directory[]) {
      expect(directory.naming).to.equal(windowsNaming);
      expect(descendTo(directory, 'dir').naming).to.equal(windowsNaming);
      expect(openDirectory(directory, 'DIR').naming).to.equal(windowsNaming);
    }
    expect(memoryDirectory().naming).to.equal(undefined);
    const mixed = mounts(memoryDirectory(), { Win: base(), 'Win/posix': memoryDirectory({ NUL: '' }) });
    expect(mixed.naming).to.equal(undefined);
    expect(descendTo(mixed, 'Win').naming).to.equal(windowsNaming);
    expect(descendTo(mixed, 'Win/POSIX').naming).to.equal(undefined);
    expect(namesIn(descendTo(mixed, 'Win/Posix'))).to.deep.equal(['NUL']);
    expectErrno(mixed.descend('win', { directory: mixed, steps: 0 }), -Errno.ENOENT);
  });

  it('a mount point covers every spelling of its name', () => {
    const root = mounts(base(), {
      secret: memoryDirectory({ key: 'mounted' }),
      'USR/lib': memoryDirectory({}, windows),
    });
    for (const spelling of ['secret', 'Secret', 'SECRET']) {
      expect(take(descendTo(root, spelling), 'key')).to.equal('mounted');
      expect(take(openDirectory(root, spelling), 'key')).to.equal('mounted');
      expect(statOf(root, spelling).inode).to.equal(statOf(descendTo(root, 'secret'), '.').inode);
      expectErrno(root.removeDirectory(spelling), -Errno.EBUSY);
      expectErrno(root.rename(spelling, root, 'x'), -Errno.EBUSY);
      expectErrno(root.rename('notes', root, spelling), -Errno.EBUSY);
      expectErrno(root.createDirectory(spelling), -Errno.EEXIST);
      expectErrno(root.unlink(spelling), -Errno.EISDIR);
    }
    for (const path of ['usr/lib', 'Usr/LIB', 'USR/Lib']) expect(namesIn(descendTo(root, path))).to.deep.equal([]);
    expect(namesIn(root)).to.deep.equal(['Dir', 'Notes', 'USR', 'secret']);
    expect(namesIn(descendTo(root, 'usr'))).to.deep.equal(['lib']);
  });

  it('two mount points cannot have one name', () => {
    expect(() => mounts(base(), { tmp: memoryDirectory(), TMP: memoryDirectory() })).to.throw(
      ConfigurationError,
      'the mount points "tmp" and "TMP" differ in case alone; spell them alike',
    );
    expect(() => mounts(memoryDirectory(), { tmp: memoryDirectory(), TMP: memoryDirectory() })).to.not.throw();
  });

  it('an overlay hides every spelling of what was removed', () => {
    const below = base();
    const root = overlay(below, memoryDirectory({}, windows)).openDirectory();
    expectErrno(root.unlink('NOTES'), 0);
    expectErrno(descendTo(root, 'dir').unlink('file'), 0);
    expectErrno(root.removeDirectory('DIR'), 0);
    for (const spelling of ['Notes', 'notes', 'NOTES', 'Dir', 'dir']) {
      expectErrno(root.open(spelling, Open.READ), -Errno.ENOENT);
    }
    expect(namesIn(root)).to.deep.equal(['Secret', 'usr']);
    put(root, 'notes', 'new');
    expect(namesIn(root)).to.deep.equal(['Secret', 'notes', 'usr']);
    expect(take(below, 'Notes')).to.equal('old');
  });

  it('an overlay keeps one file for all spellings, spelt as in the base', () => {
    const below = base();
    const made = overlay(below, memoryDirectory({}, windows));
    const root = made.openDirectory();
    const file = openFile(descendTo(root, 'DIR'), 'FILE', Open.WRITE | Open.TRUNCATE);
    file.close();
    put(root, 'nOTES', 'new');
    put(descendTo(root, 'USR/LIB'), 'Added', '');
    expect(namesIn(root)).to.deep.equal(['Dir', 'Notes', 'Secret', 'usr']);
    expect(namesIn(descendTo(root, 'dir'))).to.deep.equal(['File']);
    expect(namesIn(descendTo(root, 'usr'))).to.deep.equal(['Lib']);
    expect(take(root, 'notes')).to.equal('new');
    root.close();
    const { added, changed, removed } = made.changes();
    expect([added, changed, removed].map(all => all.map(({ path }) => path))).to.deep.equal([
      ['usr/Lib/Added'],
      ['Dir/File', 'Notes'],
      [],
    ]);
    made.apply();
    expect(namesIn(below)).to.deep.equal(['Dir', 'Notes', 'Secret', 'usr']);
    expect(take(below, 'notes')).to.equal('new');
    expect(take(descendTo(below, 'dir'), 'File')).to.equal('');
  });

  it('an overlay spells a name in another way when it is renamed to that', () => {
    const root = overlay(base(), memoryDirectory({}, windows)).openDirectory();
    expectErrno(root.rename('notes', root, 'NOTES'), 0);
    expectErrno(root.rename('Dir', root, 'dir'), 0);
    expect(namesIn(root)).to.deep.equal(['NOTES', 'Secret', 'dir', 'usr']);
    expect(take(root, 'Notes')).to.equal('old');
    expect(take(descendTo(root, 'DIR'), 'file')).to.equal('x');
  });

  it('an overlay refuses an upper directory with other rules', () => {
    for (const [below, upper] of [
      [base(), memoryDirectory()],
      [memoryDirectory(), memoryDirectory({}, windows)],
    ] as const) {
      expect(() => overlay(below, upper).openDirectory()).to.throw(
        ConfigurationError,
        /^the base and the upper directory of an overlay have different rules for names; give it/,
      );
    }
  });
});
