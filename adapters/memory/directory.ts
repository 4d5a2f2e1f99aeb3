import {
  checkName,
  checkTarget,
  type Descent,
  type Directory,
  type DirectoryEntry,
  Errno,
  type File,
  type Filestat,
  INSPECT,
  type Inspect,
  type Naming,
  Open,
  ownCopy,
  utf8Length,
} from '../../domain/index.js';
import { MemoryFile, resize } from './file.js';
import { type AnyInode, DirectoryInode, FileInode, LinkInode } from './inodes.js';
import type { Behaviour } from './rules.js';
import type { Volume } from './volume.js';

/** Bytes in a name. */
const LONGEST_NAME = 255;
/** So many entries are listed between two pauses. */
const PART = 10_000;
/** Bytes in the target of a link; as on Linux. */
const LONGEST_TARGET = 4095;
/** The maximum size of a string's code unit in UTF-8. */
const WIDEST = 3;

/** How a handle came to be, which decides what closing it means. */
type Holding = 'root' | 'borrowed' | 'owned';

/** An open directory. The rules and the order in which they are asked are those of Linux; a volume's behaviour may add some. */
export class MemoryDirectory implements Directory {
  readonly kind = 'directory';
  readonly volume: Volume;
  readonly #inode: DirectoryInode;
  /** Nothing above this is told of. */
  readonly #root: DirectoryInode;
  #counted: boolean;

