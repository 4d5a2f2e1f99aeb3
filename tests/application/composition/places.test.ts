import { expect } from 'chai';
import { memoryDirectory } from '../../../adapters/memory/index.js';
import { faulty, openHostPath, openPlace, quota, requirePlace } from '../../../application/composition/index.js';
import { ConfigurationError } from '../../../application/errors.js';
import { type Directory, Errno, type FileSystem } from '../../../domain/index.js';
import { AlteredDirectory } from './altered-directory.js';

/** A file system on which every path leads to this. */
const host = (found: Directory | number): FileSystem => ({ openPreopen: () => found });

describe('places', () => {
  it('are opened by their paths, or refused with what is wrong and what to do', () => {
    const directory = memoryDirectory();
    expect(openHostPath('dir', host(directory))).to.equal(directory);
    for (const [errno, message] of [
      [Errno.ENOENT, 'it does not exist; create it, or name one that exists'],
      [Errno.ENOTDIR, 'it is not a directory; name a directory'],
      [Errno.EMFILE, 'the host is out of file descriptors; close some, or raise the limit (`ulimit -n`)'],
      [Errno.ENFILE, 'the host is out of file descriptors; close some, or raise the limit (`ulimit -n`)'],
      [Errno.EACCES, 'EACCES, Permission denied; name another directory'],
    ] as const) {
      expect(() => openHostPath('C:\\a "b"', host(-errno))).to.throw(
        ConfigurationError,
        `cannot open the directory "C:\\a \\"b\\"": ${message}`,
      );
    }
  });

  it('are paths, directories and compositions, and a directory that cannot be wrapped is closed', () => {
    const directory = memoryDirectory();
    const source = quota('dir', {});
    for (const place of ['dir', directory, source]) expect(() => requirePlace(place, 'it')).to.not.throw();
    for (const other of [undefined, null, 5, {}, { kind: 'source' }, { kind: 'directory' }]) {
      expect(() => requirePlace(other, 'it')).to.throw(ConfigurationError, /^it (is|lacks) /);
    }
    expect(openPlace(directory)).to.equal(directory);
    expect(openPlace('dir', () => directory)).to.equal(directory);
    expect(() => openPlace('dir')).to.throw(ConfigurationError, 'the host path "dir" cannot be opened without');
    const opened = new AlteredDirectory(faulty(directory, [{ operation: 'list', errno: 'EACCES' }]));
    expect(() => openPlace(source, () => opened)).to.throw(Error, /^cannot count "\.": EACCES/);
    expect(opened.tally.open).to.equal(-1);
  });
});
