import { readOnly } from 'hostcall';
import {
  type Directory,
  DirectoryBase,
  type DirectoryEntry,
  Errno,
  type File,
  type Filestat,
  Filetype,
  Open,
} from 'hostcall/ports';
import { type ArchivedDirectory, type ArchivedFile, readArchive } from './archive.js';
import { type Common, fillFilestat } from './attributes.js';
import { ZipFile } from './zip-file.js';

/** The next archive's device number. High, so as to be far from those of real devices. */
let nextDevice = 1n << 40n;

/**
 * A directory that holds what is in a zip archive, and cannot be changed.
 * @param zip the archive's bytes, which are not kept
 * @param time that all entries have, in nanoseconds since 1970
 * @throws Error if it is no archive, or has names in it that lead elsewhere
 */
export function zipDirectory(zip: Uint8Array, time = 0n): Directory {
  return readOnly(new ZipDirectory(readArchive(zip), { device: nextDevice++, time }));
}

/** What can be read of an archive. The view that `readOnly` makes returns the errno for what would change it. */
class ZipDirectory extends DirectoryBase {
  readonly #directory: ArchivedDirectory;
  readonly #common: Common;

  constructor(directory: ArchivedDirectory, common: Common) {
    super();
    this.#directory = directory;
    this.#common = common;
  }

  protected override child(name: string): DirectoryBase | number {
    const entry = this.#find(name);
    if (entry === undefined) return -Errno.ENOENT;
    return entry.kind === 'directory' ? new ZipDirectory(entry, this.#common) : -Errno.ENOTDIR;
  }

  open(name: string, how: number): File | Directory | number {
    const entry = this.#find(name);
    if (entry === undefined) return -Errno.ENOENT;
    if (entry.kind === 'directory') return new ZipDirectory(entry, this.#common);
    return (how & Open.DIRECTORY) === 0 ? new ZipFile(entry, this.#common) : -Errno.ENOTDIR;
  }

  stat(name: string, into: Filestat): number {
    const entry = this.#find(name);
    return entry === undefined ? -Errno.ENOENT : fillFilestat(entry, this.#common, into);
  }

  list(): DirectoryEntry[] {
    return [...this.#directory.entries].map(([name, entry]) => ({
      name,
      inode: entry.inode,
      filetype: entry.kind === 'file' ? Filetype.REGULAR_FILE : Filetype.DIRECTORY,
    }));
  }

  parentInode(): bigint {
    return (this.#directory.parent ?? this.#directory).inode;
  }

  #find(name: string): ArchivedFile | ArchivedDirectory | undefined {
    return name === '.' ? this.#directory : this.#directory.entries.get(name);
  }
}