  /**
   * @param holding `owned` counts as an opening until it is closed. A `root` can be closed as often as one likes, and used again: it is its
   *   embedder's, who may give it to several programs. What is `borrowed` is not to be closed
   */
  constructor(volume: Volume, inode: DirectoryInode, root: DirectoryInode, holding: Holding) {
    this.volume = volume;
    this.#inode = inode;
    this.#root = root;
    this.#counted = holding === 'owned';
    if (this.#counted) volume.opened(inode);
  }

  get naming(): Naming | undefined {
    return this.volume.behaviour?.naming;
  }

  /** The same directory as a preopen: nothing above it is told of. Owned by the caller. */
  asRoot(): MemoryDirectory {
    return new MemoryDirectory(this.volume, this.#inode, this.#inode, 'owned');
  }

  /** Shows the names in it. */
  [INSPECT](_depth: number, options: unknown, inspect: Inspect): string {
    const names = this.list().map(({ name }) => name);
    return `MemoryDirectory ${inspect(names, options)}`;
  }

  descend(path: string, into: Descent): number {
    into.steps = 0;
    let inode = this.#inode;
    let error = 0;
    for (let at = 0; at <= path.length; into.steps++) {
      const slash = path.indexOf('/', at);
      const end = slash === -1 ? path.length : slash;
      const name = path.substring(at, end);
      const next = this.#entry(inode, name);
      if (!(next instanceof DirectoryInode)) {
        if (typeof next === 'number') error = next;
        else error = next instanceof LinkInode ? -Errno.ELOOP : -Errno.ENOTDIR;
        break;
      }
      inode = next;
      at = end + 1;
    }
    into.directory = new MemoryDirectory(this.volume, inode, this.#root, 'borrowed');
    return error;
  }

  open(name: string, how: number): File | Directory | number {
    const creating = (how & Open.CREATE) !== 0;
    if (creating && (how & Open.DIRECTORY) !== 0) return -Errno.EINVAL;
    if (!this.volume.mayOpen()) return -Errno.EMFILE;
    const inode = this.#lookUp(name);
    if (typeof inode === 'number') return inode === -Errno.ENOENT && creating ? this.#create(name, how) : inode;
    if (creating && (how & Open.EXCLUSIVE) !== 0) return -Errno.EEXIST;
    if (inode instanceof LinkInode) return -Errno.ELOOP;
    if (inode instanceof DirectoryInode) {
      if ((how & (Open.WRITE | Open.CREATE | Open.TRUNCATE)) !== 0) return -Errno.EISDIR;
      return new MemoryDirectory(this.volume, inode, this.#root, 'owned');
    }
    if ((how & Open.DIRECTORY) !== 0) return -Errno.ENOTDIR;
    if ((how & Open.TRUNCATE) !== 0) resize(this.volume, inode, 0);
    return new MemoryFile(this.volume, inode, how);
  }

  stat(name: string, into: Filestat): number {
    const inode = this.#lookUp(name);
    return typeof inode === 'number' ? inode : this.volume.stat(inode, into);
  }

  setTimes(name: string, accessed: bigint | undefined, modified: bigint | undefined): number {
    const inode = this.#lookUp(name);
    return typeof inode === 'number' ? inode : this.volume.setTimes(inode, accessed, modified);
  }

  createDirectory(name: string): number {
    const errno = this.#vacant(name);
    if (errno < 0) return errno;
    const made = this.volume.makeDirectory(this.#inode);
    if (typeof made === 'number') return made;
    this.#inode.links++;
    return this.#enter(name, made);
  }

  removeDirectory(name: string): number {
    const inode = this.#lookUp(name);
    if (typeof inode === 'number') return inode;
    if (!(inode instanceof DirectoryInode)) return -Errno.ENOTDIR;
    if (inode.entries.size > 0) return -Errno.ENOTEMPTY;
    this.#inode.entries.delete(name);
    this.#inode.links--;
    this.volume.contentChanged(this.#inode);
    this.volume.unnamed(inode);
    return 0;
  }

  unlink(name: string): number {
    const inode = this.#lookUp(name);
    if (typeof inode === 'number') return inode;
    if (inode instanceof DirectoryInode) return -Errno.EISDIR;
    if (inode instanceof FileInode && this.#holdsNames(inode)) {
      this.volume.held(inode, this.#inode, name);
    } else {
      this.#inode.entries.delete(name);
      this.volume.contentChanged(this.#inode);
    }
    this.volume.unnamed(inode);
    return 0;
  }

  symlink(name: string, target: string): number {
    if (target === '') return -Errno.ENOENT;
    const size = utf8Length(target);
    if (size > LONGEST_TARGET) return -Errno.ENAMETOOLONG;
    const errno = this.#vacant(name) || checkTarget(this.naming, target);
    if (errno < 0) return errno;
    if (!this.volume.makesSymlinks) return -Errno.EPERM;
    const made = this.volume.makeLink(target, size);
    return typeof made === 'number' ? made : this.#enter(name, made);
  }

  readlink(name: string): string | number {
    const inode = this.#lookUp(name);
    if (typeof inode === 'number') return inode;
    return inode instanceof LinkInode ? inode.target : -Errno.EINVAL;
  }

  link(name: string, newDirectory: Directory, newName: string): number {
    if (!this.#isNeighbour(newDirectory)) return -Errno.EXDEV;
    const inode = this.#lookUp(name);
    if (typeof inode === 'number') return inode;
    const errno = newDirectory.#vacant(newName);
    if (errno < 0) return errno;
    if (inode instanceof DirectoryInode) return -Errno.EPERM;
    return this.volume.nameOnceMore(inode) || newDirectory.#enter(newName, inode);
  }

  rename(name: string, newDirectory: Directory, newName: string): number {
    if (!this.#isNeighbour(newDirectory)) return -Errno.EXDEV;
    const from = this.#inode;
    const to = newDirectory.#inode;
    const source = this.#lookUp(name);
    if (typeof source === 'number') return source;
    const target = newDirectory.#lookUp(newName);
    if (typeof target === 'number' && (target !== -Errno.ENOENT || to.removed)) return target;
    const replaced = typeof target === 'number' ? undefined : target;
    const errno = refusal(from, source, to, replaced);
    if (errno < 0) return errno;
    if (source === replaced && !this.#isRespelt(name, newDirectory, newName)) return 0;
    if (source !== replaced && replaced !== undefined && this.#holdsNames(replaced)) return -Errno.EPERM;
    if (source instanceof DirectoryInode && this.#holdsNames(source)) return -Errno.EPERM;

    from.entries.delete(name);
    to.entries.set(ownCopy(newName), source);
    if (source instanceof DirectoryInode) {
      from.links--;
      to.links++;
      source.parent = to;
    }
    this.volume.contentChanged(from);
    if (to !== from) this.volume.contentChanged(to);
    this.volume.attributesChanged(source);
    if (replaced !== undefined && replaced !== source) {
      if (replaced instanceof DirectoryInode) to.links--;
      this.volume.unnamed(replaced);
    }
    return 0;
  }

  list(pause?: () => void): DirectoryEntry[] {
    this.volume.contentRead(this.#inode);
    const entries: DirectoryEntry[] = [];
    for (const [name, { number, filetype }] of this.#inode.entries) {
      entries.push({ name, inode: number, filetype });
      if (entries.length % PART === 0) pause?.();
    }
    return entries;
  }

  parentInode(): bigint {
    const { parent } = this.#inode;
    return (this.#inode !== this.#root && parent.isWithin(this.#root) ? parent : this.#inode).number;
  }

  freeBytes(): number {
    return this.volume.freeBytes;
  }

  sync(): number {
    return 0;
  }

  close(): void {
    if (!this.#counted) return;
    this.#counted = false;
    this.volume.closed(this.#inode);
  }

  /** What a name, or `.`, stands for; `-ENOENT`, `-ENAMETOOLONG`, and what the volume's behaviour adds: `-EINVAL`, `-EACCES`. */
  #lookUp(name: string): AnyInode | number {
    return name === '.' ? this.#inode : this.#entry(this.#inode, name);
  }

  #entry(directory: DirectoryInode, name: string): AnyInode | number {
    const { behaviour } = this.volume;
    return behaviour === undefined
      ? (directory.entries.get(name) ?? missing(directory, name))
      : entryBy(behaviour, directory, name);
  }

  /** Whether something can be made under a name: 0, `-EEXIST`, `-ENOENT` where this directory was removed, or as `#lookUp`. */
  #vacant(name: string): number {
    const found = this.#lookUp(name);
    if (typeof found !== 'number') return -Errno.EEXIST;
    return found === -Errno.ENOENT && !this.#inode.removed ? 0 : found;
  }

  #create(name: string, how: number): File | number {
    if (this.#inode.removed) return -Errno.ENOENT;
    const made = this.volume.makeFile();
    if (typeof made === 'number') return made;
    this.#enter(name, made);
    return new MemoryFile(this.volume, made, how);
  }

  #enter(name: string, inode: AnyInode): number {
    this.#inode.entries.set(ownCopy(name), inode);
    this.volume.contentChanged(this.#inode);
    return 0;
  }

  /** Whether it is open, or something in it is, and names are held by that. */
  #holdsNames(inode: AnyInode): boolean {
    return this.volume.behaviour?.openFilesHoldNames === true && hasOpenFile(inode);
  }

  /** Whether one and the same name is to be spelt in another way. */
  #isRespelt(name: string, newDirectory: MemoryDirectory, newName: string): boolean {
    const { naming } = this;
    if (naming === undefined || newDirectory.#inode !== this.#inode) return false;
    return name !== newName && naming.key(name) === naming.key(newName);
  }

  #isNeighbour(other: Directory): other is MemoryDirectory {
    return other instanceof MemoryDirectory && other.volume === this.volume;
  }
}

function isTooLong(name: string): boolean {
  return name.length * WIDEST > LONGEST_NAME && utf8Length(name) > LONGEST_NAME;
}

/** The errno of a missing name. A removed directory looks up no name, not even a long one. */
function missing(directory: DirectoryInode, name: string): number {
  return isTooLong(name) && !directory.removed ? -Errno.ENAMETOOLONG : -Errno.ENOENT;
}

/** The entry of a name by other rules than those of Linux. */
function entryBy({ naming }: Behaviour, directory: DirectoryInode, name: string): AnyInode | number {
  const errno = checkName(naming, name);
  if (errno < 0) return errno;
  const inode = directory.entries.get(name);
  if (inode === undefined) return -Errno.ENOENT;
  const held = inode instanceof FileInode ? inode.held : undefined;
  const isHeld = held?.some(each => each.directory === directory && naming.key(each.name) === naming.key(name));
  return isHeld ? -Errno.EACCES : inode;
}

function hasOpenFile(inode: AnyInode): boolean {
  const left = [inode];
  for (let each = left.pop(); each !== undefined; each = left.pop()) {
    if (each instanceof FileInode && each.opens > 0) return true;
    if (each instanceof DirectoryInode) for (const [, below] of each.entries) left.push(below);
  }
  return false;
}

/** Why `source` in `from` cannot get the name in `to` under which `target` is; 0 if it can. */
function refusal(from: DirectoryInode, source: AnyInode, to: DirectoryInode, target: AnyInode | undefined): number {
  const sourceIsDirectory = source instanceof DirectoryInode;
  const targetIsDirectory = target instanceof DirectoryInode;
  if (from !== to) {
    if (sourceIsDirectory && to.isWithin(source)) return -Errno.EINVAL;
    if (targetIsDirectory && from.isWithin(target)) return -Errno.ENOTEMPTY;
  }
  if (source === target) return 0;
  if (target === undefined) return 0;
  if (sourceIsDirectory && !targetIsDirectory) return -Errno.ENOTDIR;
  if (!sourceIsDirectory && targetIsDirectory) return -Errno.EISDIR;
  return targetIsDirectory && target.entries.size > 0 ? -Errno.ENOTEMPTY : 0;
}
