import { expect } from 'chai';
import fc from 'fast-check';
import { overlay } from '../../../../application/composition/index.js';
import { blankDescent, blankFilestat, plantHoldings, take, vectors } from '../../../../application/contract/index.js';
import { type Directory, Errno, errnoName, type File, Filetype, Open } from '../../../../domain/index.js';
import { grounds, twin, Workshop } from '../grounds.js';

const NAMES = ['a', 'b', 'c', 'd'] as const;
const name = fc.constantFrom(...NAMES);
const place = fc.constantFrom('', 'a', 'b', 'c', 'a/b', 'a/c', 'b/c', 'a/b/c', 'd/a');

/** One operation, as data. */
const operation = fc.oneof(
  fc.record({ op: fc.constantFrom('mkdir', 'rmdir', 'unlink', 'list', 'stat', 'times', 'readlink'), at: place, name }),
  fc.record({ op: fc.constantFrom('write', 'append', 'truncate', 'read', 'create', 'symlink'), at: place, name }),
  fc.record({ op: fc.constantFrom('rename', 'rename', 'rename', 'link'), at: place, name, to: place, newName: name }),
  fc.record({ op: fc.constantFrom('hold', 'use'), at: place, name }),
);
type Operation = typeof operation extends fc.Arbitrary<infer Value> ? Value : never;

const BASE = {
  a: null,
  'a/a': 'a file',
  'a/b': null,
  'a/b/c': null,
  'a/b/c/a': 'deep',
  'a/b/d': '->../a',
  b: null,
  'b/a': 'in b',
  'b/c': null,
  c: 'file c',
  d: '->a',
} as const;

/** The directory that is made here must not be taken for the one around it, which comes from the base. */
const NEW_BELOW_BASE: Operation[] = [
  { op: 'mkdir', at: 'a/b/c', name: 'c' },
  { op: 'hold', at: 'a/b/c', name: 'c' },
  { op: 'use', at: '', name: 'a' },
];

/** Does an operation and says how it went, in words that are the same on every file system. */
class Actor {
  readonly root: Directory;
  readonly #held: Directory[] = [];

  constructor(root: Directory) {
    this.root = root;
  }

  act(operation: Operation): string {
    const at = this.#go(operation.at);
    if (typeof at === 'number') return `no way: ${errnoName(-at)}`;
    return this.#tell(this.#do(operation, at));
  }

  close(): void {
    for (const held of this.#held) held.close();
  }

  #do(operation: Operation, at: Directory): unknown {
    const { op, name } = operation;
    switch (op) {
      case 'mkdir':
        return at.createDirectory(name);
      case 'rmdir':
        return at.removeDirectory(name);
      case 'unlink':
        return at.unlink(name);
      case 'list':
        return listing(at);
      case 'stat': {
        const stat = blankFilestat();
        const errno = at.stat(name, stat);
        const size = stat.filetype === Filetype.DIRECTORY ? 0n : stat.size;
        return errno < 0 ? errno : `${stat.filetype} ${size}`;
      }
      case 'times': {
        const errno = at.setTimes(name, 5n, 6n);
        const stat = blankFilestat();
        at.stat(name, stat);
        return errno < 0 ? errno : `${stat.modified}`;
      }
      case 'readlink':
        return at.readlink(name);
      case 'symlink':
        return at.symlink(name, 'target');
      case 'create':
        return closed(at.open(name, Open.WRITE | Open.CREATE | Open.EXCLUSIVE));
      case 'write':
        return written(at.open(name, Open.WRITE | Open.CREATE), 'new');
      case 'append':
        return written(at.open(name, Open.WRITE | Open.APPEND), 'more');
      case 'truncate':
        return closed(at.open(name, Open.READ | Open.TRUNCATE));
      case 'read': {
        const opened = at.open(name, Open.READ);
        if (typeof opened === 'number' || opened.kind === 'directory') return closed(opened);
        opened.close();
        return take(at, name);
      }
      case 'hold': {
        const opened = at.open(name, Open.READ | Open.DIRECTORY);
        if (typeof opened === 'number') return opened;
        this.#held.push(opened as Directory);
        return 'held';
      }
      case 'use': {
        const held = this.#held.at(-1);
        if (held === undefined) return 'nothing';
        return [listing(held), held.createDirectory(name), held.parentInode() === inodeOf(held)].join();
      }
      default: {
        const { to, newName } = operation as Operation & { to: string; newName: string };
        const target = this.#go(to);
        if (typeof target === 'number') return target;
        // The first one may have been borrowed long ago.
        const again = this.#go(operation.at) as Directory;
        return op === 'link' ? again.link(name, target, newName) : again.rename(name, target, newName);
      }
    }
  }

