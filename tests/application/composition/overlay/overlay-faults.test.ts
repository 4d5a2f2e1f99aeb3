import { expect } from 'chai';
import { type Contents, memoryDirectory, snapshot } from '../../../../adapters/memory/index.js';
import { type FaultableOperation, faulty, overlay } from '../../../../application/composition/index.js';
import { blankFilestat, vectors } from '../../../../application/contract/index.js';
import { type Directory, Errno, type FileTree, Open } from '../../../../domain/index.js';
import { twin } from '../grounds.js';

const { READ, WRITE, CREATE, TRUNCATE } = Open;

const BASE: Contents = { file: 'base', dir: { inner: 'in', deep: { bottom: 'b' } }, hollow: {}, link: { to: 'x' } };
const UPPER: Contents = { own: 'upper', made: { inside: 'i' }, bare: {}, dir: { added: 'a' } };

/** Descends, and acts there. */
const at = (path: string, act: (directory: Directory) => number) => (root: Directory) => {
  const into = { directory: root, steps: 0 };
  return root.descend(path, into) || act(into.directory);
};

/** Opens, and does something with what is opened. */
function opening(directory: Directory, name: string, how: number, text = ''): number {
  const opened = directory.open(name, how);
  if (typeof opened === 'number') return opened;
  const written = opened.kind === 'file' && text !== '' ? opened.write(vectors(text), 0) : 0;
  opened.close();
  return Math.min(written, 0);
}

const to = (root: Directory, path: string, act: (directory: Directory) => number): number => at(path, act)(root);

/** What a program does, each by its name. */
const actions: Readonly<Record<string, (root: Directory) => number>> = {
  'opens a file of the base': root => opening(root, 'file', READ),
  'opens a file of the upper directory': root => opening(root, 'own', READ),
  'opens a directory': root => opening(root, 'dir', READ),
  'writes to a file of the base': root => opening(root, 'file', READ | WRITE, 'XY'),
  'writes to a file below': at('dir', dir => opening(dir, 'inner', WRITE, 'XY')),
  'truncates a file of the base': root => opening(root, 'file', READ | TRUNCATE),
  'creates a file': root => opening(root, 'new', WRITE | CREATE, 'n'),
  'creates a file below': at('dir/deep', deep => opening(deep, 'new', WRITE | CREATE, 'n')),
  'creates a directory below': at('hollow', hollow => hollow.createDirectory('new')),
  'creates a link below': at('hollow', hollow => hollow.symlink('new', 'x')),
  'sets the times of a file': root => root.setTimes('file', 5n, 6n),
  'sets the times of a directory': root => root.setTimes('hollow', 5n, 6n),
  'looks at a name': root => root.stat('file', blankFilestat()),
  'reads what is no link': root => Number(root.readlink('file')),
  'removes a file of the base': root => root.unlink('file'),
  'removes a file of the upper directory': root => root.unlink('own'),
  'removes a directory of the base': root => root.removeDirectory('hollow'),
  'removes a directory of the upper directory': root => root.removeDirectory('bare'),
  'removes a directory that is not empty': root => root.removeDirectory('dir'),
  'removes a directory of the base that is not empty': root => root.removeDirectory('link'),
  'removes a directory as a file': root => root.unlink('dir'),
  'removes what is not there': root => root.unlink('none'),
  'links what is not there': root => root.link('none', root, 'twin'),
  'links to a name that is taken': root => root.link('file', root, 'own'),
  'links a directory': root => root.link('hollow', root, 'twin'),
  'renames what is not there': root => root.rename('none', root, 'moved'),
  'renames a directory over a file': root => root.rename('hollow', root, 'file'),
  'renames a file over a directory': root => root.rename('file', root, 'hollow'),
  'renames a file over itself': root => root.rename('file', root, 'file'),
  'links a file of the base': root => to(root, 'hollow', hollow => root.link('file', hollow, 'twin')),
  'links a file of the upper directory': root => root.link('own', root, 'twin'),
  'renames a file of the base': root => to(root, 'dir', dir => root.rename('file', dir, 'moved')),
  'renames a file below': at('dir', dir => dir.rename('inner', dir, 'moved')),
  'renames a file over one of the base': root => to(root, 'dir', dir => root.rename('own', dir, 'inner')),
  'renames a file over one of the upper directory': root =>
    to(root, 'made', made => root.rename('file', made, 'inside')),
  'renames a directory of the base': root => root.rename('dir', root, 'moved'),
  'renames a directory over an empty one': root => root.rename('dir', root, 'hollow'),
  'renames a directory over one that is not empty': root => root.rename('hollow', root, 'dir'),
  'renames a directory of the upper directory': root =>
    to(root, 'hollow', hollow => root.rename('made', hollow, 'moved')),
};

