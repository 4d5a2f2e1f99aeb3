import {
  type Descent,
  type Directory,
  errnoName,
  type File,
  type Filestat,
  type Naming,
  Open,
} from '../../domain/index.js';
import { BIGINT, checkOptions, FLAG, having, type OptionKinds, withDefaults } from '../options/index.js';
import { on } from './contract-test.js';
import { expectEqual, expectErrno } from './expectations.js';
import { contents, room, vectors } from './iovecs.js';

/** What some file systems can do and others cannot. Each trait names the errno that is expected of one that cannot. */
export interface DirectoryTraits {
  /** It has symbolic links. Otherwise `symlink` is `-ENOTSUP`. */
  readonly symlinks: boolean;
  /** A link to an absolute path can be made. Otherwise that is `-ENOTCAPABLE`; no hostcall requests one. */
  readonly absoluteTargets: boolean;
  /** Files can have several names. Otherwise `link` is `-ENOTSUP`. */
  readonly hardLinks: boolean;
  /** A symbolic link itself can have several names. Otherwise that is `-ENOTSUP`. */
  readonly linksToLinks: boolean;
  /** Appending and synchronising can be switched while a file is open, also after it has lost its name. Otherwise that is `-ENOTSUP`. */
  readonly flagsOfNameless: boolean;
  /** A directory that is open can be used after it was moved. Otherwise it is `-ENOENT`. */
  readonly followsMoves: boolean;
  /** By which rules names are refused, with `-EINVAL`, and compared; undefined if every name stands for itself. */
  readonly naming: Naming | undefined;
  /** The name of a file that is removed while it is open is free at once. Otherwise it is `-EACCES` until the file is closed. */
  readonly freesNames: boolean;
  /** A file can be renamed to the name of an open one. Otherwise that is `-EPERM`. */
  readonly replacesOpenFiles: boolean;
  /** A directory can be renamed while a file in it is open. Otherwise that is `-EPERM`. */
  readonly movesOpenFiles: boolean;
  /** The unit of the times that are kept, in nanoseconds; what is set is rounded down. */
  readonly timeUnit: bigint;
  /** Renaming changes how a name is spelt. Otherwise a name that differs from the new one only in case stays as it was spelt. */
  readonly respells: boolean;
  /** Times of access are what they were set to. Otherwise they may be those of a later access that is not this test's. */
  readonly accessTimes: boolean;
}

/** What a directory of Linux does. */
export const ALL_TRAITS: DirectoryTraits = {
  symlinks: true,
  absoluteTargets: true,
  hardLinks: true,
  linksToLinks: true,
  flagsOfNameless: true,
  followsMoves: true,
  naming: undefined,
  freesNames: true,
  replacesOpenFiles: true,
  movesOpenFiles: true,
  timeUnit: 1n,
  respells: true,
  accessTimes: true,
};

const kinds: OptionKinds<DirectoryTraits> = {
  symlinks: FLAG,
  absoluteTargets: FLAG,
  hardLinks: FLAG,
  linksToLinks: FLAG,
  flagsOfNameless: FLAG,
  followsMoves: FLAG,
  naming: having('violation', 'isTooLong', 'key'),
  freesNames: FLAG,
  replacesOpenFiles: FLAG,
  movesOpenFiles: FLAG,
  timeUnit: BIGINT,
  respells: FLAG,
  accessTimes: FLAG,
};

/**
 * The traits of a directory: those of Linux, but for some.
 * @throws ConfigurationError for a trait that does not exist, and for an invalid value of one
 */
export function completeTraits(traits: Partial<DirectoryTraits>): DirectoryTraits {
  checkOptions(traits, 'directoryContract()', kinds);
  return withDefaults(ALL_TRAITS, traits);
}

/** A directory to test on. */
export interface TestDirectory {
  readonly directory: Directory;
  /** Closes the directory and removes what was made for the test. */
  dispose?(): void;
}

/** Makes an empty directory to test on: a new one in each call. */
export type MakeTestDirectory = () => TestDirectory;

/** A test on a fresh directory, which is taken away afterwards. */
export function onRoot(make: MakeTestDirectory, test: (directory: Directory) => void): () => void {
  return on(make, ({ directory }) => test(directory));
}

/** A record for a port to fill, with nonsense in it. */
export function blankFilestat(): Filestat {
  return { device: 77n, inode: 77n, filetype: 77, links: 77n, size: 77n, accessed: 77n, modified: 77n, changed: 77n };
}

/** The attributes of a name. */
export function statOf(directory: Directory, name: string): Filestat {
  const stat = blankFilestat();
  expectErrno(directory.stat(name, stat), 0);
  return stat;
}

/** A record for `descend` to fill, with nonsense in it. */
export function blankDescent(from: Directory): Descent {
  return { directory: from, steps: 77 };
}

/** Goes down, which must succeed. */
export function descendTo(from: Directory, path: string): Directory {
  const into = blankDescent(from);
  expectErrno(from.descend(path, into), 0);
  expectEqual(into.steps, path.split('/').length);
  return into.directory;
}

/** Opens a file, which must succeed. */
export function openFile(directory: Directory, name: string, how: number): File {
  const file = directory.open(name, how);
  if (typeof file === 'number') expectErrno(file, 0);
  expectEqual((file as File).kind, 'file');
  return file as File;
}

/** Opens a directory, which must succeed. */
export function openDirectory(directory: Directory, name: string, how: number = Open.READ | Open.DIRECTORY): Directory {
  const opened = directory.open(name, how);
  if (typeof opened === 'number') expectErrno(opened, 0);
  expectEqual((opened as Directory).kind, 'directory');
  return opened as Directory;
}

/** Makes a file have this content. */
export function put(directory: Directory, name: string, text: string): void {
  const file = openFile(directory, name, Open.WRITE | Open.CREATE | Open.TRUNCATE);
  const from = vectors(text);
  expectEqual(file.write(from, 0), from.total);
  expectEqual(file.close(), 0);
}

/** The content of a file. */
export function take(directory: Directory, name: string): string {
  const file = openFile(directory, name, Open.READ);
  const size = file.size();
  const into = room(size);
  expectEqual(file.read(into, 0), size);
  expectEqual(file.close(), 0);
  return contents(into).join('');
}

/** The names in a directory, sorted. */
export function namesIn(directory: Directory): string[] {
  const entries = directory.list();
  if (typeof entries === 'number') throw new Error(`list: ${errnoName(-entries)}`);
  return entries.map(entry => entry.name).sort();
}
