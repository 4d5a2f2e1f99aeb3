import { expect } from 'chai';
import { Errno, type FileSystem } from '../../domain/index.js';
import { describeDescent } from './descent.js';
import { describeDirectory } from './directory.js';
import { describeFile } from './file.js';
import { describeLinks } from './links.js';
import { describeNames } from './names.js';
import { describeOpenFiles } from './open-files.js';
import { describeOpening } from './opening.js';
import { describeRenaming } from './renaming.js';
import { expectErrno, type MakeRoot, type Traits } from './root.js';
import { describeTimes } from './times.js';

/** Everything that `Directory` and `File` promise. */
export function describeFiles(name: string, make: MakeRoot, traits: Traits): void {
  describeOpening(name, make);
  describeFile(name, make);
  describeTimes(name, make, traits);
  describeDirectory(name, make);
  describeNames(name, make, traits);
  describeOpenFiles(name, make, traits);
  describeLinks(name, make, traits);
  describeRenaming(name, make, traits);
  describeDescent(name, make, traits);
}

/**
 * `FileSystem.openPreopen`.
 * @param paths host paths of a directory, of a file, and of nothing
 */
export function describeFileSystem(
  name: string,
  fileSystem: FileSystem,
  paths: () => { readonly directory: string; readonly file: string; readonly missing: string },
): void {
  describe(`${name}: openPreopen`, () => {
    it('opens a directory', () => {
      const directory = fileSystem.openPreopen(paths().directory);
      if (typeof directory === 'number') throw new Error(`openPreopen: ${directory}`);
      expect(directory.kind).to.equal('directory');
      directory.close();
    });

    it('tells what is missing and what is no directory', () => {
      expectErrno(fileSystem.openPreopen(paths().missing), -Errno.ENOENT);
      expectErrno(fileSystem.openPreopen(''), -Errno.ENOENT);
      expectErrno(fileSystem.openPreopen(paths().file), -Errno.ENOTDIR);
    });
  });
}
