import { expect } from 'chai';
import { diff, memoryDirectory, snapshot, type UnreadableEntry } from '../../../../adapters/memory/index.js';
import { faulty } from '../../../../application/composition/index.js';
import { openFile } from '../../../../application/contract/index.js';
import { type FileTree, Filetype, Open } from '../../../../domain/index.js';
import { AlteredDirectory } from '../altered-directory.js';

/** The texts of the files in a tree. */
const textsOf = (tree: FileTree) =>
  Object.fromEntries(
    [...tree].map(([path, entry]) => [
      path,
      entry.kind === 'file' ? Buffer.from(entry.content).toString() : entry.kind,
    ]),
  );

describe('Taking a snapshot', () => {
  it('takes files for one only if the directory says that they have several names', () => {
    const root = memoryDirectory({ a: '1', b: '2', c: '3' });
    expect(root.link('a', root, 'twin')).to.equal(0);
    // Some file systems number no files.
    const unnumbered = new AlteredDirectory(root, undefined, stat => {
      stat.inode = 0n;
      stat.links = 1n;
    });
    expect(textsOf(snapshot(unnumbered))).to.deep.equal({ a: '1', b: '2', c: '3', twin: '1' });
    expect(textsOf(snapshot(root))).to.deep.equal({ a: '1', b: '2', c: '3', twin: 'hardlink' });
  });

  it('leaves out what is neither a file nor a directory nor a link, and tells of it if asked', () => {
    for (const [filetype, name] of [
      [Filetype.BLOCK_DEVICE, 'a device'],
      [Filetype.CHARACTER_DEVICE, 'a device'],
      [Filetype.SOCKET_DGRAM, 'a socket'],
      [Filetype.SOCKET_STREAM, 'a socket'],
      [Filetype.UNKNOWN, 'a pipe'],
    ] as const) {
      const root = new AlteredDirectory(memoryDirectory({ a: '1', special: '' }), undefined, (stat, name) => {
        if (name === 'special') stat.filetype = filetype;
      });
      const told: UnreadableEntry[] = [];
      expect(textsOf(snapshot(root, { onUnreadable: entry => told.push(entry) }))).to.deep.equal({ a: '1' });
      expect(told).to.deep.equal([{ path: 'special', reason: `"special" is ${name}` }]);
      expect(textsOf(snapshot(root))).to.deep.equal({ a: '1' });
    }
  });

  it('tells that the directory itself cannot be read', () => {
    const root = faulty(memoryDirectory({ a: '' }), [{ operation: 'list', path: '.', errno: 'EACCES' }]);
    const told: UnreadableEntry[] = [];
    expect([...snapshot(root, { onUnreadable: entry => told.push(entry) })]).to.deep.equal([]);
    expect(told).to.deep.equal([{ path: '', reason: 'the directory cannot be read: EACCES' }]);
    expect(() => snapshot(root)).to.throw(Error, /^the directory cannot be read: EACCES$/);
  });

  it('tells once of a directory that is removed while it is read, and goes on behind it', () => {
    const root = faulty(memoryDirectory({ dir: { a: '', b: '', c: '' }, later: '1' }), [
      { operation: 'open', path: 'dir', errno: 'EMFILE' },
      { operation: 'descend', path: 'dir', errno: 'ENOENT', when: '2+' },
    ]);
    const told: UnreadableEntry[] = [];
    expect(textsOf(snapshot(root, { onUnreadable: entry => told.push(entry) }))).to.deep.equal({ later: '1' });
    expect(told).to.deep.equal([{ path: 'dir', reason: '"dir" cannot be read: ENOENT' }]);
  });

  it('names ten entries that cannot be read, and how many more there are', () => {
    for (const [count, end] of [
      [10, /"9" cannot be read: EACCES$/],
      [11, /"19" cannot be read: EACCES, and 1 more$/],
    ] as const) {
      const names = Array.from({ length: count }, (_, i) => `${i + (count - 10) * 9}`);
      const root = memoryDirectory(Object.fromEntries(names.map(name => [name, ''])));
      expect(() => snapshot(faulty(root, [{ operation: 'size', errno: 'EACCES' }]))).to.throw(end);
    }
  });

  it('ends with an exception of the directory as it is', () => {
    const gone = new TypeError('no such device');
    const root = new AlteredDirectory(memoryDirectory({ a: '', b: '' }), () => ({
      size() {
        throw gone;
      },
    }));
    let thrown: unknown;
    try {
      snapshot(root);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).to.equal(gone);
  });

  it('reads no holes, and takes what there is of a file that has become shorter', () => {
    const size = 40 * 65_536;
    const disk = memoryDirectory({ sparse: 'begin' });
    const file = openFile(disk, 'sparse', Open.WRITE);
    expect(file.setSize(size)).to.equal(0);
    const end = new Uint8Array([1, 2]);
    expect(file.write({ array: end, count: 1, offsets: [0], lengths: [2], total: 2 }, size - 65_536 - 2)).to.equal(2);
    file.close();
    let read = 0;
    const root = new AlteredDirectory(disk, inner => ({
      read(into, offset) {
        const got = inner.read(
          { ...into, lengths: [Math.min(into.total, 1000)], total: Math.min(into.total, 1000) },
          offset,
        );
        read += got;
        return got;
      },
    }));
    const entry = snapshot(root).get('sparse');
    const whole = new Uint8Array(size);
    whole.set(Buffer.from('begin'));
    whole.set(end, size - 65_536 - 2);
    expect(entry?.kind === 'file' && Buffer.compare(entry.content, whole)).to.equal(0);
    expect(read).to.be.lessThan(3 * 65_536);
    const shorter = new AlteredDirectory(memoryDirectory({ a: 'abc' }), () => ({ size: () => 5, findData: undefined }));
    expect(textsOf(snapshot(shorter))).to.deep.equal({ a: 'abc' });
    expect([root.tally.open, shorter.tally.open]).to.deep.equal([0, 0]);
  });
});

describe('Comparing trees', () => {
  it('takes a file for changed that is longer or shorter, or that is no file any more', () => {
    const tree = (content: Uint8Array): FileTree => new Map([['a', { kind: 'file', content }]]);
    const [short, long] = [new Uint8Array([1, 2]), new Uint8Array([1, 2, 0])];
    expect(diff(tree(short), tree(short.slice())).changed).to.deep.equal([]);
    expect(diff(tree(short), tree(long)).changed).to.deep.equal(['a']);
    expect(diff(tree(long), tree(short)).changed).to.deep.equal(['a']);
    const link: FileTree = new Map([['a', { kind: 'symlink', target: 'b' }]]);
    for (const [one, other] of [
      [tree(short), link],
      [link, tree(short)],
      [link, new Map([['a', { kind: 'directory' }]])],
      [link, new Map([['a', { kind: 'symlink', target: 'c' }]])],
      [link, new Map([['a', { kind: 'hardlink', path: 'missing' }]])],
    ] as [FileTree, FileTree][]) {
      expect(diff(one, other).changed).to.deep.equal(['a']);
      expect(diff(one, one).changed).to.deep.equal([]);
    }
  });
});
