import { readdirSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { SystemFileSystem } from '../../../adapters/system/index.js';
import { blankFilestat, expectErrno, take } from '../../../application/contract/index.js';
import { type Directory, Errno, Open } from '../../../domain/index.js';
import { openScratchOn, type Scratch } from '../node/scratch.js';
import { allCalls, notedCalls } from './altered-calls.js';

/** Bytes that a path has at most, with the NUL at its end. */
const PATH_MAX = 4096;

for (const real of allCalls) {
  describe(`names and paths as C strings, through ${real.ffi.name}`, () => {
    const { calls, noted } = notedCalls(real);
    let scratch: Scratch;
    let root: Directory;
    beforeEach(() => {
      scratch = openScratchOn(new SystemFileSystem(calls, 'openat2'));
      root = scratch.root;
      noted.length = 0;
    });
    afterEach(() => scratch.dispose());

    it('are not passed to the kernel if they have no room for their end', () => {
      const { length: ascii } = 'x'.repeat(PATH_MAX);
      for (const text of [
        'x'.repeat(ascii),
        'x'.repeat(2 * PATH_MAX),
        'ä'.repeat(PATH_MAX / 2),
        'ä'.repeat(PATH_MAX),
      ]) {
        expectErrno(root.stat(text, blankFilestat()), -Errno.ENAMETOOLONG);
        expectErrno(root.symlink('link', text), -Errno.ENAMETOOLONG);
        expectErrno(root.openBelow?.(text, Open.READ), -Errno.ENAMETOOLONG);
      }
      expect(noted).to.deep.equal([]);
    });

    it('are whole up to the greatest length', () => {
      const target = `${'./'.repeat(PATH_MAX / 2 - 2)}end`;
      expect(target).to.have.lengthOf(PATH_MAX - 1);
      expectErrno(root.symlink('ascii', target), 0);
      expect(readlinkSync(join(scratch.inside, 'ascii'))).to.equal(target);
      const accented = `${target.slice(0, -2)}\u0080`;
      expectErrno(root.symlink('accented', accented), 0);
      expect(root.readlink('accented')).to.equal(accented);
    });

    it('end with their last character, whatever the buffer held before', () => {
      for (const name of ['long name', 'long nämes', 'short', 'ä', 'x']) {
        expectErrno(root.createDirectory(name), 0);
        expectErrno(root.symlink(`link to ${name}`, name), 0);
      }
      const names = ['long name', 'long nämes', 'short', 'ä', 'x'];
      expect(readdirSync(scratch.inside).sort()).to.deep.equal(
        [...names, ...names.map(name => `link to ${name}`)].sort(),
      );
      for (const name of names) expect(root.readlink(`link to ${name}`)).to.equal(name);
    });

    it('have the first character behind ASCII in UTF-8', () => {
      expectErrno(root.createDirectory('\u0080'), 0);
      expect(readdirSync(scratch.inside)).to.deep.equal(['\u0080']);
      expectErrno(root.symlink('link', '\u0080'), 0);
      expect(root.readlink('link')).to.equal('\u0080');
    });

    it('have no NUL in them', () => {
      for (const text of ['a\0b', '\0', 'ä\0b', 'a\0ä']) {
        expectErrno(root.symlink('link', text), -Errno.EINVAL);
        expectErrno(root.createDirectory(text), -Errno.EINVAL);
        expectErrno(root.openBelow?.(text, Open.READ), -Errno.EINVAL);
      }
      expect(noted).to.deep.equal([]);
      expect(() => take(root, 'a')).to.throw();
    });
  });
}
