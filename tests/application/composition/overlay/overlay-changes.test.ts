import { expect } from 'chai';
import { type Contents, diff, memoryDirectory, snapshot } from '../../../../adapters/memory/index.js';
import { faulty, type Overlay, overlay, quota } from '../../../../application/composition/index.js';
import { descendTo, expectErrno, namesIn, put, statOf, take } from '../../../../application/contract/index.js';
import { type Directory, Errno, Filetype } from '../../../../domain/index.js';
import { AlteredDirectory } from '../altered-directory.js';

/** The temporary name of a new version. */
const TEMPORARY = '.hostcall-overlay-0';

/** An overlay that a program has changed. */
function changed(base: Directory, change: (root: Directory) => void, upper = memoryDirectory()): Overlay {
  const made = overlay(base, upper);
  const root = made.openDirectory();
  change(root);
  root.close();
  return made;
}

/** The changes, as paths. */
function pathsOf(made: Overlay): Readonly<Record<'added' | 'changed' | 'removed', readonly string[]>> {
  const { added, changed, removed } = made.changes();
  return {
    added: added.map(({ path }) => path),
    changed: changed.map(({ path }) => path),
    removed: removed.map(({ path }) => path),
  };
}

const textsIn = (directory: Directory) =>
  Object.fromEntries(namesIn(directory).map(name => [name, take(directory, name)]));

/** A directory with what is neither a file nor a directory nor a link. */
const withSpecial = (contents: Contents = {}) =>
  new AlteredDirectory(memoryDirectory({ special: 'x', ...contents }), undefined, (stat, name) => {
    if (name === 'special') stat.filetype = Filetype.SOCKET_STREAM;
  });

describe('The changes of an overlay', () => {
  it('are looked for a level at a time, unless a program has it open', () => {
    const below = (depth: number): Contents => (depth === 0 ? { file: 'x' } : { dir: below(depth - 1) });
    const upper = new AlteredDirectory(memoryDirectory(below(40)));
    const made = overlay(memoryDirectory(), upper);
    expect(made.changes().added).to.have.lengthOf(41);
    expect(upper.tally.descents).to.be.below(4);
    const root = made.openDirectory();
    expect(made.changes().added).to.have.lengthOf(41);
    expect(upper.tally.descents).to.be.at.least(40);
    root.close();
  });

  it('are told of a directory in which nothing could be put', () => {
    const base = memoryDirectory({ dir: { inner: 'x', deep: { bottom: '' } } });
    const made = changed(
      base,
      root => {
        expectErrno(descendTo(root, 'dir').unlink('inner'), 0);
        expectErrno(descendTo(root, 'dir/deep').unlink('bottom'), 0);
      },
      memoryDirectory({}, { quotas: { inodes: 1 } }),
    );
    expect(pathsOf(made)).to.deep.equal({ added: [], changed: [], removed: ['dir/deep/bottom', 'dir/inner'] });
  });

  it('are those of an upper directory that no program has gone into', () => {
    const base = memoryDirectory({ dir: { inner: 'x', deep: { bottom: '' } }, other: {} });
    const made = overlay(base, memoryDirectory({ dir: { inner: 'y', new: '' }, other: {} }));
    expect(pathsOf(made)).to.deep.equal({ added: ['dir/new'], changed: ['dir/inner'], removed: [] });
  });

  it('are links with another target, and no links that were made anew', () => {
    const base = memoryDirectory({ file: 'x' });
    for (const name of ['same', 'other']) expectErrno(base.symlink(name, 'file'), 0);
    const made = changed(base, root => {
      for (const [name, target] of Object.entries({ same: 'file', other: 'elsewhere' })) {
        expectErrno(root.unlink(name), 0);
        expectErrno(root.symlink(name, target), 0);
      }
    });
    expect(pathsOf(made)).to.deep.equal({ added: [], changed: ['other'], removed: [] });
    made.apply();
    expect(base.readlink('other')).to.equal('elsewhere');
  });

  it('are no special files of the base, and any of the upper directory', () => {
    expect(pathsOf(changed(withSpecial(), root => put(root, 'new', '')))).to.deep.equal({
      added: ['new'],
      changed: [],
      removed: [],
    });
    expect(pathsOf(overlay(withSpecial(), withSpecial())).changed).to.deep.equal(['special']);
    const made = overlay(memoryDirectory(), withSpecial());
    expect(() => made.apply()).to.throw(Error, /^the overlay cannot write "special": ENOTSUP .*; 0 of 1 changes/);
    expect(pathsOf(made).added).to.deep.equal(['special']);
  });
});

