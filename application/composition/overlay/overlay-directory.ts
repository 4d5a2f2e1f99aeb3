import {
  type Descent,
  type Directory,
  type DirectoryEntry,
  Errno,
  emptyFilestat,
  type File,
  type Filestat,
  Filetype,
  type Naming,
  Open,
} from '../../../domain/index.js';
import { depthOf, identityOf, joined, keyOf } from '../names.js';
import { OverlayFile } from './overlay-file.js';
import type { OverlayLayers } from './overlay-layers.js';
import { basePath, type OverlayNode } from './overlay-node.js';

/** Why a base goes no further than it has directories. */
const ABSENT: ReadonlySet<number> = new Set([0, -Errno.ENOENT, -Errno.ENOTDIR, -Errno.ELOOP]);

/** A directory of an overlay: its node, and the layers in which it is looked up. */
export class OverlayDirectory implements Directory {
  readonly kind = 'directory';
  readonly #layers: OverlayLayers;
  readonly #node: OverlayNode;
  #owned: boolean;

  /** @param owned the directory must be closed, and the layers stay open until it is */
  constructor(layers: OverlayLayers, node: OverlayNode, owned: boolean) {
    this.#layers = layers;
    this.#node = node;
    this.#owned = owned;
    if (owned) layers.hold();
  }

  get naming(): Naming | undefined {
    return this.#node.naming;
  }

  /** One descent in the upper directory, and, from where that ends, one in the base. */
  descend(path: string, into: Descent): number {
    const node = this.#node;
    const layers = this.#layers;
    if (node.removed !== undefined) return this.#reach(path.split('/'), 0, into, -Errno.ENOENT);
    const names = layers.speltPath(node, path.split('/'));
    const above = depthOf(node.path);
    let errno = layers.descendUpper(joined(node.path, names.join('/')), into);
    const isUpper = into.steps >= above;
    const steps = isUpper ? into.steps - above : 0;
    if (isUpper && errno !== -Errno.ENOENT) return this.#reach(names, steps, into, errno);

    const visible = basePath(node, names, steps);
    if (visible.end === steps) return this.#reach(names, steps, into, -Errno.ENOENT);
    errno = layers.descendBase(visible.path, into);
    const reached = into.steps - depthOf(visible.path) + visible.end;
    // Names that only the upper directory has need not be in the base; otherwise the base must return why it cannot go on.
    if (reached < steps) return this.#reach(names, steps, into, ABSENT.has(errno) ? -Errno.ENOENT : errno);
    return this.#reach(names, reached, into, errno === 0 && visible.end < names.length ? -Errno.ENOENT : errno);
  }

  open(given: string, how: number): File | Directory | number {
    const layers = this.#layers;
    const node = this.#node;
    const name = layers.spelt(node, given);
    const creating = (how & Open.CREATE) !== 0;
    const changing = (how & (Open.WRITE | Open.TRUNCATE)) !== 0;
    if (creating && (how & Open.DIRECTORY) !== 0) return -Errno.EINVAL;
    const stat = emptyFilestat();
    const found = layers.find(node, name, stat);
    if (typeof found === 'number') return found === -Errno.ENOENT && creating ? this.#create(name, how) : found;
    const { inBase } = layers;
    if (creating && (how & Open.EXCLUSIVE) !== 0) return -Errno.EEXIST;
    if (stat.filetype === Filetype.SYMBOLIC_LINK) return -Errno.ELOOP;
    if (stat.filetype === Filetype.DIRECTORY) {
      if (creating || changing) return -Errno.EISDIR;
      const directory = name === '.' ? node : node.child(name);
      const errno = (how & Open.LIST) === 0 ? 0 : layers.mayList(directory);
      return errno < 0 ? errno : new OverlayDirectory(layers, directory, true);
    }
    if ((how & Open.DIRECTORY) !== 0) return -Errno.ENOTDIR;
    if (!inBase) return this.#openUpper(found, name, how);
    const isRegular = stat.filetype === Filetype.REGULAR_FILE;
    if ((how & Open.TRUNCATE) !== 0 || (changing && !isRegular)) {
      const errno = layers.copyUp(node, name, stat, false);
      if (errno < 0) return errno;
      const upper = layers.upperOf(node);
      return typeof upper === 'number' ? upper : this.#openUpper(upper, name, how);
    }
    const file = found.open(name, (how & ~(Open.WRITE | Open.CREATE)) | Open.READ);
    if (typeof file === 'number') return file;
    if (file.kind === 'file') return new OverlayFile(layers, file, how, { node, name, was: stat });
    file.close();
    return new OverlayDirectory(layers, node.child(name), true);
  }

  stat(given: string, into: Filestat): number {
    const name = this.#layers.spelt(this.#node, given);
    const { removed } = this.#node;
    if (removed !== undefined && name === '.') {
      Object.assign(into, removed);
      return 0;
    }
    const found = this.#layers.find(this.#node, name, into);
    return typeof found === 'number' ? found : 0;
  }

