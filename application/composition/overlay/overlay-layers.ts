import {
  type Descent,
  type Directory,
  type DirectoryEntry,
  Errno,
  emptyFilestat,
  type Filestat,
  Filetype,
  foldedNaming,
  Open,
} from '../../../domain/index.js';
import { FileCopier } from '../copy-file.js';
import { DirectoryCursor } from '../directory-cursor.js';
import { identityOf, keyOf } from '../names.js';
import { couldBeShort, foldsNames, isListed } from '../spellings.js';
import type { OverlayNode } from './overlay-node.js';

/** A file of the base that is open. */
export interface OpenBaseFile {
  readonly isWritable: boolean;
  /** It was copied up: reads and writes go to the copy from now on. */
  goOnIn(upper: Directory, name: string): void;
  /** Its only name in the base was removed. */
  loseName(): void;
}

/** The state of an overlay beyond its two directories, kept from one program to the next. */
export interface OverlayState {
  root: OverlayNode;
  /** Inode in the upper directory → the identity that guests see: a file keeps its identity when it is copied up. */
  readonly identities: Map<bigint, Identity>;
  /** Files of the base that are open, by their identity in the base. */
  readonly openFiles: Map<string, Set<OpenBaseFile>>;
}

export interface Identity {
  /** Device of the upper directory. */
  readonly upperDevice: bigint;
  readonly device: bigint;
  readonly inode: bigint;
}

/**
 * The two directories of an overlay while it is open for a program. Directories below are descended to whenever they are needed, in one
 * descent each, so only the two are kept open, and a directory is found wherever it has been moved to.
 */
export class OverlayLayers {
  readonly state: OverlayState;
  /** The last thing found was in the base, not in the upper directory. */
  inBase = false;
  /** Called from time to time while a file is copied. */
  #pause: (() => void) | undefined;
  readonly #base: Directory;
  readonly #upper: Directory;
  readonly #onClose: () => void;
  readonly #copier = new FileCopier();
  readonly #descent: Descent;
  /** While no program uses the overlay: the last position in the upper directory, in the base for a node, and in the base for a path. */
  #cursors:
    | { readonly upper: DirectoryCursor; readonly base: DirectoryCursor; readonly place: DirectoryCursor }
    | undefined;
  /** Open directories and files that depend on the two. */
  #holders = 0;

  constructor(state: OverlayState, base: Directory, upper: Directory, onClose: () => void) {
    this.state = state;
    this.#base = base;
    this.#upper = upper;
    this.#onClose = onClose;
    this.#descent = { directory: upper, steps: 0 };
  }

  /** See `Directory.pauseWith`. */
  pauseWith(pause: () => void): void {
    this.#pause = pause;
    this.#base.pauseWith?.(pause);
    this.#upper.pauseWith?.(pause);
  }

  hold(): void {
    this.#holders++;
  }