describe('Applying the changes of an overlay', () => {
  const full = 'x'.repeat(100);

  it('counts the space that it needs and frees, to the byte', () => {
    for (const [name, contents, change, refused] of [
      [
        'nothing is free',
        { old: full },
        (root: Directory) => put(root, 'new', 'y'),
        '1 bytes to write, and the base has space for 0',
      ],
      ['it just fits', { old: 'x' }, (root: Directory) => put(root, 'new', 'y'.repeat(99)), undefined],
      [
        'it does not fit',
        { old: 'x' },
        (root: Directory) => put(root, 'new', 'y'.repeat(100)),
        '100 bytes to write, and the base has space for 99',
      ],
      [
        'a removed file frees its space',
        { old: full },
        (root: Directory) => {
          expectErrno(root.unlink('old'), 0);
          put(root, 'new', 'y'.repeat(100));
        },
        undefined,
      ],
      [
        'a replaced file frees its space for the next',
        { old: 'x'.repeat(40) },
        (root: Directory) => {
          put(root, 'old', 'y'.repeat(60));
          put(root, 'new', 'z'.repeat(40));
        },
        undefined,
      ],
    ] as const) {
      const base = memoryDirectory(contents);
      const before = snapshot(base);
      const made = changed(quota(base, { bytes: 100 }), change);
      if (refused === undefined) made.apply();
      else {
        expect(() => made.apply(), name).to.throw(Error, `the overlay has ${refused}; nothing was written`);
        expect(diff(before, snapshot(base))).to.deep.equal({ added: [], changed: [], removed: [] });
      }
    }
    const base = memoryDirectory({ old: full });
    expectErrno(base.link('old', base, 'twin'), 0);
    const made = changed(quota(base, { bytes: 100 }), root => {
      expectErrno(root.unlink('old'), 0);
      put(root, 'new', 'y');
    });
    expect(() => made.apply()).to.throw(Error, 'the overlay has 1 bytes to write, and the base has space for 0');
    const special = changed(quota(withSpecial({ old: 'x' }), { bytes: 100 }), root => {
      expectErrno(root.unlink('special'), 0);
      put(root, 'new', full);
    });
    expect(() => special.apply()).to.throw(Error, 'the overlay has 100 bytes to write, and the base has space for 99');
  });

  it('goes ahead where the base does not tell how much space there is', () => {
    class Silent extends AlteredDirectory {
      override freeBytes(): number {
        return -Errno.ENOTSUP;
      }

      protected override reached(inner: Directory): Directory {
        return new Silent(inner);
      }
    }
    const base = memoryDirectory();
    changed(new Silent(base), root => put(root, 'new', full)).apply();
    expect(textsIn(base)).to.deep.equal({ new: full });
  });

  it('copies nothing up that has not moved', () => {
    const base = memoryDirectory({ large: full, dir: { large: full } });
    const upper = memoryDirectory({}, { quotas: { bytes: 10 } });
    changed(base, root => put(root, 'new', 'x'), upper).apply();
    expect(namesIn(base)).to.deep.equal(['dir', 'large', 'new']);
  });

  it('takes a temporary name that is free', () => {
    const base = memoryDirectory({ old: '1', [TEMPORARY]: 'kept' });
    changed(base, root => put(root, 'old', '2')).apply();
    expect(textsIn(base)).to.deep.equal({ old: '2', [TEMPORARY]: 'kept' });
  });

  it('writes a file in place where none can be put beside it, or permissions cannot be kept', () => {
    class Owned extends AlteredDirectory {
      override copyPermissions(): number {
        return -Errno.EPERM;
      }

      protected override reached(inner: Directory): Directory {
        return new Owned(inner);
      }
    }
    for (const way of [
      ...(['EACCES', 'EPERM'] as const).map(
        errno => (base: Directory) => faulty(base, [{ operation: 'open', path: TEMPORARY, errno }]),
      ),
      (base: Directory) => new Owned(base),
    ]) {
      const base = memoryDirectory({ old: '1' });
      const { inode } = statOf(base, 'old');
      changed(way(base), root => put(root, 'old', '2')).apply();
      expect(textsIn(base)).to.deep.equal({ old: '2' });
      expect(statOf(base, 'old').inode).to.equal(inode);
    }
    const base = memoryDirectory({ old: '1' });
    const { inode } = statOf(base, 'old');
    changed(base, root => put(root, 'old', '2')).apply();
    expect(statOf(base, 'old').inode).to.not.equal(inode);
  });
});
