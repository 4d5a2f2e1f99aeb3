import { mkdirSync, constants as open, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { type HostCalls, NodeFileSystem, nodeHostCalls, type Reach } from '../../adapters/node/index.js';
import { O_PATH } from '../../adapters/system/constants.js';
import { SystemFileSystem } from '../../adapters/system/index.js';
import { blankFilestat, expectErrno, openDirectory } from '../../application/contract/index.js';
import { type Directory, Errno, type FileSystem, Open } from '../../domain/index.js';
import { LINUX, needing } from '../needs.js';
import { openScratchOn, type Scratch } from './node/scratch.js';
import { allCalls, unreadableCalls } from './system/altered-calls.js';

/** A file system of a host that denies reading from now on, as for a mode of 0o311 without privileges. */
interface UnreadableFileSystem {
  readonly name: string;
  create(): { readonly fileSystem: FileSystem; readonly deny: () => void };
}

const byNode = (reach: Reach): UnreadableFileSystem => ({
  name: reach,
  create() {
    let denies = false;
    const host: HostCalls = {
      ...nodeHostCalls,
      open: (path, flags, mode) =>
        denies && (flags & (O_PATH | open.O_CREAT)) === 0 ? -Errno.EACCES : nodeHostCalls.open(path, flags, mode),
      readdir: path => (denies ? -Errno.EACCES : nodeHostCalls.readdir(path)),
    };
    const deny = () => {
      denies = true;
    };
    return { fileSystem: new NodeFileSystem({ reach, host }), deny };
  },
});

const fileSystems: readonly UnreadableFileSystem[] = [
  byNode('handles'),
  byNode('checks'),
  ...allCalls.map(calls => ({
    name: calls.ffi.name,
    create: () => ({ fileSystem: new SystemFileSystem(unreadableCalls(calls), 'openat2'), deny() {} }),
  })),
];

for (const { name, create } of fileSystems) {
  needing(LINUX).describe(`directories that may be passed through and not listed, by ${name}`, () => {
    let scratch: Scratch;
    let root: Directory;
    beforeEach(() => {
      const { fileSystem, deny } = create();
      scratch = openScratchOn(fileSystem);
      root = scratch.root;
      mkdirSync(join(scratch.inside, 'a/b'), { recursive: true });
      for (const path of ['file', 'a/file', 'a/b/file']) writeFileSync(join(scratch.inside, path), '');
      symlinkSync('a', join(scratch.inside, 'link'));
      deny();
    });
    afterEach(() => scratch.dispose());

    const expectPassage = (directory: unknown) => {
      if (typeof directory !== 'object') throw new Error(`it was not opened: ${directory}`);
      const { kind } = directory as Directory;
      expect(kind).to.equal('directory');
      expectErrno((directory as Directory).stat('file', blankFilestat()), 0);
      expectErrno((directory as Directory).list(), -Errno.EACCES);
      (directory as Directory).close();
    };

    it('can be opened to reach the names in them', () => {
      expectPassage(root.open('a', Open.READ));
      expectPassage(root.open('a', Open.READ | Open.DIRECTORY));
      expectPassage(openDirectory(root, 'a').open('b', Open.READ | Open.DIRECTORY));
      if (root.openBelow !== undefined) expectPassage(root.openBelow('a/b', Open.READ | Open.DIRECTORY));
    });

    it('cannot be opened for listing, and files not at all', () => {
      const { READ, WRITE, LIST, DIRECTORY } = Open;
      for (const how of [READ | LIST, READ | LIST | DIRECTORY, WRITE]) expectErrno(root.open('a', how), -Errno.EACCES);
      if (root.openBelow !== undefined)
        expectErrno(root.openBelow('a/b', READ | LIST | DIRECTORY), -Errno.EACCES, -Errno.ENOTSUP);
      for (const how of [READ, WRITE, READ | LIST]) expectErrno(root.open('file', how), -Errno.EACCES);
    });

    it('are distinguished from what is not a directory', () => {
      const how = Open.READ | Open.DIRECTORY;
      expectErrno(root.open('file', how), -Errno.ENOTDIR);
      expectErrno(root.open('link', how), -Errno.ELOOP, -Errno.ENOTDIR);
      expectErrno(root.open('none', how), -Errno.ENOENT);
    });
  });
}
