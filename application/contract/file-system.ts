import { Errno, type FileSystem } from '../../domain/index.js';
import { type ContractTest, collectTests } from './contract-test.js';
import { descentTests } from './descent.js';
import { directoryTests } from './directory.js';
import { expectEqual, expectErrno } from './expectations.js';
import { fileTests } from './file.js';
import { linksTests } from './links.js';
import { namesTests } from './names.js';
import { openFilesTests } from './open-files.js';
import { openingTests } from './opening.js';
import { renamingTests } from './renaming.js';
import { completeTraits, type DirectoryTraits, type MakeTestDirectory } from './test-directory.js';
import { timesTests } from './times.js';

/**
 * What `Directory` and `File` promise, where everything can be changed.
 * @param make makes an empty directory
 * @param traits what the directory's host cannot do; it is expected to do everything else
 * @throws ConfigurationError for a trait that does not exist, and for an invalid value of one
 */
export function directoryContract(make: MakeTestDirectory, traits: Partial<DirectoryTraits> = {}): ContractTest[] {
  const all = completeTraits(traits);
  return [
    ...openingTests(make),
    ...fileTests(make),
    ...timesTests(make, all),
    ...directoryTests(make),
    ...namesTests(make, all),
    ...openFilesTests(make, all),
    ...linksTests(make, all),
    ...renamingTests(make, all),
    ...descentTests(make, all),
  ];
}

/**
 * What `FileSystem` promises.
 * @param paths host paths of a directory, of a file, and of nothing
 */
export function fileSystemContract(
  fileSystem: FileSystem,
  paths: () => { readonly directory: string; readonly file: string; readonly missing: string },
): ContractTest[] {
  return collectTests('openPreopen', it => {
    it('opens a directory', () => {
      const directory = fileSystem.openPreopen(paths().directory);
      if (typeof directory === 'number') throw new Error(`openPreopen: ${directory}`);
      expectEqual(directory.kind, 'directory');
      directory.close();
    });

    it('tells what is missing and what is no directory', () => {
      expectErrno(fileSystem.openPreopen(paths().missing), -Errno.ENOENT);
      expectErrno(fileSystem.openPreopen(''), -Errno.ENOENT);
      expectErrno(fileSystem.openPreopen(paths().file), -Errno.ENOTDIR);
    });
  });
}
