import { expect } from 'chai';
import { type Contents, memoryDirectory, snapshot } from '../../../adapters/memory/index.js';
import { DirectoryCursor } from '../../../application/composition/directory-cursor.js';
import { type Fault, faulty } from '../../../application/composition/index.js';
import { statOf } from '../../../application/contract/index.js';
import { type Directory, Errno, type ErrnoName, type File, Open } from '../../../domain/index.js';
import { AlteredDirectory } from './altered-directory.js';

const DEPTH = 100;
const down = (depth: number) => Array.from({ length: depth }, () => 'dir').join('/');

/** Directories far below each other, each with a neighbour and a file. */
const CONTENTS: Contents = {
  a: { b: {}, bc: { d: {} }, c: 'file' },
  ab: { c: {} },
  'a-b': {},
  ...Object.fromEntries(Array.from({ length: DEPTH }, (_, above) => [`${down(above + 1)}/neighbour`, {}])),
};

const PATHS = [
  ...['', 'a', 'ab', 'a-b', 'a/b', 'a/bc', 'a/bc/d', 'ab/c', 'dir', 'dir/dir', 'dir/neighbour'],
  ...[31, 32, 33, 34, 65, DEPTH].map(down),
  ...[10, 70].map(depth => `${down(depth)}/neighbour`),
  ...['missing', 'a/missing', 'a/missing/x', 'a/c', 'a/c/x', `${down(50)}/missing`, `${down(DEPTH)}/dir`],
];

/** The inode of a directory, or a negative errno. */
function inodeOf(found: Directory | number): bigint | number {
  return typeof found === 'number' ? found : statOf(found, '.').inode;
}

/** Where a path leads, without a cursor. */
function inodeAt(top: Directory, path: string): bigint | number {
  if (path === '') return inodeOf(top);
  const into = { directory: top, steps: 0 };
  return top.descend(path, into) === 0 ? inodeOf(into.directory) : -Errno.ENOENT;
}

