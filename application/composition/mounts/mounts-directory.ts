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
import { areOne, couldBeOne } from '../spellings.js';
import type { MountPoint } from './mount-point.js';

/** What all directories of one composition share. */
interface Mounts {
  readonly top: MountPoint;
  /** The mounted directories, to be closed when they cannot be reached any more. */
  readonly mounted: Directory[];
  /** How many open directories can reach mount points. */
  holders: number;
  readonly stat: Filestat;
  readonly descent: Descent;
}

/** Where a directory is. */
interface Whereabouts {
  /** It is a mount point or on the way to one; undefined below the last one. */
  readonly point: MountPoint | undefined;
  /** The point whose file system it belongs to. */
  readonly fileSystem: MountPoint;
}

/**
 * A directory among mounts: one of a file system, with the mount points in it. On the way to a mount point there may be nothing in the
 * file system; then the directory holds the points and nothing else, and nothing can be made in it.
 */
export class MountsDirectory implements Directory {
  readonly kind = 'directory';
  readonly #mounts: Mounts;
  readonly #point: MountPoint | undefined;
  readonly #fileSystem: MountPoint;
  readonly #inner: Directory | undefined;
  /** What closing it means. */
  #closing: (() => void) | undefined;

  private constructor(
    mounts: Mounts,
    { point, fileSystem }: Whereabouts,
    inner: Directory | undefined,
    closing?: () => void,
  ) {
    this.#mounts = mounts;
    this.#point = point;
    this.#fileSystem = fileSystem;
    this.#inner = inner;
    this.#closing = closing;
  }

  /**
   * The uppermost directory.
   * @param mounted all that is mounted, closed when every directory opened through this one is
   */
  static top(point: MountPoint, mounted: readonly Directory[]): Directory {
    const top = point.mounted as Directory;
    const mounts = {
      top: point,
      mounted: [...mounted],
      holders: 1,
      stat: emptyFilestat(),
      descent: { directory: top, steps: 0 },
    };
    return new MountsDirectory(mounts, { point, fileSystem: point }, top, () => release(mounts));
  }

  get naming(): Naming | undefined {
    return this.#fileSystem.mounted?.naming;
  }

  descend(path: string, into: Descent): number {
    const names = path.split('/');
    let point = this.#point;
    let fileSystem = this.#fileSystem;
    let inner = this.#inner;
    /** How many names lead along points, and how many of them to the last file system. */
    let known = 0;
    let skipped = 0;
    for (let next = this.#child(names[0] as string); next !== undefined; ) {
      point = next;
      known++;
      if (point.mounted !== undefined) {
        fileSystem = point;
        inner = point.mounted;
        skipped = known;
      }
      if (known === names.length) break;
      const way = names.slice(skipped, known).join('/');
      next = childOf(point, names[known] as string, fileSystem.mounted?.naming, inner, way);
    }
    const rest = names.slice(skipped).join('/');
    into.steps = 0;
    const errno = rest === '' ? 0 : (inner?.descend(rest, into) ?? -Errno.ENOENT);
    const steps = skipped + into.steps;
    if (into.steps > 0) inner = into.directory;
    if (steps < known) {
      // The rest of the way to the point is in no file system.
      into.steps = known;
      into.directory = this.#borrowed({ point, fileSystem }, undefined);
      return known === names.length ? 0 : -Errno.ENOENT;
    }
    into.steps = steps;
    if (steps === 0) into.directory = this;
    else into.directory = this.#borrowed({ point: steps === known ? point : undefined, fileSystem }, inner);
    return errno;
  }

