import { readOnly } from 'hostcall';
import {
  type Descent,
  type Directory,
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

/** What can be read of an archive. What would change it is `readOnly`'s to refuse. */
class ZipDirectory implements Directory {
  readonly kind = 'directory';
  readonly #directory: ArchivedDirectory;
  readonly #common: Common;

  constructor(directory: ArchivedDirectory, common: Common) {
    this.#directory = directory;
    this.#common = common;
  }

  descend(path: string, into: Descent): number {
    let directory = this.#directory;
    let errno = 0;
    into.steps = 0;
    for (const name of path.split('/')) {
      const next = directory.entries.get(name);
      if (next?.kind !== 'directory') {
        errno = next === undefined ? -Errno.ENOENT : -Errno.ENOTDIR;
        break;
      }
      directory = next;
      into.steps++;
    }
    into.directory = new ZipDirectory(directory, this.#common);
    return errno;
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

  readlink(name: string): number {
    return this.#find(name) === undefined ? -Errno.ENOENT : -Errno.EINVAL;
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

  setTimes(): number {
    return -Errno.EROFS;
  }

  createDirectory(): number {
    return -Errno.EROFS;
  }

  removeDirectory(): number {
    return -Errno.EROFS;
  }

  unlink(): number {
    return -Errno.EROFS;
  }

  symlink(): number {
    return -Errno.EROFS;
  }

  link(): number {
    return -Errno.EROFS;
  }

  rename(): number {
    return -Errno.EROFS;
  }

  sync(): number {
    return 0;
  }

  close(): void {}

  #find(name: string): ArchivedFile | ArchivedDirectory | undefined {
    return name === '.' ? this.#directory : this.#directory.entries.get(name);
  }
}
