import { type Directory, Errno, emptyFilestat, type File, Filetype, Open } from '../../../domain/index.js';
import { identityOf } from '../names.js';
import { WrappedDirectory } from '../wrapped-directory.js';
import { QuotaFile } from './quota-file.js';
import type { QuotaUsage } from './quota-usage.js';

/** A directory whose contents are counted. */
export class QuotaDirectory extends WrappedDirectory {
  readonly #usage: QuotaUsage;
  /** The identity by which it counts as open; undefined for the uppermost directory and for borrowed ones. */
  #key: string | undefined;

  /** @param counted whether it counts as open until it is closed */
  constructor(inner: Directory, usage: QuotaUsage, counted: boolean) {
    super(inner);
    this.#usage = usage;
    if (!counted) return;
    const stat = emptyFilestat();
    inner.stat('.', stat);
    this.#key = identityOf(stat);
    usage.opened(this.#key);
  }

  protected override reached(inner: Directory): Directory {
    return new QuotaDirectory(inner, this.#usage, false);
  }

  protected override opened(inner: File | Directory, _name: string, how: number): File | Directory {
    return inner.kind === 'directory'
      ? new QuotaDirectory(inner, this.#usage, true)
      : new QuotaFile(inner, this.#usage, how);
  }

  protected override unwrapped(directory: Directory): Directory {
    const isNeighbour = directory instanceof QuotaDirectory && directory.#usage === this.#usage;
    return isNeighbour ? directory.inner : directory;
  }

  override open(name: string, how: number): File | Directory | number {
    const usage = this.#usage;
    const creating = (how & Open.CREATE) !== 0;
    if (creating && (how & Open.DIRECTORY) !== 0) return -Errno.EINVAL;
    if (usage.open >= usage.maxOpen) return -Errno.EMFILE;
    if (!creating && (how & Open.TRUNCATE) === 0) return super.open(name, how);
    const was = emptyFilestat();
    const found = this.inner.stat(name, was);
    const isNew = creating && found === -Errno.ENOENT;
    if (isNew && usage.inodes >= usage.maxInodes) return -Errno.ENOSPC;
    const opened = super.open(name, how);
    if (typeof opened === 'number') return opened;
    if (isNew) usage.inodes++;
    const isCut = found === 0 && (how & Open.TRUNCATE) !== 0 && was.filetype === Filetype.REGULAR_FILE;
    if (isCut) usage.bytes -= Number(was.size);
    return opened;
  }

  override createDirectory(name: string): number {
    return this.#make(name, () => this.inner.createDirectory(name));
  }

  override symlink(name: string, target: string): number {
    return this.#make(name, () => this.inner.symlink(name, target));
  }

  override freeBytes(): number {
    const free = super.freeBytes();
    return free < 0 ? this.#usage.room : Math.min(free, this.#usage.room);
  }

  override link(name: string, newDirectory: Directory, newName: string): number {
    if (!(newDirectory instanceof QuotaDirectory)) return super.link(name, newDirectory, newName);
    return newDirectory.#make(newName, () => super.link(name, newDirectory, newName));
  }

  override removeDirectory(name: string): number {
    return this.#take(this, name, () => this.inner.removeDirectory(name));
  }

  override unlink(name: string): number {
    return this.#take(this, name, () => this.inner.unlink(name));
  }

  override rename(name: string, newDirectory: Directory, newName: string): number {
    const rename = () => super.rename(name, newDirectory, newName);
    if (!(newDirectory instanceof QuotaDirectory)) return rename();
    const source = emptyFilestat();
    const target = emptyFilestat();
    const replaces = this.inner.stat(name, source) === 0 && newDirectory.inner.stat(newName, target) === 0;
    // Renaming to another name of the same file has no effect.
    const isSame = replaces && identityOf(source) === identityOf(target);
    return replaces && !isSame ? this.#take(newDirectory, newName, rename) : rename();
  }

  override close(): void {
    if (this.#key !== undefined) this.#usage.closed(this.#key, 0);
    this.#key = undefined;
    super.close();
  }

  #make(name: string, make: () => number): number {
    const { inodes, maxInodes } = this.#usage;
    if (inodes >= maxInodes) {
      const errno = this.inner.stat(name, emptyFilestat());
      if (errno === -Errno.ENOENT) return -Errno.ENOSPC;
    }
    const errno = make();
    if (errno === 0) this.#usage.inodes++;
    return errno;
  }

  /** Makes a change that removes a name. */
  #take(directory: QuotaDirectory, name: string, take: () => number): number {
    const was = emptyFilestat();
    const found = directory.inner.stat(name, was);
    const errno = take();
    if (errno === 0 && found === 0) this.#usage.unnamed(was);
    return errno;
  }
}
