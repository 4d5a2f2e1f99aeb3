import {
  type Directory,
  Errno,
  emptyFilestat,
  type File,
  type Filestat,
  Filetype,
  type Iovecs,
  Open,
} from '../../domain/index.js';
import { type DirectorySource, isDirectory, type Place, requirePlace, wrappingSource } from './places.js';
import { WrappedDirectory } from './wrapped-directory.js';
import { WrappedFile } from './wrapped-file.js';

/**
 * A read-only view of a directory: any change is `-EROFS`, as on a file system that is mounted read-only. A preopen with `readOnly: true` removes the
 * rights instead, and then the guest gets ENOTCAPABLE.
 * @param place the directory to view; it is closed with the view
 * @throws ConfigurationError for anything that is not a directory
 */
export function readOnly(place: Directory): Directory;
export function readOnly(place: string | DirectorySource): DirectorySource;
export function readOnly(place: Place): Directory | DirectorySource;
export function readOnly(place: Place): Directory | DirectorySource {
  requirePlace(place, 'the directory of readOnly()');
  return isDirectory(place)
    ? new ReadOnlyDirectory(place)
    : wrappingSource(place, directory => new ReadOnlyDirectory(directory));
}

/**
 * Whether something is a view, made by {@link readOnly}, through which nothing can be changed, or was opened through one. It is known by a
 * property, not by its class: an embedder's view may come from another copy of this module.
 */
export function isReadOnlyView(resource: object | undefined): boolean {
  return 'readOnlyView' in (resource ?? {});
}

/** Errors come before `-EROFS` in the order of Linux: the name is looked up first when it is created or opened. */
class ReadOnlyDirectory extends WrappedDirectory {
  /** The attributes read last; one record for all directories of a view. */
  readonly #stat: Filestat;

  constructor(inner: Directory, stat: Filestat = emptyFilestat()) {
    super(inner);
    this.#stat = stat;
  }

  get readOnlyView(): true {
    return true;
  }

  protected override reached(inner: Directory): Directory {
    return new ReadOnlyDirectory(inner, this.#stat);
  }

  protected override opened(inner: File | Directory): File | Directory {
    return inner.kind === 'directory' ? new ReadOnlyDirectory(inner, this.#stat) : new ReadOnlyFile(inner);
  }

  protected override unwrapped(directory: Directory): Directory {
    return directory;
  }

  override open(name: string, how: number): File | Directory | number {
    if ((how & (Open.WRITE | Open.CREATE | Open.TRUNCATE)) === 0) return super.open(name, how);
    const creating = (how & Open.CREATE) !== 0;
    if (creating && (how & Open.DIRECTORY) !== 0) return -Errno.EINVAL;
    const errno = this.inner.stat(name, this.#stat);
    if (errno < 0) return errno === -Errno.ENOENT && creating ? -Errno.EROFS : errno;
    const { filetype } = this.#stat;
    if (creating && (how & Open.EXCLUSIVE) !== 0) return -Errno.EEXIST;
    if (filetype === Filetype.SYMBOLIC_LINK) return -Errno.ELOOP;
    if (filetype === Filetype.DIRECTORY) return -Errno.EISDIR;
    if ((how & Open.DIRECTORY) !== 0) return -Errno.ENOTDIR;
    if ((how & (Open.WRITE | Open.TRUNCATE)) !== 0) return -Errno.EROFS;
    return super.open(name, how & ~Open.CREATE);
  }

  override setTimes(name: string): number {
    return this.inner.stat(name, this.#stat) || -Errno.EROFS;
  }

  override createDirectory(name: string): number {
    return this.#rejectNew(name);
  }

  override removeDirectory(name: string): number {
    const errno = this.inner.stat(name, this.#stat);
    if (errno < 0) return errno;
    return this.#stat.filetype === Filetype.DIRECTORY ? -Errno.EROFS : -Errno.ENOTDIR;
  }

  override unlink(name: string): number {
    const errno = this.inner.stat(name, this.#stat);
    if (errno < 0) return errno;
    return this.#stat.filetype === Filetype.DIRECTORY ? -Errno.EISDIR : -Errno.EROFS;
  }

  override symlink(name: string): number {
    return this.#rejectNew(name);
  }

  override link(name: string, newDirectory: Directory, newName: string): number {
    if (!(newDirectory instanceof ReadOnlyDirectory)) return -Errno.EXDEV;
    return this.inner.stat(name, this.#stat) || newDirectory.#rejectNew(newName);
  }

  override rename(name: string, newDirectory: Directory): number {
    if (!(newDirectory instanceof ReadOnlyDirectory)) return -Errno.EXDEV;
    return this.inner.stat(name, this.#stat) || -Errno.EROFS;
  }

  #rejectNew(name: string): number {
    const errno = this.inner.stat(name, this.#stat);
    if (errno === 0) return -Errno.EEXIST;
    return errno === -Errno.ENOENT ? -Errno.EROFS : errno;
  }
}

class ReadOnlyFile extends WrappedFile {
  get readOnlyView(): true {
    return true;
  }

  // It is open for reading only, whatever the adapter returns for a write.
  override write(_from: Iovecs, _offset: number): number {
    return -Errno.EBADF;
  }

  override setSize(_size: number): number {
    return -Errno.EINVAL;
  }

  override allocate(_offset: number, _length: number): number {
    return -Errno.EBADF;
  }

  override setTimes(_accessed: bigint | undefined, _modified: bigint | undefined): number {
    return -Errno.EROFS;
  }
}
