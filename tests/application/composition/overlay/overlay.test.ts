import { expect } from 'chai';
import { memoryDirectory } from '../../../../adapters/memory/index.js';
import { faulty, type Overlay, overlay, readOnly } from '../../../../application/composition/index.js';
import {
  blankFilestat,
  contents,
  descendTo,
  expectErrno,
  namesIn,
  openDirectory,
  openFile,
  plantHoldings,
  put,
  room,
  statOf,
  take,
  vectors,
} from '../../../../application/contract/index.js';
import { ConfigurationError } from '../../../../application/errors.js';
import { type Directory, Errno, Filetype, Open } from '../../../../domain/index.js';
import { descriptors } from '../../../adapters/node/scratch.js';
import { grounds, twin, Workshop } from '../grounds.js';

const HOLDINGS = {
  file: 'of the base',
  dir: null,
  'dir/inner': 'inner',
  'dir/deep': null,
  'dir/deep/bottom': 'bottom',
  link: '->file',
} as const;

for (const ground of grounds) {
  describe(`overlay over ${ground.name}`, () => {
    let workshop: Workshop;
    let base: Directory;
    let upper: Directory;
    let composed: Overlay;
    let root: Directory;
    beforeEach(() => {
      workshop = new Workshop(ground);
      const lower = workshop.fresh();
      plantHoldings(lower, HOLDINGS);
      base = workshop.open(twin(lower));
      const above = workshop.fresh();
      upper = workshop.open(twin(above));
      composed = overlay(lower, above);
      root = workshop.open(composed);
    });
    afterEach(() => {
      workshop.dispose();
      composed.close();
    });

    it('copies nothing up as long as nothing changes', () => {
      expect(take(root, 'file')).to.equal('of the base');
      expect(take(descendTo(root, 'dir/deep'), 'bottom')).to.equal('bottom');
      expect(root.readlink('link')).to.equal('file');
      namesIn(descendTo(root, 'dir'));
      for (const how of [Open.READ, Open.READ | Open.CREATE, Open.READ | Open.WRITE, Open.WRITE | Open.APPEND]) {
        openFile(root, 'file', how).close();
      }
      expectErrno(root.setTimes('file', undefined, undefined), 0);
      expect(namesIn(upper)).to.deep.equal([]);
    });

    it('lets a file keep its identity and times when it is copied up, and its directory its times', () => {
      base.setTimes('file', 1_000_000_007n, 1_000_000_009n);
      descendTo(base, 'dir').setTimes('.', 2_000_000_007n, 2_000_000_009n);
      const [file, dir, inner] = [statOf(root, 'file'), statOf(root, 'dir'), statOf(descendTo(root, 'dir'), 'inner')];
      for (const [directory, name] of [
        [root, 'file'],
        [descendTo(root, 'dir'), 'inner'],
      ] as const) {
        const { modified } = statOf(directory, name);
        const writer = openFile(directory, name, Open.WRITE);
        expectErrno(writer.setSize(Number(statOf(directory, name).size)), 0);
        expectErrno(writer.setTimes(undefined, modified), 0);
        writer.close();
      }
      expect(namesIn(upper)).to.deep.equal(['dir', 'file']);
      expect(statOf(root, 'file')).to.deep.equal({ ...file, changed: statOf(root, 'file').changed });
      expect(statOf(root, 'dir')).to.include({ inode: dir.inode, device: dir.device, modified: dir.modified });
      const here = openFile(descendTo(root, 'dir'), 'inner', Open.READ);
      const stat = blankFilestat();
      here.stat(stat);
      here.close();
      expect([stat.device, stat.inode]).to.deep.equal([inner.device, inner.inode]);
      const entries = root.list();
      if (typeof entries === 'number') throw new Error(`list: ${entries}`);
      for (const entry of entries) expect(entry.inode).to.equal(statOf(root, entry.name).inode);
      expectErrno(root.unlink('file'), 0);
      put(root, 'file', 'another one');
      expect(statOf(root, 'file').inode === file.inode && statOf(root, 'file').device === file.device).to.equal(false);
    });

    it('shows who reads a file what another writes to it, copied up in between', () => {
      const reader = openFile(root, 'file', Open.READ);
      const writer = openFile(root, 'file', Open.WRITE);
      expect(writer.write(vectors('IN'), 0)).to.equal(2);
      const into = room(5);
      expect(reader.read(into, 0)).to.equal(5);
      expect(contents(into)).to.deep.equal(['IN th']);
      expect(take(base, 'file')).to.equal('of the base');
      writer.close();
      reader.close();
    });

    it('copies a file up when it is first written to, and lets it be written though its name is gone', () => {
      const way: Readonly<Record<string, () => number>> = {
        file: () => root.unlink('file'),
        'dir/inner': () => root.rename('link', descendTo(root, 'dir'), 'inner'),
      };
      for (const [path, lose] of Object.entries(way)) {
        const directory = path === 'file' ? root : descendTo(root, 'dir');
        const name = path === 'file' ? 'file' : 'inner';
        const writer = openFile(directory, name, Open.READ | Open.WRITE);
        const only = openFile(directory, name, Open.WRITE);
        expectErrno(only.read(room(1), 0), -Errno.EBADF);
        // Windows does not replace an open file, and the copy is one.
        const refused = path !== 'file' && !ground.traits.replacesOpenFiles;
        expectErrno(lose(), refused ? -Errno.EPERM : 0);
        expect(writer.write(vectors('XY'), 0)).to.equal(2);
        const into = room(4);
        expect(writer.read(into, 0)).to.equal(4);
        expect(contents(into)).to.deep.equal([path === 'file' ? 'XY t' : 'XYne']);
        expectErrno(only.setSize(1), 0);
        expect(writer.size()).to.equal(1);
        writer.close();
        only.close();
      }
      expect(take(base, 'file')).to.equal('of the base');
      expect(take(descendTo(base, 'dir'), 'inner')).to.equal('inner');
      const append = openFile(descendTo(root, 'dir/deep'), 'bottom', Open.WRITE | Open.APPEND);
      expectErrno(append.allocate(0, 8), 0);
      expect(append.write(vectors('!'), 0)).to.equal(1);
      append.close();
      expect(take(descendTo(root, 'dir/deep'), 'bottom')).to.equal('bottom\0\0!');
      expect(take(descendTo(base, 'dir/deep'), 'bottom')).to.equal('bottom');
    });

    it('sets times through an open file of the base on a copy', () => {
      const reader = openFile(root, 'file', Open.READ);
      const before = statOf(base, 'file').modified;
      expectErrno(reader.setTimes(500n, 600n), 0);
      const stat = blankFilestat();
      reader.stat(stat);
      expect(stat.modified).to.equal(600n);
      expect(statOf(root, 'file').modified).to.equal(600n);
      expect(statOf(base, 'file').modified).to.equal(before);
      reader.close();
      const removed = openFile(descendTo(root, 'dir'), 'inner', Open.READ);
      descendTo(root, 'dir').unlink('inner');
      removed.stat(stat);
      expect(stat.links).to.equal(0n);
      expectErrno(removed.setTimes(500n, 600n), -Errno.EROFS);
      expect(removed.size()).to.equal(5);
      removed.close();
    });

    it('renames a directory of the base without copying what is in it, and follows it', () => {
      const deep = openDirectory(descendTo(root, 'dir'), 'deep');
      expectErrno(root.rename('dir', root, 'moved'), 0);
      expect(namesIn(descendTo(upper, 'moved'))).to.deep.equal([]);
      expect(take(descendTo(root, 'moved/deep'), 'bottom')).to.equal('bottom');
      expectErrno(root.stat('dir', blankFilestat()), -Errno.ENOENT);
      put(deep, 'new', 'x');
      expect(namesIn(descendTo(root, 'moved/deep'))).to.deep.equal(['bottom', 'new']);
      root.createDirectory('dir');
      expect(namesIn(descendTo(root, 'dir'))).to.deep.equal([]);
      expect(namesIn(descendTo(base, 'dir/deep'))).to.deep.equal(['bottom']);
      deep.close();
      root.close();
      composed.apply();
      expect(namesIn(descendTo(base, 'moved/deep'))).to.deep.equal(['bottom', 'new']);
      expect(namesIn(descendTo(base, 'dir'))).to.deep.equal([]);
      expect(namesIn(upper)).to.deep.equal([]);
    });

    it('exchanges two directories of the base, also when it is applied', () => {
      root.createDirectory('other');
      put(descendTo(root, 'other'), 'own', 'x');
      expectErrno(root.rename('dir', root, 'temporary'), 0);
      expectErrno(root.rename('other', root, 'dir'), 0);
      expectErrno(root.rename('temporary', root, 'other'), 0);
      root.close();
      composed.apply();
      expect(namesIn(descendTo(base, 'dir'))).to.deep.equal(['own']);
      expect(take(descendTo(base, 'other/deep'), 'bottom')).to.equal('bottom');
    });

    it('tells what changed, with types, and nothing that was only touched', () => {
      put(root, 'new', 'x');
      put(root, 'file', 'changed');
      descendTo(root, 'dir').unlink('inner');
      root.unlink('link');
      root.createDirectory('link');
      put(descendTo(root, 'link'), 'below', '');
      openFile(descendTo(root, 'dir/deep'), 'bottom', Open.WRITE).close();
      descendTo(root, 'dir/deep').setTimes('bottom', 500n, 500n);
      expect(composed.changes()).to.deep.equal({
        added: [
          { path: 'link/below', filetype: Filetype.REGULAR_FILE },
          { path: 'new', filetype: Filetype.REGULAR_FILE },
        ],
        changed: [
          { path: 'file', filetype: Filetype.REGULAR_FILE },
          { path: 'link', filetype: Filetype.DIRECTORY },
        ],
        removed: [{ path: 'dir/inner', filetype: Filetype.REGULAR_FILE }],
      });
    });

    it('tells of each entry that is compared, and of each change that is written', () => {
      put(root, 'new', 'x');
      put(root, 'file', 'changed');
      descendTo(root, 'dir').unlink('inner');
      root.close();
      const told: string[] = [];
      const onEntry = (path: string) => told.push(path);
      composed.changes({ onEntry });
      expect(told.splice(0)).to.deep.equal(['dir', 'dir/deep', 'dir/inner', 'file', 'link', 'new']);
      composed.apply({ onEntry });
      expect(told).to.deep.equal(['dir/inner', 'file', 'new']);
    });

    it('serves programs at once and one after the other', () => {
      const other = composed.openDirectory();
      put(root, 'new', 'x');
      root.unlink('file');
      expect(namesIn(other)).to.deep.equal(['dir', 'link', 'new']);
      expectErrno(root.rename('new', other, 'renamed'), 0);
      root.close();
      expect(take(other, 'renamed')).to.equal('x');
      expect(() => composed.apply()).to.throw(ConfigurationError, /in use/);
      other.close();
      const third = composed.openDirectory();
      expect(namesIn(third)).to.deep.equal(['dir', 'link', 'renamed']);
      third.close();
      composed.apply();
      expect(namesIn(base)).to.deep.equal(['dir', 'link', 'renamed']);
    });

    it('keeps a hard link one file, from when it is made', () => {
      expectErrno(root.link('file', descendTo(root, 'dir'), 'twin'), 0);
      const file = openFile(root, 'file', Open.WRITE);
      file.write(vectors('OF'), 0);
      file.close();
      expect(take(descendTo(root, 'dir'), 'twin')).to.equal('OF the base');
      expect(statOf(root, 'file').links).to.equal(2n);
      expect(take(base, 'file')).to.equal('of the base');
    });

    it('tells of a directory that was removed while it was open', () => {
      root.createDirectory('gone');
      const gone = openDirectory(root, 'gone');
      const { inode } = statOf(root, 'gone');
      expectErrno(root.removeDirectory('gone'), 0);
      expect(statOf(gone, '.')).to.include({ inode, links: 0n });
      expect(namesIn(gone)).to.deep.equal([]);
      expectErrno(gone.descend('x', { directory: gone, steps: 0 }), -Errno.ENOENT);
      gone.close();
    });

    it('writes over what has come into the base meanwhile', () => {
      put(root, 'new', 'x');
      root.close();
      base.createDirectory('new');
      put(descendTo(base, 'new'), 'in the way', '');
      composed.apply();
      expect(take(base, 'new')).to.equal('x');
    });

    it('keeps the changes if the base refuses them, and says what was refused', () => {
      const refusing = overlay(readOnly(twin(base)), twin(upper));
      const view = refusing.openDirectory();
      put(descendTo(view, 'dir'), 'new', 'x');
      view.close();
      const changes = refusing.changes();
      expect(() => refusing.apply()).to.throw(
        Error,
        'the overlay cannot write "dir/new": EROFS (Read-only file system)',
      );
      expect(refusing.changes()).to.deep.equal(changes);
      refusing.close();
    });
  });
}

describe('overlay', () => {
  it('leaves nothing open behind', () => {
    const before = descriptors();
    const workshop = new Workshop(grounds[0] as (typeof grounds)[number]);
    const composed = overlay(workshop.fresh(), workshop.fresh());
    const root = composed.openDirectory();
    put(root, 'file', 'x');
    root.createDirectory('dir');
    const dir = openDirectory(root, 'dir');
    root.close();
    root.close();
    put(dir, 'inner', 'y');
    dir.close();
    composed.changes();
    composed.apply();
    composed.close();
    workshop.dispose();
    expect(descriptors()).to.deep.equal(before);
  });

  it('says what is missing if a host path was never opened', () => {
    expect(() => overlay('./work', './changes').changes()).to.throw(ConfigurationError, /"\.\/work" cannot be opened/);
  });

  it('says that a layer cannot be opened again', () => {
    const workshop = new Workshop(grounds[0] as (typeof grounds)[number]);
    const refusing = faulty(memoryDirectory(), [{ operation: 'open', errno: 'EACCES' }]);
    const directory = workshop.open(workshop.fresh());
    expect(() => overlay(directory, refusing).openDirectory()).to.throw(ConfigurationError, /upper directory.*EACCES/);
    workshop.dispose();
  });
});
