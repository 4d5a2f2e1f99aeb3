import { Errno, emptyFilestat, type Filestat, Filetype } from '../preview1/index.js';
import type { File } from './file-and-stream.js';
import type { Descent, Directory, DirectoryEntry } from './file-system.js';

/**
 * A base class for directories. A subclass implements what its host has. Every operation that it does not override returns `-ENOTSUP`, the port's
 * errno for a missing capability.
 */
export abstract class DirectoryBase implements Directory {
  readonly kind = 'directory';

  /**
   * A directory in this one.
   * @param name a component
   * @returns the directory, borrowed as {@link Descent} says; `-ENOENT` for a missing name, `-ELOOP` for a symbolic link, `-ENOTDIR` for anything else
   */
  protected abstract child(name: string): DirectoryBase | number;

  /** Goes from {@link child} to child. Override it where a run of names costs less than one at a time. */
  descend(path: string, into: Descent): number {
    let directory: DirectoryBase = this;
    let errno = 0;
    into.steps = 0;
    for (const name of path.split('/')) {
      const next = directory.child(name);
      if (typeof next === 'number') {
        errno = next;
        break;
      }
      directory = next;
      into.steps++;
    }
    into.directory = directory;
    return errno;
  }

  abstract open(name: string, how: number): File | Directory | number;
  abstract stat(name: string, into: Filestat): number;
  abstract list(pause?: () => void): DirectoryEntry[] | number;
  abstract parentInode(): bigint;

  setTimes(_name: string, _accessed: bigint | undefined, _modified: bigint | undefined): number {
    return -Errno.ENOTSUP;
  }

  createDirectory(_name: string): number {
    return -Errno.ENOTSUP;
  }

  removeDirectory(_name: string): number {
    return -Errno.ENOTSUP;
  }

  unlink(_name: string): number {
    return -Errno.ENOTSUP;
  }

  symlink(_name: string, _target: string): number {
    return -Errno.ENOTSUP;
  }

  /** Anything but a symbolic link is `-EINVAL`; override it where there are any. */
  readlink(name: string): string | number {
    const found = emptyFilestat();
    const errno = this.stat(name, found);
    if (errno < 0) return errno;
    return found.filetype === Filetype.SYMBOLIC_LINK ? -Errno.ENOTSUP : -Errno.EINVAL;
  }

  link(_name: string, _newDirectory: Directory, _newName: string): number {
    return -Errno.ENOTSUP;
  }

  rename(_name: string, _newDirectory: Directory, _newName: string): number {
    return -Errno.ENOTSUP;
  }

  /** There is nothing to wait for. */
  sync(): number {
    return 0;
  }

  /** There is nothing to close. */
  close(): void {}
}
