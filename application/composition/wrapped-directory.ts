import {
  type Descent,
  type Directory,
  type DirectoryEntry,
  Errno,
  type File,
  type Filestat,
  type Naming,
} from '../../domain/index.js';
import { firstNames } from './names.js';

/**
 * A directory that passes every operation on to another one. A subclass overrides the operations that it changes, and wraps what is reached or opened
 * through it.
 */
export abstract class WrappedDirectory implements Directory {
  readonly kind = 'directory';
  protected readonly inner: Directory;

  /** @param inner what is wrapped; closed with this one */
  constructor(inner: Directory) {
    this.inner = inner;
  }

  get naming(): Naming | undefined {
    return this.inner.naming;
  }

  /** Wraps a directory that a descent has reached. @param path from here */
  protected abstract reached(inner: Directory, path: string): Directory;
  /** Wraps what was opened. @param how flags of `Open` */
  protected abstract opened(inner: File | Directory, name: string, how: number): File | Directory;
  /** The directory inside of the target of a link or a rename; the target itself if it does not belong to this composition. */
  protected abstract unwrapped(directory: Directory): Directory;

  descend(path: string, into: Descent): number {
    const errno = this.inner.descend(path, into);
    const { steps } = into;
    into.directory = steps === 0 ? this : this.reached(into.directory, errno === 0 ? path : firstNames(path, steps));
    return errno;
  }

  open(name: string, how: number): File | Directory | number {
    const opened = this.inner.open(name, how);
    return typeof opened === 'number' ? opened : this.opened(opened, name, how);
  }

  stat(name: string, into: Filestat): number {
    return this.inner.stat(name, into);
  }

  setTimes(name: string, accessed: bigint | undefined, modified: bigint | undefined): number {
    return this.inner.setTimes(name, accessed, modified);
  }

  createDirectory(name: string): number {
    return this.inner.createDirectory(name);
  }

  removeDirectory(name: string): number {
    return this.inner.removeDirectory(name);
  }

  unlink(name: string): number {
    return this.inner.unlink(name);
  }

  symlink(name: string, target: string): number {
    return this.inner.symlink(name, target);
  }

  readlink(name: string): string | number {
    return this.inner.readlink(name);
  }

  link(name: string, newDirectory: Directory, newName: string): number {
    return this.inner.link(name, this.unwrapped(newDirectory), newName);
  }

  rename(name: string, newDirectory: Directory, newName: string): number {
    return this.inner.rename(name, this.unwrapped(newDirectory), newName);
  }

  pauseWith(pause: () => void): void {
    this.inner.pauseWith?.(pause);
  }

  list(pause?: () => void): DirectoryEntry[] | number {
    return this.inner.list(pause);
  }

  parentInode(): bigint {
    return this.inner.parentInode();
  }

  freeBytes(): number {
    return this.inner.freeBytes?.() ?? -Errno.ENOTSUP;
  }

  copyPermissions(from: string, to: string): number {
    return this.inner.copyPermissions?.(from, to) ?? -Errno.ENOTSUP;
  }

  sync(): number {
    return this.inner.sync();
  }

  close(): void {
    this.inner.close();
  }
}
