import type { Descent, Directory, DirectoryEntry, File, Filestat } from '../../../domain/index.js';
import { firstNames, joined } from '../names.js';
import { WrappedDirectory } from '../wrapped-directory.js';
import type { FaultableOperation, FaultPlan } from './fault-plan.js';
import { FaultyFile } from './faulty-file.js';

/** A directory that consults a plan before each operation. */
export class FaultyDirectory extends WrappedDirectory {
  readonly #plan: FaultPlan;
  /** Its path at the time it was reached. */
  readonly #path: string;

  constructor(inner: Directory, plan: FaultPlan, path: string) {
    super(inner);
    this.#plan = plan;
    this.#path = path;
  }

  protected override reached(inner: Directory, path: string): Directory {
    return new FaultyDirectory(inner, this.#plan, joined(this.#path, path));
  }

  protected override opened(inner: File | Directory, name: string): File | Directory {
    const path = name === '.' ? this.#path : joined(this.#path, name);
    return inner.kind === 'directory'
      ? new FaultyDirectory(inner, this.#plan, path)
      : new FaultyFile(inner, this.#plan, path);
  }

  protected override unwrapped(directory: Directory): Directory {
    const isNeighbour = directory instanceof FaultyDirectory && directory.#plan === this.#plan;
    return isNeighbour ? directory.inner : directory;
  }

  /** The descent can fail at each directory on the way. */
  override descend(path: string, into: Descent): number {
    const count = path.split('/').length;
    for (let steps = 0; steps < count; steps++) {
      const errno = this.#errnoFor('descend', firstNames(path, steps + 1));
      if (errno === 0) continue;
      into.steps = 0;
      into.directory = this;
      if (steps === 0) return errno;
      const before = super.descend(firstNames(path, steps), into);
      return before < 0 ? before : errno;
    }
    return super.descend(path, into);
  }

  override open(name: string, how: number): File | Directory | number {
    return this.#errnoFor('open', name) || super.open(name, how);
  }

  override stat(name: string, into: Filestat): number {
    return this.#errnoFor('stat', name) || super.stat(name, into);
  }

  override setTimes(name: string, accessed: bigint | undefined, modified: bigint | undefined): number {
    return this.#errnoFor('setTimes', name) || super.setTimes(name, accessed, modified);
  }

  override createDirectory(name: string): number {
    return this.#errnoFor('createDirectory', name) || super.createDirectory(name);
  }

  override removeDirectory(name: string): number {
    return this.#errnoFor('removeDirectory', name) || super.removeDirectory(name);
  }

  override unlink(name: string): number {
    return this.#errnoFor('unlink', name) || super.unlink(name);
  }

  override symlink(name: string, target: string): number {
    return this.#errnoFor('symlink', name) || super.symlink(name, target);
  }

  override readlink(name: string): string | number {
    return this.#errnoFor('readlink', name) || super.readlink(name);
  }

  override link(name: string, newDirectory: Directory, newName: string): number {
    return this.#errnoForBoth('link', name, newDirectory, newName) || super.link(name, newDirectory, newName);
  }

  override rename(name: string, newDirectory: Directory, newName: string): number {
    return this.#errnoForBoth('rename', name, newDirectory, newName) || super.rename(name, newDirectory, newName);
  }

  override list(pause?: () => void): DirectoryEntry[] | number {
    return this.#errnoFor('list', '.') || super.list(pause);
  }

  override sync(): number {
    return this.#errnoFor('sync', '.') || super.sync();
  }

  #errnoFor(operation: FaultableOperation, name: string): number {
    return this.#plan.errnoFor(operation, this.#pathOf(name));
  }

  #errnoForBoth(operation: FaultableOperation, name: string, newDirectory: Directory, newName: string): number {
    const newPath = newDirectory instanceof FaultyDirectory ? newDirectory.#pathOf(newName) : undefined;
    return this.#plan.errnoFor(operation, this.#pathOf(name), newPath);
  }

  #pathOf(name: string): string {
    if (name !== '.') return joined(this.#path, name);
    return this.#path === '' ? '.' : this.#path;
  }
}