  release(): void {
    if (--this.#holders > 0) return;
    this.#closeCursors();
    this.#base.close();
    this.#upper.close();
    this.#onClose();
  }

  get base(): Directory {
    return this.#base;
  }

  get upper(): Directory {
    return this.#upper;
  }

  /**
   * From now on visits both directories a level at a time, until they are closed, so that no depth is too great. Call it only while no program has
   * the overlay open: directories that have been visited must not be moved. A second call closes what is kept open. Directories are borrowed until
   * the next one of the same layer is requested.
   */
  goStepwise(): void {
    this.#closeCursors();
    this.#cursors = {
      upper: new DirectoryCursor(this.#upper),
      base: new DirectoryCursor(this.#base),
      place: new DirectoryCursor(this.#base),
    };
  }

  #closeCursors(): void {
    for (const cursor of Object.values(this.#cursors ?? {})) cursor.close();
    this.#cursors = undefined;
  }

  /** The entry of the base at a path. @returns as `Directory.descend` */
  descendBase(path: string, into: Descent): number {
    return this.#base.descend(path, into);
  }

  descendUpper(path: string, into: Descent): number {
    return this.#upper.descend(path, into);
  }

  /** A directory's part in the upper directory. Borrowed; `-ENOENT` if it has none. */
  upperOf(node: OverlayNode): Directory | number {
    return node.removed === undefined ? this.upperAt(node.path) : -Errno.ENOENT;
  }

  /** A directory's part in the base. Borrowed; `-ENOENT` if it has none. */
  baseOf(node: OverlayNode): Directory | number {
    if (node.base === undefined || node.removed !== undefined) return -Errno.ENOENT;
    return this.#cursors?.base.goTo(node.base) ?? this.#directory(this.#base, node.base);
  }

  /** The directory in the base at a path. Borrowed; `-ENOENT` if there is none. */
  baseAt(path: string): Directory | number {
    return this.#cursors?.place.goTo(path) ?? this.#directory(this.#base, path);
  }

  /** The directory in the upper directory at a path. Borrowed; `-ENOENT` if there is none. */
  upperAt(path: string): Directory | number {
    return this.#cursors?.upper.goTo(path) ?? this.#directory(this.#upper, path);
  }

  /**
   * The spelling of a name: that of a name which the overlay already knows and the base takes for the same. If the base does not state its rules for
   * names, they are determined by trial, once per directory.
   */
  spelt(node: OverlayNode, name: string): string {
    if (name === '.' || node.removed !== undefined) return name;
    if (!node.isNamingKnown) this.#tryNaming(node, name);
    const { naming } = node;
    if (naming !== foldedNaming) return name;
    const known = node.known(name);
    if (known !== undefined) return known.name;
    const upper = this.upperOf(node);
    const entries = typeof upper === 'number' ? upper : upper.list();
    if (typeof entries === 'number') return name;
    return entries.find(entry => naming.key(entry.name) === naming.key(name))?.name ?? name;
  }

  /** The same for a path. */
  speltPath(from: OverlayNode, names: readonly string[]): string[] {
    let node: OverlayNode | undefined = from;
    return names.map(name => {
      const spelt: string = node === undefined ? name : this.spelt(node, name);
      node = node?.known(spelt);
      return spelt;
    });
  }

  #tryNaming(node: OverlayNode, name: string): void {
    const base = this.baseOf(node);
    if (typeof base === 'number' || base.stat(name, emptyFilestat()) < 0) return;
    const folds = foldsNames(base, name);
    if (folds === true) node.compareBy(foldedNaming);
    else if (folds === false) node.isNamingKnown = true;
  }

  /**
   * Finds a name, or `.`, and sets `inBase`.
   * @param into its attributes
   * @returns the directory of that layer, borrowed; or a negative errno
   */
  find(node: OverlayNode, name: string, into: Filestat): Directory | number {
    this.inBase = false;
    const upper = this.upperOf(node);
    const errno = typeof upper === 'number' ? upper : upper.stat(name, into);
    if (errno === 0) {
      this.identify(into);
      return upper;
    }
    if (errno !== -Errno.ENOENT) return errno;
    return this.#findInBase(node, name, into);
  }

  /** Gives a file of the upper directory the identity it had before it was copied there. */
  identify(into: Filestat): Identity | undefined {
    const identity = this.state.identities.get(into.inode);
    if (identity === undefined || identity.upperDevice !== into.device) return undefined;
    into.device = identity.device;
    into.inode = identity.inode;
    return identity;
  }

  /** @param path of the node, if it is known. @param pause as for `Directory.list` */
  list(node: OverlayNode, path = node.path, pause?: () => void): DirectoryEntry[] | number {
    if (node.removed !== undefined) return [];
    const upper = this.upperAt(path);
    const above = typeof upper === 'number' ? upper : upper.list(pause);
    if (typeof above === 'number' && above !== -Errno.ENOENT) return above;
    const base = this.baseOf(node);
    const below = typeof base === 'number' ? base : base.list(pause);
    if (typeof below === 'number' && (below !== -Errno.ENOENT || typeof above === 'number')) return below;
    const { identities } = this.state;
    const entries = typeof above === 'number' ? [] : above;
    const all = entries.map(entry => ({ ...entry, inode: identities.get(entry.inode)?.inode ?? entry.inode }));
    if (typeof below === 'number') return all;
    const keys = new Set(all.map(({ name }) => keyOf(node.naming, name)));
    for (const entry of below) {
      if (!keys.has(keyOf(node.naming, entry.name)) && !node.isHidden(entry.name)) all.push(entry);
    }
    return all;
  }

  /** Whether the directory's part in the base may be listed. @returns 0, or a negative errno */
  mayList(node: OverlayNode): number {
    const base = this.baseOf(node);
    if (typeof base === 'number') return base === -Errno.ENOENT ? 0 : base;
    const opened = base.open('.', Open.READ | Open.DIRECTORY | Open.LIST);
    if (typeof opened === 'number') return opened;
    opened.close();
    return 0;
  }

  /** Makes sure that a directory exists in the upper directory: it and its parents are created as they are in the base. */
  prepare(node: OverlayNode): number {
    const missing: { readonly node: OverlayNode; readonly parent: OverlayNode }[] = [];
    for (let each = node; ; ) {
      const upper = this.upperOf(each);
      if (typeof upper !== 'number') break;
      const { parent } = each;
      if (upper !== -Errno.ENOENT || parent === undefined || each.removed !== undefined) return upper;
      missing.push({ node: each, parent });
      each = parent;
    }
    for (let next = missing.pop(); next !== undefined; next = missing.pop()) {
      const errno = this.#makeAsInBase(next.node, next.parent);
      if (errno < 0) return errno;
    }
    return 0;
  }

  #makeAsInBase(node: OverlayNode, parent: OverlayNode): number {
    const was = emptyFilestat();
    const base = this.baseOf(node);
    const found = typeof base === 'number' ? base : base.stat('.', was);
    if (found < 0) return found;
    const name = this.#spelling(parent, node.name);
    return this.#unnoticed(parent, directory => directory.createDirectory(name), name, was);
  }

  /**
   * Copies a file or a symbolic link from the base, so that it can be changed. Files that are open continue with the copy.
   * @param was its attributes in the base
   * @param whole false if its content is not wanted
   */
  copyUp(node: OverlayNode, name: string, was: Filestat, whole = true): number {
    const before = { ...was };
    const errno = this.prepare(node);
    if (errno < 0) return errno;
    const made = this.#unnoticed(
      node,
      directory => this.#copy(node, name, directory, before.filetype, whole),
      name,
      before,
    );
    if (made < 0) return made;
    const upper = this.upperOf(node);
    const open = this.state.openFiles.get(identityOf(before));
    if (typeof upper !== 'number' && open !== undefined) for (const file of [...open]) file.goOnIn(upper, name);
    return 0;
  }

  /** Whether a file of the base is open for writing: it must be copied up before it loses its name. */
  isBeingWritten(was: Filestat): boolean {
    return [...(this.state.openFiles.get(identityOf(was)) ?? [])].some(file => file.isWritable);
  }

  /** Notes that a name of the base has been removed or replaced; also one that cannot be looked at now. */
  hide(node: OverlayNode, name: string): void {
    if (this.#findInBase(node, name, emptyFilestat()) !== -Errno.ENOENT) node.hide(name);
  }

  /**
   * Sets the time of a directory's last change by the clock of the upper directory, by creating and removing an entry.
   * @returns 0, also where none can be created; a negative errno if it cannot be removed again
   */
  touch(node: OverlayNode, name: string): number {
    this.prepare(node);
    const upper = this.upperOf(node);
    return typeof upper !== 'number' && upper.createDirectory(name) === 0 ? upper.removeDirectory(name) : 0;
  }

  /** The inode of a name in the upper directory that is about to be removed for good; undefined if it has other names. */
  lastOf(upper: Directory, name: string): bigint | undefined {
    if (this.state.identities.size === 0) return undefined;
    const stat = emptyFilestat();
    if (upper.stat(name, stat) < 0) return undefined;
    return stat.filetype === Filetype.DIRECTORY || stat.links <= 1n ? stat.inode : undefined;
  }

  #findInBase(node: OverlayNode, name: string, into: Filestat): Directory | number {
    if (node.isHidden(name)) return -Errno.ENOENT;
    const base = this.baseOf(node);
    if (typeof base === 'number') return base;
    const errno = base.stat(name, into);
    if (errno < 0) return errno;
    // The short name of a file has another key than its long name.
    if (node.naming === foldedNaming && couldBeShort(name) && !isListed(base, name)) return -Errno.ENOENT;
    this.inBase = true;
    return base;
  }

  #copy(node: OverlayNode, name: string, upper: Directory, filetype: number, whole: boolean): number {
    const base = this.baseOf(node);
    if (typeof base === 'number') return base;
    if (filetype === Filetype.SYMBOLIC_LINK) {
      const target = base.readlink(name);
      return typeof target === 'number' ? target : upper.symlink(this.#spelling(node, name), target);
    }
    if (filetype !== Filetype.REGULAR_FILE) return -Errno.ENOTSUP;
    const spelt = this.#spelling(node, name);
    let copied = false;
    try {
      const errno = whole
        ? this.#copier.copy(base, spelt, upper, spelt, this.#pause)
        : this.#copier.create(upper, spelt);
      copied = errno === 0;
      return errno;
    } finally {
      if (!copied) upper.unlink(spelt);
    }
  }

  /** The base's spelling of a name, which a copy keeps. */
  #spelling(node: OverlayNode, name: string): string {
    const { naming } = node;
    if (naming === undefined || naming === foldedNaming) return name;
    const base = this.baseOf(node);
    const entries = typeof base === 'number' ? base : base.list();
    if (typeof entries === 'number') return name;
    return entries.find(entry => naming.key(entry.name) === naming.key(name))?.name ?? name;
  }

  /** Makes a copy in the upper directory, with the original's times and identity, and the times of the directory as they were. */
  #unnoticed(node: OverlayNode, make: (upper: Directory) => number, name: string, was: Filestat): number {
    const upper = this.upperOf(node);
    if (typeof upper === 'number') return upper;
    const around = emptyFilestat();
    const known = upper.stat('.', around);
    const errno = make(upper);
    if (errno < 0) return errno;
    upper.setTimes(name, was.accessed, was.modified);
    if (known === 0) upper.setTimes('.', around.accessed, around.modified);
    const copy = around;
    // The other names of a file stay in the base, and are not the copy's.
    const alone = was.filetype === Filetype.DIRECTORY || was.links <= 1n;
    if (alone && upper.stat(name, copy) === 0) {
      const { device, inode } = was;
      this.state.identities.set(copy.inode, { upperDevice: copy.device, device, inode });
    }
    return 0;
  }

  #directory(root: Directory, path: string): Directory | number {
    if (path === '') return root;
    const errno = root.descend(path, this.#descent);
    if (errno === 0) return this.#descent.directory;
    return errno === -Errno.ENOTDIR || errno === -Errno.ELOOP ? -Errno.ENOENT : errno;
  }
}