/** How many calls of each operation are made to fail, one at a time. */
const CALLS: Readonly<Record<LayerFault['layer'], Partial<Record<FaultableOperation, number>>>> = {
  base: { descend: 4, open: 2, stat: 6, list: 2, readlink: 1, size: 1, read: 1 },
  upper: {
    ...{ descend: 12, open: 2, stat: 6, list: 2, createDirectory: 2, removeDirectory: 1, unlink: 1, symlink: 1 },
    ...{ link: 1, rename: 1, setTimes: 2, write: 1, setSize: 1, close: 1 },
  },
};

/** The texts and kinds of what there is. */
function shape(tree: FileTree): string {
  return [...tree]
    .map(([path, entry]) =>
      entry.kind === 'file' ? `${path}=${Buffer.from(entry.content).toString()}` : `${path} ${entry.kind}`,
    )
    .join();
}

/** A fault in one layer: which call of an operation fails. */
interface LayerFault {
  readonly layer: 'base' | 'upper';
  readonly operation: FaultableOperation;
  readonly when: number;
}

/** What comes of what a program does, what the next program sees, and what the base holds. */
function outcome(act: (root: Directory) => number, fault?: LayerFault) {
  let isFailing = true;
  const layer = (contents: Contents, name: string) => {
    const directory = memoryDirectory(contents);
    const openDirectory = () =>
      fault !== undefined && isFailing && name === fault.layer
        ? faulty(twin(directory), [{ operation: fault.operation, when: fault.when, errno: 'EIO' }])
        : twin(directory);
    return { directory, source: { kind: 'source', openDirectory } as const };
  };
  const base = layer(BASE, 'base');
  const made = overlay(base.source, layer(UPPER, 'upper').source);
  const root = made.openDirectory();
  const result = act(root);
  root.close();
  isFailing = false;
  const next = made.openDirectory();
  const seen = shape(snapshot(next));
  next.close();
  return { result, seen, base: shape(snapshot(base.directory)) };
}

/** What is refused when nothing fails. */
const REFUSED: Readonly<Record<string, number>> = {
  'reads what is no link': -Errno.EINVAL,
  'removes a directory that is not empty': -Errno.ENOTEMPTY,
  'removes a directory of the base that is not empty': -Errno.ENOTEMPTY,
  'renames a directory over one that is not empty': -Errno.ENOTEMPTY,
  'removes a directory as a file': -Errno.EISDIR,
  'removes what is not there': -Errno.ENOENT,
  'links what is not there': -Errno.ENOENT,
  'links to a name that is taken': -Errno.EEXIST,
  'links a directory': -Errno.EPERM,
  'renames what is not there': -Errno.ENOENT,
  'renames a directory over a file': -Errno.ENOTDIR,
  'renames a file over a directory': -Errno.EISDIR,
};

describe('An overlay of which a layer fails once', () => {
  for (const [name, act] of Object.entries(actions)) {
    it(`tells that, or goes on, where a program ${name}`, () => {
      const usual = outcome(act);
      expect(usual.result).to.equal(REFUSED[name] ?? 0);
      let failed = 0;
      for (const layer of ['base', 'upper'] as const) {
        for (const [operation, calls] of Object.entries(CALLS[layer]) as [FaultableOperation, number][]) {
          for (let when = 1; when <= calls; when++) {
            const call = `${layer}: ${operation}, ${when}`;
            const { result, seen, base } = outcome(act, { layer, operation, when });
            expect(base, call).to.equal(usual.base);
            if (result === usual.result) expect(seen, call).to.equal(usual.seen);
            else expect(result, call).to.be.lessThan(0);
            if (result === -Errno.EIO) failed++;
          }
        }
      }
      expect(failed).to.be.greaterThan(0);
    });
  }
});