describe('A directory cursor', () => {
  const made = memoryDirectory(CONTENTS);
  const wanted = new Map(PATHS.map(path => [path, inodeAt(made, path)]));

  it('goes from each directory to each other, or tells that there is none, and keeps few open', () => {
    const top = new AlteredDirectory(made);
    for (const one of PATHS) {
      for (const other of PATHS) {
        const cursor = new DirectoryCursor(top);
        for (const path of [one, other, one]) {
          expect(inodeOf(cursor.goTo(path)), `${one} -> ${other}: ${path}`).to.equal(wanted.get(path));
        }
        cursor.close();
        expect(top.tally.open).to.equal(0);
      }
    }
    expect(top.tally.most).to.be.at.most(33);
    expect([...wanted.values()].filter(each => each === -Errno.ENOENT)).to.have.lengthOf(7);
  });

  it('goes to a neighbour, up and down without another walk from the top', () => {
    const top = new AlteredDirectory(made);
    const cursor = new DirectoryCursor(top);
    cursor.goTo(down(DEPTH));
    const opened = top.tally.opened;
    expect(opened).to.equal(DEPTH);
    cursor.goTo(down(DEPTH));
    cursor.goTo(down(DEPTH - 1));
    cursor.goTo(down(DEPTH - 20));
    expect(top.tally).to.include({ opened, descents: 0 });
    cursor.goTo(`${down(DEPTH - 20)}/neighbour`);
    expect(top.tally).to.include({ opened: opened + 1, descents: 0 });
    for (let depth = DEPTH; depth >= 0; depth--) cursor.goTo(down(depth));
    expect(top.tally.descents).to.be.at.most(DEPTH / 30);
    expect(top.tally.opened).to.be.at.most(3 * DEPTH);
    cursor.close();
    expect(top.tally.open).to.equal(0);
  });

  it('finds its way when no more directories can be opened, at whichever step that is', () => {
    for (const errno of ['EMFILE', 'ENFILE'] as const satisfies ErrnoName[]) {
      for (const when of ['1', '2', '3', '2+', '40', '70+', '105', '1+']) {
        const top = new AlteredDirectory(faulty(made, [{ operation: 'open', errno, when }]));
        const cursor = new DirectoryCursor(top);
        for (const path of ['a/bc/d', 'a/b', down(70), down(71), down(20), down(60), 'ab/c', 'a/missing']) {
          expect(inodeOf(cursor.goTo(path)), `${when}: ${path}`).to.equal(inodeAt(made, path));
        }
        cursor.close();
        expect(top.tally.open).to.equal(0);
      }
    }
    const tree = { a: { b: { c: {} }, e: {} }, f: {} };
    const full = faulty(memoryDirectory(tree), [{ operation: 'open', errno: 'EMFILE' }]);
    expect([...snapshot(full).keys()]).to.deep.equal(['a', 'a/b', 'a/b/c', 'a/e', 'f']);
  });

  it('tells any other errno, and goes on from where it is', () => {
    const faults: Fault[] = [
      { operation: ['open', 'descend'], path: /^dir(\/dir){35}$/, errno: 'EACCES', when: 2 },
      { operation: 'descend', path: down(20), errno: 'EACCES' },
      { operation: 'open', path: 'a/b', errno: 'EIO' },
    ];
    const top = new AlteredDirectory(faulty(made, faults));
    const cursor = new DirectoryCursor(top);
    expect(cursor.goTo('a/b')).to.equal(-Errno.EIO);
    expect(inodeOf(cursor.goTo('a/bc'))).to.equal(inodeAt(made, 'a/bc'));
    expect(inodeOf(cursor.goTo(down(90)))).to.equal(inodeAt(made, down(90)));
    // What is above has been closed, and is opened again.
    expect(cursor.goTo(down(40))).to.equal(-Errno.EACCES);
    expect(inodeOf(cursor.goTo(down(40)))).to.equal(inodeAt(made, down(40)));
    expect(inodeOf(cursor.goTo(down(DEPTH)))).to.equal(inodeAt(made, down(DEPTH)));
    expect(cursor.goTo(down(60))).to.equal(-Errno.EACCES);
    cursor.close();
    expect(top.tally.open).to.equal(0);
  });

  it('tells of a directory that has been moved away below it', () => {
    for (const depth of [20, 60]) {
      const changing = memoryDirectory(CONTENTS);
      const top = new AlteredDirectory(changing);
      const cursor = new DirectoryCursor(top);
      cursor.goTo(down(DEPTH));
      expect(changing.rename('dir', changing, 'moved')).to.equal(0);
      expect(cursor.goTo(down(depth))).to.equal(-Errno.ENOENT);
      expect(inodeOf(cursor.goTo(`moved/${down(depth)}`))).to.equal(inodeAt(changing, `moved/${down(depth)}`));
      cursor.close();
      expect(top.tally.open).to.equal(0);
    }
  });

  it('takes no file and no link for a directory, whatever a directory opens', () => {
    class Careless extends AlteredDirectory {
      override open(name: string, how: number): File | Directory | number {
        return super.open(name, how & ~Open.DIRECTORY);
      }
    }
    const tree = memoryDirectory({ file: 'x', dir: {} });
    tree.symlink('link', 'dir');
    for (const top of [new Careless(tree), new AlteredDirectory(tree)]) {
      const cursor = new DirectoryCursor(top);
      for (const path of ['file', 'link', 'link/x']) expect(cursor.goTo(path), path).to.equal(-Errno.ENOENT);
      expect(top.tally.open).to.equal(0);
    }
    const full = new DirectoryCursor(faulty(tree, [{ operation: 'open', errno: 'EMFILE' }]));
    for (const path of ['file', 'link', 'link/x']) expect(full.goTo(path), path).to.equal(-Errno.ENOENT);
  });
});
