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
    const found = this.#stepTo(path);
    return found === -Errno.EMFILE || found === -Errno.ENFILE ? this.#borrow(path) : found;
  }

  /** Closes what is kept open. */
  close(): void {
    this.#leaveTo(0);
  }

  #stepTo(path: string): Directory | number {
    this.#leaveTo(sharedDepth(this.#path, this.#ends, path));
    let here = this.#here();
    while (typeof here !== 'number' && this.#path.length < path.length) {
      const start = this.#path === '' ? 0 : this.#path.length + 1;
      const slash = path.indexOf('/', start);
      const end = slash === -1 ? path.length : slash;
      here = this.#enter(here, path.substring(start, end), path.substring(0, end));
    }
    return here;
  }

  #enter(from: Directory, name: string, path: string): Directory | number {
    const next = from.open(name, Open.READ | Open.DIRECTORY);
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

  /** The directory at `#path`; or, if that was closed on the way down, one above it, with `#path` set to where that is. */
  #here(): Directory | number {
    const kept = this.#open.at(-1);
    if (kept !== undefined) return kept;
    // The directories between the two are opened again, since they are needed next.
    const ends = this.#ends.slice(0, Math.max(this.#ends.length - WINDOW, 0));
    const path = this.#path.substring(0, ends.at(-1) ?? 0);
    this.#leaveTo(0);
    if (path === '') return this.#top;
    const descent = { directory: this.#top, steps: 0 };
    const errno = this.#top.descend(path, descent);
    if (errno < 0) return missing(errno);
    this.#path = path;
    this.#ends.push(...ends);
    this.#open.length = ends.length;
    return descent.directory;
  }

  #leaveTo(depth: number): void {
    for (const left of this.#open.splice(depth)) left?.close();
    this.#ends.length = depth;
    this.#path = this.#path.substring(0, this.#ends.at(-1) ?? 0);
  }
}

/** ENOTDIR and ELOOP become ENOENT: the directory does not exist. */
function missing(errno: number): number {
  return errno === -Errno.ENOTDIR || errno === -Errno.ELOOP ? -Errno.ENOENT : errno;
}

/** How many of the first names two paths share. @param ends where each name of the first one ends */
function sharedDepth(one: string, ends: readonly number[], other: string): number {
  let same = 0;
  // Behind the end of a path there is NaN, which is equal to nothing.
  while (one.charCodeAt(same) === other.charCodeAt(same)) same++;
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
