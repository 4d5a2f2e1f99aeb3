import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import fc from 'fast-check';
import { WindowsFileSystem } from '../../adapters/windows/index.js';
import { checkName, Errno, Open, windowsNaming } from '../../domain/index.js';
import { anyName } from '../domain/paths/any-name.js';

if (process.platform === 'win32') {
  describe('names on a disk, under Wine', () => {
    let directory = '';
    beforeEach(() => {
      directory = mkdtempSync(join(tmpdir(), 'hostcall-names-'));
    });
    afterEach(() => rmSync(directory, { recursive: true, force: true }));

    it('are listed as created, if the rules accept them; the others create nothing', () => {
      const root = new WindowsFileSystem().openPreopen(directory);
      if (typeof root === 'number') throw new Error(`openPreopen: ${root}`);
      let passed = 0;
      fc.assert(
        fc.property(anyName, name => {
          // `/` is not part of a name, which the caller has ensured.
          fc.pre(!name.includes('/') && !name.includes('\0'));
          const refused = checkName(windowsNaming, name);
          const file = root.open(name, Open.WRITE | Open.CREATE | Open.EXCLUSIVE);
          if (refused < 0) {
            expect(file).to.equal(refused);
            expect(readdirSync(directory)).to.deep.equal([]);
            return;
          }
          passed++;
          try {
            if (typeof file === 'number') throw new Error(`open: ${file}`);
            file.close();
            expect(readdirSync(directory)).to.deep.equal([name]);
            expect(root.list()).to.have.lengthOf(1);
            expect(root.unlink(name)).to.equal(0);
            expect(root.createDirectory(name)).to.equal(0);
            expect(readdirSync(directory)).to.deep.equal([name]);
            expect(root.removeDirectory(name)).to.equal(0);
          } finally {
            for (const left of readdirSync(directory)) rmSync(join(directory, left), { recursive: true });
          }
        }),
        { numRuns: 400, examples: [['\u{10000}'], ['NUL\u{10000}x'], ['..\u{10000}'], ['\u{10ffff}']] },
      );
      expect(passed).to.be.within(40, 360);
      root.close();
    });

    it('that others have created and that must not be used are not listed, and keep a directory from being removed', () => {
      const root = new WindowsFileSystem().openPreopen(directory);
      if (typeof root === 'number') throw new Error(`openPreopen: ${root}`);
      mkdirSync(`${directory}\\dir\\AUX`, { recursive: true });
      const dir = root.open('dir', Open.READ | Open.DIRECTORY);
      if (typeof dir === 'number' || dir.kind !== 'directory') throw new Error(`open: ${dir}`);
      expect(dir.list()).to.deep.equal([]);
      dir.close();
      expect(root.removeDirectory('dir')).to.equal(-Errno.ENOTEMPTY);
      root.close();
    });
  });
}
