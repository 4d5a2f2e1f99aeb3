import { WrappedDirectory } from '../../../application/composition/wrapped-directory.js';
import type { Descent, Directory, File, Filestat } from '../../../domain/index.js';

/** What is the same for all spellings of a name on one host or another. */
export type Folding = (name: string) => string;

/** As on APFS: neither case nor the form of letters with marks counts. */
export const foldsAll: Folding = name => name.normalize('NFD').toUpperCase().toLowerCase();
/** As on APFS where case counts. */
export const foldsForm: Folding = name => name.normalize('NFD');
/** As on FAT below Linux: case and dots at the end do not count, and a file has a short name. */
export const foldsLikeFat: Folding = name => {
  const plain = name.toLowerCase().replace(/\.+$/, '');
  return plain.length > 8 ? `${plain.slice(0, 6)}~1` : plain;
};

/** A directory of a host that takes several spellings for one name, and does not tell. */
export class FoldingDirectory extends WrappedDirectory {
  readonly #folding: Folding;
  /** Whether names are compared so in a directory, by its path. */
  readonly #where: (path: string) => boolean;
  readonly #path: string;

  constructor(inner: Directory, folding: Folding, where: (path: string) => boolean = () => true, path = '') {
    super(inner);
    this.#folding = folding;
    this.#where = where;
    this.#path = path;
  }

  override get naming(): undefined {
    return undefined;
  }

  override descend(path: string, into: Descent): number {
    let here: FoldingDirectory = this;
    let steps = 0;
    let errno = 0;
    for (const name of path.split('/')) {
      errno = here.inner.descend(here.#spelt(name), into);
      if (errno < 0) break;
      here = here.reached(into.directory, name) as FoldingDirectory;
      steps++;
    }
    into.steps = steps;
    into.directory = here;
    return errno;
  }

  override open(name: string, how: number): File | Directory | number {
    return super.open(this.#spelt(name), how);
  }

  override stat(name: string, into: Filestat): number {
    return super.stat(this.#spelt(name), into);
  }

  override setTimes(name: string, accessed: bigint | undefined, modified: bigint | undefined): number {
    return super.setTimes(this.#spelt(name), accessed, modified);
  }

  override createDirectory(name: string): number {
    return super.createDirectory(this.#spelt(name));
  }

  override removeDirectory(name: string): number {
    return super.removeDirectory(this.#spelt(name));
  }

  override unlink(name: string): number {
    return super.unlink(this.#spelt(name));
  }

  override symlink(name: string, target: string): number {
    return super.symlink(this.#spelt(name), target);
  }

  override readlink(name: string): string | number {
    return super.readlink(this.#spelt(name));
  }

  override rename(name: string, newDirectory: Directory, newName: string): number {
    return super.rename(this.#spelt(name), newDirectory, (newDirectory as FoldingDirectory).#spelt(newName));
  }

  protected override reached(inner: Directory, path: string): Directory {
    return new FoldingDirectory(inner, this.#folding, this.#where, this.#path === '' ? path : `${this.#path}/${path}`);
  }

  protected override opened(inner: File | Directory, name: string): File | Directory {
    if (inner.kind === 'file') return inner;
    return name === '.'
      ? new FoldingDirectory(inner, this.#folding, this.#where, this.#path)
      : this.reached(inner, name);
  }

  protected override unwrapped(directory: Directory): Directory {
    return directory instanceof FoldingDirectory ? directory.inner : directory;
  }

  #spelt(name: string): string {
    const entries = this.inner.list();
    if (name === '.' || typeof entries === 'number' || !this.#where(this.#path)) return name;
    return entries.find(entry => this.#folding(entry.name) === this.#folding(name))?.name ?? name;
  }
}
