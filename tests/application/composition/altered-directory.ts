import { WrappedDirectory } from '../../../application/composition/wrapped-directory.js';
import { WrappedFile } from '../../../application/composition/wrapped-file.js';
import {
  type Descent,
  type Directory,
  type DirectoryEntry,
  emptyFilestat,
  type File,
  type Filestat,
} from '../../../domain/index.js';

/** What a test wants to know of a directory that it hands out. */
export interface Tally {
  /** Files and directories that are open at present, and the most that were. */
  open: number;
  most: number;
  /** How often one was opened. */
  opened: number;
  /** How many paths were descended. */
  descents: number;
}

/** What files do in another way: some of their operations, by the name under which they were opened. */
export type Alterations = (file: File, name: string) => { readonly [Name in keyof File]?: File[Name] | undefined };

/** What is told of a name in another way. */
export type StatAlteration = (stat: Filestat, name: string) => void;

class AlteredFile extends WrappedFile {
  readonly #tally: Tally;

  constructor(inner: File, tally: Tally, alterations: ReturnType<Alterations>) {
    super(inner);
    this.#tally = tally;
    Object.assign(this, alterations);
  }

  override close(): number {
    this.#tally.open--;
    return super.close();
  }
}

/** A directory whose files do some things in another way, and of which is counted how it is used. */
export class AlteredDirectory extends WrappedDirectory {
  readonly tally: Tally;
  readonly #alterations: Alterations;
  readonly #statAlteration: StatAlteration;

  constructor(
    inner: Directory,
    alterations: Alterations = () => ({}),
    statAlteration: StatAlteration = () => {},
    tally: Tally = { open: 0, most: 0, opened: 0, descents: 0 },
  ) {
    super(inner);
    this.#alterations = alterations;
    this.#statAlteration = statAlteration;
    this.tally = tally;
  }

  override stat(name: string, into: Filestat): number {
    const errno = super.stat(name, into);
    this.#statAlteration(into, name);
    return errno;
  }

  override descend(path: string, into: Descent): number {
    this.tally.descents++;
    return super.descend(path, into);
  }

  override close(): void {
    this.tally.open--;
    super.close();
  }

  override list(pause?: () => void): DirectoryEntry[] | number {
    const entries = super.list(pause);
    if (typeof entries === 'number') return entries;
    return entries.map(entry => {
      const stat = { ...emptyFilestat(), ...entry };
      this.#statAlteration(stat, entry.name);
      return { name: entry.name, inode: stat.inode, filetype: stat.filetype };
    });
  }

  protected override reached(inner: Directory): Directory {
    return new AlteredDirectory(inner, this.#alterations, this.#statAlteration, this.tally);
  }

  protected override opened(inner: File | Directory, name: string): File | Directory {
    this.tally.opened++;
    this.tally.most = Math.max(this.tally.most, ++this.tally.open);
    return inner.kind === 'directory'
      ? this.reached(inner)
      : new AlteredFile(inner, this.tally, this.#alterations(inner, name));
  }

  protected override unwrapped(directory: Directory): Directory {
    return directory instanceof AlteredDirectory ? directory.inner : directory;
  }
}