  #go(path: string): Directory | number {
    if (path === '') return this.root;
    const into = blankDescent(this.root);
    const errno = this.root.descend(path, into);
    if (errno < 0) return errno === -Errno.ELOOP ? -Errno.ENOTDIR : errno;
    return into.directory;
  }

  #tell(result: unknown): string {
    return typeof result === 'number' && result < 0 ? errnoName(-result) : String(result);
  }
}

function inodeOf(directory: Directory): bigint {
  const stat = blankFilestat();
  directory.stat('.', stat);
  return stat.inode;
}

function listing(directory: Directory): string {
  const entries = directory.list();
  if (typeof entries === 'number') return errnoName(-entries);
  return entries
    .map(({ name, filetype }) => `${name}:${filetype}`)
    .sort()
    .join();
}

function closed(opened: File | Directory | number): number | string {
  if (typeof opened === 'number') return opened;
  opened.close();
  return opened.kind;
}

function written(opened: File | Directory | number, text: string): number | string {
  if (typeof opened === 'number' || opened.kind === 'directory') return closed(opened);
  const result = opened.write(vectors(text), 0);
  opened.close();
  return result;
}

/** Everything below a directory, with content and, for files, time of change. */
function everything(directory: Directory, times = true, path = ''): string[] {
  const entries = directory.list();
  if (typeof entries === 'number') throw new Error(`list: ${entries}`);
  return entries.flatMap(entry => {
    const there = `${path}/${entry.name}`;
    const stat = blankFilestat();
    directory.stat(entry.name, stat);
    if (entry.filetype === Filetype.DIRECTORY) {
      const below = directory.open(entry.name, Open.READ) as Directory;
      const inside = everything(below, times, there);
      below.close();
      return [`${there}/`, ...inside];
    }
    if (entry.filetype === Filetype.SYMBOLIC_LINK) return [`${there} -> ${directory.readlink(entry.name)}`];
    return [`${there} = ${take(directory, entry.name)}${times ? ` ${stat.modified}` : ''}`];
  });
}

for (const ground of grounds) {
  describe(`overlay over ${ground.name}, beside a plain directory`, function () {
    this.timeout(240_000);

    it('does the same, leaves the base as it was, tells the changes, and applies them', () => {
      fc.assert(
        fc.property(fc.array(operation, { minLength: 5, maxLength: 40 }), operations => {
          const workshop = new Workshop(ground);
          try {
            const base = workshop.fresh();
            const look = workshop.open(twin(base));
            plantHoldings(base, BASE);
            const plain = workshop.open(workshop.fresh());
            plantHoldings(plain, BASE);
            const before = everything(look);
            const names = everything(look, false).sort();
            const composed = overlay(base, workshop.fresh());
            const view = composed.openDirectory();
            const [one, other] = [new Actor(view), new Actor(plain)];
            for (const each of operations) expect(one.act(each), JSON.stringify(each)).to.equal(other.act(each));
            const after = everything(plain, false).sort();
            expect(everything(view, false).sort()).to.deep.equal(after);
            expect(everything(look)).to.deep.equal(before);

            const { added, changed, removed } = composed.changes();
            const pathsOf = (lines: string[]) =>
              new Set(lines.map(line => (/^\/(.*?)(\/$| = | -> )/.exec(line) as string[])[1]));
            const [old, now] = [pathsOf(names), pathsOf(after)];
            expect(added.map(({ path }) => path).sort()).to.deep.equal([...now].filter(path => !old.has(path)).sort());
            expect(removed.map(({ path }) => path).sort()).to.deep.equal(
              [...old].filter(path => !now.has(path)).sort(),
            );
            const differing = after.filter(line => !names.includes(line));
            expect(changed.map(({ path }) => path).sort()).to.deep.equal(
              [...pathsOf(differing)].filter(path => old.has(path)).sort(),
            );

            one.close();
            other.close();
            view.close();
            composed.apply();
            expect(everything(look, false).sort()).to.deep.equal(after);
            expect(composed.changes()).to.deep.equal({ added: [], changed: [], removed: [] });
            composed.close();
          } finally {
            workshop.dispose();
          }
        }),
        { numRuns: 80, examples: [[NEW_BELOW_BASE]] },
      );
    });
  });
}
