import { type Directory, Errno, Open } from '../../domain/index.js';

/** How many directories on the way are kept open. */
const WINDOW = 32;

/**
 * Moves through a tree of directories a level at a time, however deep it is: the last directories on the way are kept open, so that a neighbour is
 * reached without another walk from the top, along a path that may be too long for the host.
 */
export class DirectoryCursor {
  readonly #top: Directory;
  #path = '';
  /** Where each name in `#path` ends. */
  readonly #ends: number[] = [];
  /** By depth, the directories on the way: undefined where one is not kept open. */
  readonly #open: (Directory | undefined)[] = [];

  /** @param top is not closed */
  constructor(top: Directory) {
    this.#top = top;
  }

  /**
   * Goes to a directory.
   * @param path names joined by `/`; empty for the uppermost
   * @returns it, borrowed until the next step; or a negative errno: `-ENOENT`, also if a component is not a directory
   */
  goTo(path: string): Directory | number {
    this.#leaveTo(sharedDepth(this.#path, this.#ends, path));
    let here = this.#here();
    if (typeof here === 'number') return here;
    while (this.#path.length < path.length) {
      const start = this.#path === '' ? 0 : this.#path.length + 1;
      const slash = path.indexOf('/', start);
      const end = slash === -1 ? path.length : slash;
      const next = this.#enter(here, path.substring(start, end), path.substring(0, end));
      if (typeof next === 'number') return next;
      here = next;
    }
    return here;
  }

  /** Closes what is kept open. */
  close(): void {
    this.#leaveTo(0);
  }

  #enter(from: Directory, name: string, path: string): Directory | number {
    const next = from.open(name, Open.READ | Open.DIRECTORY);
    if (next === -Errno.EMFILE || next === -Errno.ENFILE) return this.#borrow(path);
    if (typeof next === 'number') return missing(next);
    if (next.kind !== 'directory') {
      next.close();
      return -Errno.ENOENT;
    }
    this.#path = path;
    this.#ends.push(path.length);
    this.#open.push(next);
    const old = this.#open.length - 1 - WINDOW;
    if (old >= 0) {
      this.#open[old]?.close();
      this.#open[old] = undefined;
    }
    return next;
  }

  /** Reaches a directory when no more directories can be opened. It is not kept. */
  #borrow(path: string): Directory | number {
    this.#leaveTo(0);
    const descent = { directory: this.#top, steps: 0 };
    const errno = this.#top.descend(path, descent);
    return errno < 0 ? missing(errno) : descent.directory;
  }

  /** The directory at `#path`. */
  #here(): Directory | number {
    const depth = this.#ends.length;
    if (depth === 0) return this.#top;
    const kept = this.#open[depth - 1];
    if (kept !== undefined) return kept;
    // It was closed on the way down. The directories above it are needed next.
    const path = this.#path;
    const from = Math.max(depth - WINDOW, 0);
    const ends = this.#ends.splice(0);
    this.#open.length = 0;
    this.#path = '';
    let here: Directory | number = this.#top;
    if (from > 0) {
      const descent = { directory: this.#top, steps: 0 };
      const above = path.substring(0, ends[from - 1]);
      const errno = this.#top.descend(above, descent);
      if (errno < 0) return missing(errno);
      here = descent.directory;
      this.#path = above;
      for (let i = 0; i < from; i++) this.#ends.push(ends[i] as number);
      this.#open.length = from;
    }
    for (let i = from; i < depth; i++) {
      const start = i === 0 ? 0 : (ends[i - 1] as number) + 1;
      here = this.#enter(here as Directory, path.substring(start, ends[i]), path.substring(0, ends[i]));
      if (typeof here === 'number') return here;
    }
    return here;
  }

  #leaveTo(depth: number): void {
    for (let i = this.#open.length - 1; i >= depth; i--) this.#open[i]?.close();
    this.#open.length = Math.min(this.#open.length, depth);
    this.#ends.length = Math.min(this.#ends.length, depth);
    this.#path = this.#path.substring(0, this.#ends.at(-1) ?? 0);
  }
}

/** ENOTDIR and ELOOP become ENOENT: the directory does not exist. */
function missing(errno: number): number {
  return errno === -Errno.ENOTDIR || errno === -Errno.ELOOP ? -Errno.ENOENT : errno;
}

/** How many of the first names two paths share. @param ends where each name of the first one ends */
function sharedDepth(one: string, ends: readonly number[], other: string): number {
  if (other.length > one.length ? other.startsWith(`${one}/`) : other === one) return ends.length;
  const most = Math.min(one.length, other.length);
  let same = 0;
  while (same < most && one.charCodeAt(same) === other.charCodeAt(same)) same++;
  let from = 0;
  let to = ends.length;
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((ends[middle] as number) <= same) from = middle + 1;
    else to = middle;
  }
  const depth = from;
  // The last of them may be the beginning of a longer name.
  const end = ends[depth - 1];
  return end !== undefined && end < other.length && other[end] !== '/' ? depth - 1 : depth;
}
