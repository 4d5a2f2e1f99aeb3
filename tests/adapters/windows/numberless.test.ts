import type { BigIntStats } from 'node:fs';
import { expect } from 'chai';
import { WindowsFileSystem } from '../../../adapters/windows/index.js';
import { expectErrno, namesIn, openFile, put, statOf, take } from '../../../application/contract/index.js';
import { type Directory, Errno, Open } from '../../../domain/index.js';
import { RecordedWindows } from '../../windows/recorded-windows.js';

/** Windows as recorded, with a volume on which files have no numbers, as on some shares (MS-FSCC, 64-bit file ID). */
class Numberless extends RecordedWindows {
  readonly #number: bigint;

  constructor(number: bigint) {
    super();
    this.#number = number;
  }

  override lstat(path: string): BigIntStats | number {
    return this.#without(super.lstat(path));
  }

  override fstat(fd: number): BigIntStats | number {
    return this.#without(super.fstat(fd));
  }

  #without(stats: BigIntStats | number): BigIntStats | number {
    return typeof stats === 'number' ? stats : Object.assign(stats, { ino: this.#number });
  }
}

for (const [what, number] of [
  ['0', 0n],
  ['all bits set', 2n ** 64n - 1n],
  ['all bits set, as a number with a sign', -1n],
] as const) {
  describe(`files without numbers on Windows, as recorded: ${what}`, () => {
    let recorded: Numberless;
    let root: Directory;
    beforeEach(() => {
      recorded = new Numberless(number);
      recorded.mkdir('C:/work', 0);
      root = new WindowsFileSystem(recorded).openPreopen('C:/work') as Directory;
      put(root, 'one', '1');
      put(root, 'two', '2');
    });

    it('are replaced by others, and not taken for them', () => {
      expectErrno(root.rename('one', root, 'two'), 0);
      expect(namesIn(root)).to.deep.equal(['two']);
      expect(take(root, 'two')).to.equal('1');
      root.createDirectory('dir');
      root.createDirectory('empty');
      put(root, 'file', '');
      expectErrno(root.rename('dir', root, 'empty'), 0);
      expectErrno(root.rename('empty', root, 'file'), -Errno.ENOTDIR);
      expect(namesIn(root)).to.deep.equal(['empty', 'file', 'two']);
    });

    it('can be spelt anew', () => {
      root.createDirectory('dir');
      for (const [name, newName] of [
        ['one', 'ONE'],
        ['dir', 'DIR'],
      ] as const) {
        expectErrno(root.rename(name, root, newName), 0);
        expectErrno(root.rename(newName, root, newName), 0);
      }
      expect(namesIn(root)).to.deep.equal(['DIR', 'ONE', 'two']);
      expect(take(root, 'one')).to.equal('1');
    });

    it('are not changed for others that had their names', () => {
      const file = openFile(root, 'one', Open.WRITE | Open.APPEND);
      const reader = openFile(root, 'one', Open.READ);
      recorded.rename('C:/work/one', 'C:/work/away');
      recorded.populate('C:/work/one', 'another');
      const { modified } = statOf(root, 'one');
      expectErrno(file.setSize(0), -Errno.EPERM);
      expectErrno(reader.setTimes(5n, 6n), -Errno.EPERM);
      expect(take(root, 'one')).to.equal('another');
      expect(statOf(root, 'one').modified).to.equal(modified);
      file.close();
      reader.close();
    });

    it('are removed while they are open, and others keep their names', () => {
      const file = openFile(root, 'one', Open.READ);
      const other = openFile(root, 'two', Open.READ);
      expectErrno(root.unlink('one'), 0);
      expect(namesIn(root)).to.deep.equal(['two']);
      put(root, 'one', 'new');
      expect(take(root, 'one')).to.equal('new');
      const stat = statOf(root, 'two');
      expectErrno(other.stat(stat), 0);
      expect(stat.links).to.equal(1n);
      file.close();
      other.close();
      expect(recorded.openDescriptors).to.equal(1);
    });
  });
}