  open(name: string, how: number): File | Directory | number {
    const point = name === '.' ? this.#point : this.#child(name);
    if (point !== undefined) return this.#openPoint(point, name, how);
    if (this.#inner === undefined) return (how & Open.CREATE) !== 0 ? -Errno.EROFS : -Errno.ENOENT;
    const opened = this.#inner.open(name, how);
    if (typeof opened === 'number' || opened.kind === 'file') return opened;
    return new MountsDirectory(this.#mounts, { point: undefined, fileSystem: this.#fileSystem }, opened, () =>
      opened.close(),
    );
  }

  stat(name: string, into: Filestat): number {
    if (name === '.') return this.#inner?.stat('.', into) ?? (this.#point as MountPoint).stat(into);
    const child = this.#child(name);
    if (child === undefined) return this.#inner?.stat(name, into) ?? -Errno.ENOENT;
    if (child.mounted !== undefined) return child.mounted.stat('.', into);
    return this.#inner?.stat(name, into) === 0 && into.filetype === Filetype.DIRECTORY ? 0 : child.stat(into);
  }

  setTimes(name: string, accessed: bigint | undefined, modified: bigint | undefined): number {
    const child = this.#child(name);
    if (child?.mounted !== undefined) return child.mounted.setTimes('.', accessed, modified);
    if (this.#inner === undefined) return name === '.' || child !== undefined ? -Errno.EROFS : -Errno.ENOENT;
    if (child === undefined) return this.#inner.setTimes(name, accessed, modified);
    const { stat } = this.#mounts;
    const isThere = this.#inner.stat(name, stat) === 0 && stat.filetype === Filetype.DIRECTORY;
    return isThere ? this.#inner.setTimes(name, accessed, modified) : -Errno.EROFS;
  }

  createDirectory(name: string): number {
    if (this.#child(name) !== undefined) return -Errno.EEXIST;
    return this.#inner?.createDirectory(name) ?? -Errno.EROFS;
  }

  removeDirectory(name: string): number {
    const child = this.#child(name);
    if (child !== undefined) return child.mounted === undefined ? -Errno.ENOTEMPTY : -Errno.EBUSY;
    return this.#inner?.removeDirectory(name) ?? -Errno.ENOENT;
  }

  unlink(name: string): number {
    if (this.#child(name) !== undefined) return -Errno.EISDIR;
    return this.#inner?.unlink(name) ?? -Errno.ENOENT;
  }

  symlink(name: string, target: string): number {
    if (this.#child(name) !== undefined) return -Errno.EEXIST;
    return this.#inner?.symlink(name, target) ?? -Errno.EROFS;
  }

  readlink(name: string): string | number {
    if (this.#child(name) !== undefined) return -Errno.EINVAL;
    return this.#inner?.readlink(name) ?? -Errno.ENOENT;
  }

  link(name: string, newDirectory: Directory, newName: string): number {
    const other = this.#neighbour(newDirectory);
    if (other === undefined) return -Errno.EXDEV;
    if (this.#child(name) !== undefined) return -Errno.EPERM;
    if (this.#inner === undefined) return -Errno.ENOENT;
    const { stat } = this.#mounts;
    if (other.#child(newName) !== undefined) return this.#inner.stat(name, stat) || -Errno.EEXIST;
    if (other.#inner === undefined) return this.#inner.stat(name, stat) || -Errno.EROFS;
    return this.#inner.link(name, other.#inner, newName);
  }

  rename(name: string, newDirectory: Directory, newName: string): number {
    const other = this.#neighbour(newDirectory);
    if (other === undefined) return -Errno.EXDEV;
    if (this.#child(name) !== undefined) return -Errno.EBUSY;
    if (this.#inner === undefined) return -Errno.ENOENT;
    const { stat } = this.#mounts;
    if (other.#child(newName) !== undefined) return this.#inner.stat(name, stat) || -Errno.EBUSY;
    if (other.#inner === undefined) return this.#inner.stat(name, stat) || -Errno.EROFS;
    return this.#inner.rename(name, other.#inner, newName);
  }

  pauseWith(pause: () => void): void {
    for (const directory of this.#mounts.mounted) directory.pauseWith?.(pause);
  }

  list(pause?: () => void): DirectoryEntry[] | number {
    const entries = this.#inner?.list(pause) ?? [];
    const points = this.#point?.children;
    if (typeof entries === 'number' || points === undefined || points.size === 0) return entries;
    const all = entries.filter(({ name }) => this.#child(name) === undefined);
    const { stat } = this.#mounts;
    for (const name of points.keys()) {
      const errno = this.stat(name, stat);
      if (errno === 0) all.push({ name, inode: stat.inode, filetype: Filetype.DIRECTORY });
    }
    return all;
  }

  parentInode(): bigint {
    const parent = this.#point?.parent;
    if (parent === undefined) return this.#inner?.parentInode() ?? 0n;
    const { top, descent, stat } = this.#mounts;
    const whereabouts = { point: top, fileSystem: top };
    const uppermost = new MountsDirectory(this.#mounts, whereabouts, top.mounted);
    if (parent === top) uppermost.stat('.', stat);
    else {
      uppermost.descend(parent.path, descent);
      descent.directory.stat('.', stat);
    }
    return stat.inode;
  }

  freeBytes(): number {
    return this.#inner?.freeBytes?.() ?? -Errno.ENOTSUP;
  }

  copyPermissions(from: string, to: string): number {
    return this.#inner?.copyPermissions?.(from, to) ?? -Errno.ENOTSUP;
  }

  sync(): number {
    return this.#inner?.sync() ?? 0;
  }

  close(): void {
    const closing = this.#closing;
    this.#closing = undefined;
    closing?.();
  }

  #child(name: string): MountPoint | undefined {
    return this.#point && childOf(this.#point, name, this.naming, this.#inner);
  }

  #borrowed(whereabouts: Whereabouts, inner: Directory | undefined): Directory {
    return new MountsDirectory(this.#mounts, whereabouts, inner);
  }

  #neighbour(directory: Directory): MountsDirectory | undefined {
    const isNeighbour = directory instanceof MountsDirectory && directory.#fileSystem === this.#fileSystem;
    return isNeighbour ? directory : undefined;
  }

  /** Opens a point, which is a directory for sure. @param name of the point in this directory, or `.` */
  #openPoint(point: MountPoint, name: string, how: number): Directory | number {
    const creating = (how & Open.CREATE) !== 0;
    if (creating && (how & Open.DIRECTORY) !== 0) return -Errno.EINVAL;
    if (creating && (how & Open.EXCLUSIVE) !== 0) return -Errno.EEXIST;
    if (creating || (how & (Open.WRITE | Open.TRUNCATE)) !== 0) return -Errno.EISDIR;
    const { mounted } = point;
    const opened = mounted?.open('.', how) ?? this.#inner?.open(name, Open.READ | Open.DIRECTORY | (how & Open.LIST));
    if (opened === -Errno.EACCES) return opened;
    if (typeof opened === 'number' && (mounted !== undefined || name === '.')) return opened;
    const inner = typeof opened === 'object' && opened.kind === 'directory' ? opened : undefined;
    this.#mounts.holders++;
    const fileSystem = mounted === undefined ? this.#fileSystem : point;
    return new MountsDirectory(this.#mounts, { point, fileSystem }, inner, () => {
      inner?.close();
      release(this.#mounts);
    });
  }
}

/** An open directory that could reach mount points is given up. */
function release(mounts: Mounts): void {
  if (--mounts.holders > 0) return;
  for (const directory of mounts.mounted.splice(0)) directory.close();
}

/**
 * The mount point right below another one that a name stands for. Where the file system does not say how it compares names, it is asked whether
 * the name is another spelling of what the mount point covers.
 * @param inner what the file system has at `point`, or above it
 * @param way from `inner` to `point`
 */
function childOf(
  point: MountPoint,
  name: string,
  naming: Naming | undefined,
  inner: Directory | undefined,
  way = '',
): MountPoint | undefined {
  const child = point.child(name, naming);
  if (child !== undefined || naming !== undefined || inner === undefined) return child;
  for (const [own, each] of point.children) {
    if (!couldBeOne(name, own)) continue;
    const descent: Descent = { directory: inner, steps: 0 };
    const isThere = way === '' || inner.descend(way, descent) === 0;
    if (isThere && areOne(descent.directory, name, own)) return each;
  }
  return undefined;
}
