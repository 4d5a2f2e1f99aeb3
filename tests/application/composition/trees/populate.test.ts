import { expect } from 'chai';
import {
  type Contents,
  directory,
  file,
  memoryDirectory,
  populate,
  snapshot,
} from '../../../../adapters/memory/index.js';
import { type Fault, faulty } from '../../../../application/composition/index.js';
import { blankFilestat, statOf, take } from '../../../../application/contract/index.js';
import { ConfigurationError } from '../../../../application/errors.js';
import { type Directory, Errno, type FileTree, type FileTreeEntry } from '../../../../domain/index.js';
import { AlteredDirectory } from '../altered-directory.js';

const PAGE = 65_536;
const LAST = 2n ** 64n - 1n;
const EMPTY: FileTreeEntry = { kind: 'file', content: new Uint8Array(0) };

const failing = (contents: Contents, ...faults: Fault[]): Directory => faulty(memoryDirectory(contents), faults);

describe('Creating a tree', () => {
  it('refuses each name that cannot be one, after a path with which it begins too', () => {
    for (const [before, path] of [
      ['a', './b'],
      ['a', 'a/.'],
      ['a/b', 'a/..'],
      ['a/b', 'a/../c'],
      ['a/.b', 'a/.'],
      ['a/..b', 'a/..'],
      ['a/..b/c', 'a/../c'],
      ['a/b', 'a/b/..'],
      ['a/b/c', 'a/b//d'],
      ['a', '/b'],
      ['ab', 'a/'],
      ['a/b\0', ''],
      ['a/b', 'a/b\0'],
    ] as const) {
      const tree: FileTree = new Map<string, FileTreeEntry>([
        [before, { kind: 'directory' }],
        [path, EMPTY],
      ]);
      expect(() => populate(memoryDirectory(), tree), path).to.throw(ConfigurationError, /cannot be a name/);
    }
  });

  it('goes into directories that are there, and creates those that are missing', () => {
    const root = memoryDirectory({ dir: { old: '1' }, 'far/below': {} });
    populate(root, { dir: { new: '2' }, 'dir/deep/er': '3', 'far/below/here/and/there': '4', 'far/x': '5' });
    expect([...snapshot(root).keys()]).to.deep.equal([
      ...['dir', 'dir/deep', 'dir/deep/er', 'dir/new', 'dir/old'],
      ...['far', 'far/below', 'far/below/here', 'far/below/here/and', 'far/below/here/and/there', 'far/x'],
    ]);
    populate(root, new Map([['dir/twin', { kind: 'hardlink', path: 'far/below/here/and/there' }]]));
    expect(statOf(root, 'dir').filetype).to.equal(3);
    expect(snapshot(root).get('far/below/here/and/there')).to.deep.equal({ kind: 'hardlink', path: 'dir/twin' });
  });

  it('descends nothing for what is in the directory itself', () => {
    const root = new AlteredDirectory(memoryDirectory());
    const tree: FileTree = new Map<string, FileTreeEntry>([
      ['a', EMPTY],
      ['twin', { kind: 'hardlink', path: 'a' }],
    ]);
    populate(root, tree);
    expect(root.tally).to.include({ descents: 0, open: 0 });
    expect(statOf(root, 'twin').links).to.equal(2n);
  });

  it('takes a directory that another process creates meanwhile', () => {
    const unseen = ['open', 'descend'].map(
      operation => ({ operation, path: 'dir', errno: 'ENOENT', when: 1 }) as Fault,
    );
    const root = failing({ dir: {} }, ...unseen);
    populate(root, { 'dir/file': 'x' });
    expect([...snapshot(root).keys()]).to.deep.equal(['dir', 'dir/file']);
  });

  it('tells which directory on the way cannot be created or entered', () => {
    for (const [contents, fault, path, message] of [
      [{}, { operation: 'createDirectory', path: 'a/b', errno: 'EACCES' }, 'a/b/c/d', /^"a\/b" cannot be made: EACCES/],
      [{}, { operation: 'descend', path: 'a', errno: 'EIO', when: '2+' }, 'a/b/c', /^"a" cannot be made: EIO/],
      [{ a: '' }, { errno: 'EIO', path: 'none' }, 'a/b/c', /^"a\/b" cannot be made: ENOTDIR/],
    ] as const) {
      expect(() => populate(failing(contents, fault), { [path]: 'x' })).to.throw(ConfigurationError, message);
    }
  });

  it('sets those times that are given, and none else', () => {
    const root = memoryDirectory();
    populate(root, {
      accessed: file('', { accessed: 5n }),
      modified: file('', { modified: 6n }),
      dir: directory({ below: 'x' }, { modified: 7n }),
      'late/dir': directory({}, { accessed: 8n }),
    });
    expect(statOf(root, 'accessed').accessed).to.equal(5n);
    expect(Number(statOf(root, 'accessed').modified)).to.be.greaterThan(1e18);
    expect(statOf(root, 'modified').modified).to.equal(6n);
    expect(Number(statOf(root, 'modified').accessed)).to.be.greaterThan(1e18);
    expect(statOf(root, 'dir').modified).to.equal(7n);
    const tree: FileTree = new Map<string, FileTreeEntry>([
      ['a', EMPTY],
      ['dir', { kind: 'directory' }],
      ['twin', { kind: 'hardlink', path: 'a' }],
    ]);
    populate(failing({}, { operation: 'setTimes', errno: 'EPERM' }), tree);
  });

  it('takes the first and the last time that a program can be told, and none beyond', () => {
    for (const time of [0n, LAST]) {
      const root = memoryDirectory({ file: file('', { accessed: time, modified: time }) });
      expect(statOf(root, 'file')).to.include({ accessed: time, modified: time });
    }
    for (const time of [-1n, LAST + 1n]) {
      for (const times of [{ accessed: time }, { modified: time }]) {
        expect(() => memoryDirectory({ file: file('', times) })).to.throw(
          ConfigurationError,
          `"file" cannot be made: ${time} is not a time that a program can be given`,
        );
      }
    }
  });

  it('writes pages that are not all zeros, and gives the file its size', () => {
    const lengths = [0, 1, PAGE - 1, PAGE, PAGE + 1, 3 * PAGE, 3 * PAGE + 1];
    for (const length of lengths) {
      for (const at of [undefined, 0, PAGE - 1, PAGE, 2 * PAGE, length - 1]) {
        const content = new Uint8Array(length);
        if (at !== undefined && at >= 0 && at < length) content[at] = 1;
        for (const setSize of [undefined, () => -Errno.ENOTSUP]) {
          let written = 0;
          const root = memoryDirectory();
          const way = new AlteredDirectory(root, inner => ({
            setSize: setSize ?? (size => inner.setSize(size)),
            write(from, offset) {
              const got = inner.write(from, offset);
              written += got;
              return got;
            },
          }));
          populate(way, { content });
          const entry = snapshot(root).get('content');
          expect(entry?.kind === 'file' && Buffer.compare(entry.content, content), `${length}, ${at}`).to.equal(0);
          expect(written, `${length}, ${at}`).to.be.at.most(PAGE + (setSize === undefined ? 0 : 1));
          expect(way.tally.open).to.equal(0);
        }
      }
    }
  });

  it('goes on after a write of a part, and tells of one that fails', () => {
    const root = memoryDirectory();
    const slow = new AlteredDirectory(root, inner => ({
      write({ array, offsets, lengths }, offset) {
        const part = Math.min(lengths[0] as number, 3);
        return inner.write({ array, count: 1, offsets: [offsets[0] as number], lengths: [part], total: part }, offset);
      },
    }));
    populate(slow, { text: 'in some pieces' });
    expect(take(root, 'text')).to.equal('in some pieces');
    const stuck = new AlteredDirectory(memoryDirectory(), () => ({ write: () => 0 }));
    expect(() => populate(stuck, { text: 'x' })).to.throw(ConfigurationError, /^"text" cannot be made: EIO/);
    expect(stuck.tally.open).to.equal(0);
    for (const [operation, content] of [
      ['write', 'x'],
      ['setSize', '\0'],
    ] as const) {
      const full = failing({}, { operation, errno: 'ENOSPC' });
      expect(() => populate(full, { content })).to.throw(ConfigurationError, /^"content" cannot be made: ENOSPC/);
      expect(full.stat('content', blankFilestat())).to.equal(0);
    }
    // Where no zeros are at the end, no size is asked for.
    populate(failing({}, { operation: 'setSize', errno: 'EPERM' }), { content: '\0x', empty: '' });
  });
});