  setTimes(given: string, accessed: bigint | undefined, modified: bigint | undefined): number {
    const layers = this.#layers;
    const node = this.#node;
    const name = layers.spelt(node, given);
    const stat = emptyFilestat();
    const found = layers.find(node, name, stat);
    if (typeof found === 'number') return found;
    if (accessed === undefined && modified === undefined) return 0;
    if (layers.inBase) {
      const isDirectory = stat.filetype === Filetype.DIRECTORY;
      const errno = isDirectory
        ? layers.prepare(name === '.' ? node : node.child(name))
        : layers.copyUp(node, name, stat);
      if (errno < 0) return errno;
    }
    const upper = layers.upperOf(node);
    return typeof upper === 'number' ? upper : upper.setTimes(name, accessed, modified);
  }

  createDirectory(name: string): number {
    return this.#make(name, upper => upper.createDirectory(name));
  }

  symlink(name: string, target: string): number {
    return this.#make(name, upper => upper.symlink(name, target));
  }

  removeDirectory(given: string): number {
    const layers = this.#layers;
    const name = layers.spelt(this.#node, given);
    const stat = emptyFilestat();
    const found = layers.find(this.#node, name, stat);
    if (typeof found === 'number') return found;
    const { inBase } = layers;
    if (stat.filetype !== Filetype.DIRECTORY) return -Errno.ENOTDIR;
    const child = this.#node.child(name);
    const entries = layers.list(child);
    if (typeof entries === 'number') return entries;
    if (entries.length > 0) return -Errno.ENOTEMPTY;
    const errno = this.#takeAway(name, inBase, upper => upper.removeDirectory(name));
    if (errno === 0) child.remove(stat);
    return errno;
  }

  unlink(given: string): number {
    const layers = this.#layers;
    const name = layers.spelt(this.#node, given);
    const stat = emptyFilestat();
    const found = layers.find(this.#node, name, stat);
    if (typeof found === 'number') return found;
    let { inBase } = layers;
    if (stat.filetype === Filetype.DIRECTORY) return -Errno.EISDIR;
    if (inBase && layers.isBeingWritten(stat)) {
      const copied = layers.copyUp(this.#node, name, stat);
      if (copied < 0) return copied;
      inBase = false;
    }
    const errno = this.#takeAway(name, inBase, upper => upper.unlink(name));
    if (errno === 0 && inBase) this.#orphan(stat);
    return errno;
  }

  readlink(given: string): string | number {
    const name = this.#layers.spelt(this.#node, given);
    const found = this.#layers.find(this.#node, name, emptyFilestat());
    return typeof found === 'number' ? found : found.readlink(name);
  }

  link(given: string, newDirectory: Directory, givenNew: string): number {
    const other = this.#neighbour(newDirectory);
    if (other === undefined) return -Errno.EXDEV;
    const layers = this.#layers;
    const name = layers.spelt(this.#node, given);
    const newName = layers.spelt(other, givenNew);
    const stat = emptyFilestat();
    const found = layers.find(this.#node, name, stat);
    if (typeof found === 'number') return found;
    const { inBase } = layers;
    const taken = layers.find(other, newName, emptyFilestat());
    if (taken !== -Errno.ENOENT) return typeof taken === 'number' ? taken : -Errno.EEXIST;
    if (stat.filetype === Filetype.DIRECTORY) return -Errno.EPERM;
    const errno = layers.prepare(other) || (inBase ? layers.copyUp(this.#node, name, stat) : 0);
    if (errno < 0) return errno;
    return between(layers.upperOf(this.#node), layers.upperOf(other), (from, to) => from.link(name, to, newName));
  }

  /** A directory of the base is renamed without being copied: its node remembers what lies under it. */
  rename(given: string, newDirectory: Directory, givenNew: string): number {
    const other = this.#neighbour(newDirectory);
    if (other === undefined) return -Errno.EXDEV;
    const layers = this.#layers;
    const node = this.#node;
    const name = layers.spelt(node, given);
    const newName = layers.spelt(other, givenNew);
    const stat = emptyFilestat();
    const found = layers.find(node, name, stat);
    if (typeof found === 'number') return found;
    const { inBase } = layers;
    const isDirectory = stat.filetype === Filetype.DIRECTORY;
    const moved = isDirectory ? node.child(name) : undefined;
    const target = emptyFilestat();
    // A name that only changes its spelling is free.
    const respelt = node === other && name !== newName && keyOf(this.naming, name) === keyOf(this.naming, newName);
    const taken = respelt ? -Errno.ENOENT : layers.find(other, newName, target);
    let replacesBase = layers.inBase;
    const replaced =
      typeof taken !== 'number' && target.filetype === Filetype.DIRECTORY ? other.child(newName) : undefined;
    if (moved !== undefined && moved !== replaced && other.isWithin(moved)) return -Errno.EINVAL;
    if (replaced !== undefined && replaced !== moved && node.isWithin(replaced)) return -Errno.ENOTEMPTY;
    if (typeof taken !== 'number') {
      if (identityOf(stat) === identityOf(target)) return 0;
      if (isDirectory !== (replaced !== undefined)) return isDirectory ? -Errno.ENOTDIR : -Errno.EISDIR;
      const entries = replaced === undefined ? [] : layers.list(replaced);
      if (typeof entries === 'number') return entries;
      if (entries.length > 0) return -Errno.ENOTEMPTY;
    } else if (taken !== -Errno.ENOENT) return taken;

    let errno = layers.prepare(other);
    if (errno === 0 && typeof taken !== 'number' && replacesBase && layers.isBeingWritten(target)) {
      errno = layers.copyUp(other, newName, target);
      replacesBase = false;
    }
    if (errno === 0 && moved !== undefined) errno = layers.prepare(moved);
    else if (errno === 0 && inBase) errno = layers.copyUp(node, name, stat);
    if (errno < 0) return errno;
    errno = between(layers.upperOf(node), layers.upperOf(other), (from, to) => {
      const last = typeof taken === 'number' || replacesBase ? undefined : layers.lastOf(to, newName);
      const result = from.rename(name, to, newName);
      if (result === 0 && last !== undefined) layers.state.identities.delete(last);
      return result;
    });
    if (errno < 0) return errno;
    layers.hide(node, name);
    layers.hide(other, newName);
    replaced?.remove(target);
    if (typeof taken !== 'number' && replacesBase) this.#orphan(target);
    moved?.move(other, newName);
    return 0;
  }

  pauseWith(pause: () => void): void {
    this.#layers.pauseWith(pause);
  }

  list(pause?: () => void): DirectoryEntry[] | number {
    return this.#layers.list(this.#node, this.#node.path, pause);
  }

  parentInode(): bigint {
    const stat = emptyFilestat();
    this.#layers.find(this.#node.parent ?? this.#node, '.', stat);
    return stat.inode;
  }

  freeBytes(): number {
    return this.#layers.upper.freeBytes?.() ?? -Errno.ENOTSUP;
  }

  sync(): number {
    const upper = this.#layers.upperOf(this.#node);
    return typeof upper === 'number' ? 0 : upper.sync();
  }

  close(): void {
    if (!this.#owned) return;
    this.#owned = false;
    this.#layers.release();
  }

  /** The node of another directory of the same overlay. */
  #neighbour(directory: Directory): OverlayNode | undefined {
    const isNeighbour = directory instanceof OverlayDirectory && directory.#layers.state === this.#layers.state;
    return isNeighbour ? directory.#node : undefined;
  }

  #reach(names: readonly string[], steps: number, into: Descent, errno: number): number {
    let node = this.#node;
    for (let i = 0; i < steps; i++) node = node.child(names[i] as string);
    into.steps = steps;
    into.directory = steps === 0 ? this : new OverlayDirectory(this.#layers, node, false);
    return errno;
  }

  #create(name: string, how: number): File | Directory | number {
    const errno = this.#layers.prepare(this.#node);
    if (errno < 0) return errno;
    const upper = this.#layers.upperOf(this.#node);
    return typeof upper === 'number' ? upper : upper.open(name, how);
  }

  #openUpper(upper: Directory, name: string, how: number): File | Directory | number {
    const file = upper.open(name, how);
    if (typeof file === 'number' || file.kind === 'directory' || this.#layers.state.identities.size === 0) return file;
    const stat = emptyFilestat();
    const identity = file.stat(stat) === 0 ? this.#layers.identify(stat) : undefined;
    return identity === undefined ? file : new OverlayFile(this.#layers, file, how, identity);
  }

  #make(name: string, make: (upper: Directory) => number): number {
    const found = this.#layers.find(this.#node, this.#layers.spelt(this.#node, name), emptyFilestat());
    if (typeof found !== 'number') return -Errno.EEXIST;
    if (found !== -Errno.ENOENT) return found;
    const errno = this.#layers.prepare(this.#node);
    if (errno < 0) return errno;
    const upper = this.#layers.upperOf(this.#node);
    return typeof upper === 'number' ? upper : make(upper);
  }

  /** Removes a name from the upper directory, if it is there, and hides that of the base. */
  #takeAway(name: string, inBase: boolean, remove: (upper: Directory) => number): number {
    const layers = this.#layers;
    if (inBase) {
      layers.hide(this.#node, name);
      return layers.touch(this.#node, name);
    }
    const upper = layers.upperOf(this.#node);
    if (typeof upper === 'number') return upper;
    const last = layers.lastOf(upper, name);
    const errno = remove(upper);
    if (errno < 0) return errno;
    if (last !== undefined) layers.state.identities.delete(last);
    layers.hide(this.#node, name);
    return 0;
  }

  /** Notes, for the open files of the base, that the only name of their file is gone. */
  #orphan(was: Filestat): void {
    if (was.links > 1n) return;
    for (const file of this.#layers.state.openFiles.get(identityOf(was)) ?? []) file.loseName();
  }
}

function between(
  from: Directory | number,
  to: Directory | number,
  act: (from: Directory, to: Directory) => number,
): number {
  if (typeof from === 'number') return from;
  return typeof to === 'number' ? to : act(from, to);
}
