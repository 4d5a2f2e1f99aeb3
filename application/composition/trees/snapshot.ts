import {
  type Directory,
  Errno,
  type Extent,
  emptyFilestat,
  errnoName,
  type File,
  type FileTree,
  type FileTreeEntry,
  Filetype,
  Open,
} from '../../../domain/index.js';
import { DirectoryCursor } from '../directory-cursor.js';

/** An entry that is not in a tree because it could not be taken down. */
export interface UnreadableEntry {
  /** Below the directory; empty for that itself. */
  readonly path: string;
  /** A sentence without a full stop that names it and says why. */
  readonly reason: string;
}

/** What can be chosen about taking a tree down. */
export interface SnapshotOptions {
  /**
   * Told each entry that cannot be read (no permission, an error of the disk, no memory for it) or that is neither file, directory nor symbolic
   * link. It is left out, with all that is below. Without this, what cannot be read is an error that names it, and the rest is left out.
   */
  readonly onUnreadable?: (entry: UnreadableEntry) => void;
}

/** How many entries an error names. */
const NAMED = 10;

/**
 * Takes down all that is below a directory, which may be any adapter's. What is neither file, directory nor symbolic link is left out.
 * @returns the paths in order, each with what is there; it can be cloned, compared with `diff`, and given to `memoryDirectory`
 * @throws Error that names what cannot be read, unless `onUnreadable` is given
 */
export function snapshot(directory: Directory, { onUnreadable }: SnapshotOptions = {}): FileTree {
  const tree = new Map<string, FileTreeEntry>();
  const unreadable: UnreadableEntry[] = [];
  take(directory, { tree, named: new Map(), told: entry => unreadable.push(entry), onUnreadable });
  if (unreadable.length > 0) throw new Error(reasonsOf(unreadable));
  return tree;
}

/** What was not taken down and why, in one line. */
export function reasonsOf(unreadable: readonly UnreadableEntry[]): string {
  const reasons = unreadable.slice(0, NAMED).map(({ reason }) => reason);
  const more = unreadable.length - reasons.length;
  return `${reasons.join(', ')}${more > 0 ? `, and ${more} more` : ''}`;
}

interface Taking {
  readonly tree: Map<string, FileTreeEntry>;
  /** Files and links that have further names, by identity: the path where each was met. */
  readonly named: Map<string, string>;
  /** Told what cannot be read if nobody else is. */
  readonly told: (entry: UnreadableEntry) => void;
  readonly onUnreadable: SnapshotOptions['onUnreadable'];
}

/** A directory whose names are being gone through, the last one first. */
interface Level {
  readonly path: string;
  readonly names: string[];
}

function take(root: Directory, taking: Taking): void {
  const cursor = new DirectoryCursor(root);
  try {
    const open = levelAt(cursor, '', taking);
    for (let level = open.at(-1); level !== undefined; level = open.at(-1)) {
      const name = level.names.pop();
      if (name === undefined) {
        open.pop();
        continue;
      }
      const path = level.path === '' ? name : `${level.path}/${name}`;
      try {
        const directory = required(level.path, cursor.goTo(level.path)) as Directory;
        if (takeEntry(directory, name, path, taking)) open.push(...levelAt(cursor, path, taking));
      } catch (error) {
        if (!(error instanceof Unreadable)) throw error;
        refuse(taking, error);
        // The directory itself has gone meanwhile.
        if (error.path === level.path) open.pop();
      }
    }
  } finally {
    cursor.close();
  }
}

/** A directory to be gone through; nothing if it cannot be read. */
function levelAt(cursor: DirectoryCursor, path: string, taking: Taking): Level[] {
  const directory = cursor.goTo(path);
  const entries = typeof directory === 'number' ? directory : directory.list();
  if (typeof entries !== 'number')
    return [
      {
        path,
        names: entries
          .map(({ name }) => name)
          .sort()
          .reverse(),
      },
    ];
  refuse(taking, new Unreadable(path, entries));
  return [];
}

function refuse({ tree, onUnreadable, told }: Taking, { path, message }: Unreadable): void {
  tree.delete(path);
  (onUnreadable ?? told)({ path, reason: message });
}

/** Takes an entry down. @returns whether it is a directory, of which the rest is to be taken down */
function takeEntry(directory: Directory, name: string, path: string, taking: Taking): boolean {
  const { tree, named, onUnreadable } = taking;
  const stat = emptyFilestat();
  const errno = directory.stat(name, stat);
  // It has gone since the directory was listed.
  if (errno === -Errno.ENOENT) return false;
  required(path, errno);
  const { filetype, accessed, modified } = stat;
  if (filetype === Filetype.DIRECTORY) {
    tree.set(path, { kind: 'directory', accessed, modified });
    return true;
  }
  if (filetype !== Filetype.REGULAR_FILE && filetype !== Filetype.SYMBOLIC_LINK) {
    onUnreadable?.({ path, reason: `${JSON.stringify(path)} is ${SPECIAL.get(filetype) ?? 'a pipe'}` });
    return false;
  }
  const identity = `${stat.device} ${stat.inode}`;
  const known = stat.links > 1n ? named.get(identity) : undefined;
  if (known !== undefined) {
    tree.set(path, { kind: 'hardlink', path: known });
    return false;
  }
  if (filetype === Filetype.SYMBOLIC_LINK) {
    tree.set(path, { kind: 'symlink', target: required(path, directory.readlink(name)), accessed, modified });
  } else {
    tree.set(path, { kind: 'file', content: readWhole(directory, name, path), accessed, modified });
  }
  if (stat.links > 1n) named.set(identity, path);
  return false;
}

/** Filetypes that are in no tree, in words. A pipe has none of its own. */
const SPECIAL: ReadonlyMap<number, string> = new Map([
  [Filetype.BLOCK_DEVICE, 'a device'],
  [Filetype.CHARACTER_DEVICE, 'a device'],
  [Filetype.SOCKET_DGRAM, 'a socket'],
  [Filetype.SOCKET_STREAM, 'a socket'],
]);

function readWhole(directory: Directory, name: string, path: string): Uint8Array {
  const file = required(path, directory.open(name, Open.READ)) as File;
  try {
    const array = roomFor(path, required(path, file.size()));
    const data: Extent = { offset: 0, length: 0 };
    let done = 0;
    while (done < array.length) {
      // Zeros of a hole need not be fetched.
      if (file.findData?.(done, data) === 0 && data.offset > done) {
        done = data.length === 0 ? array.length : data.offset;
        continue;
      }
      const length = array.length - done;
      const got = required(
        path,
        file.read({ array, count: 1, offsets: [done], lengths: [length], total: length }, done),
      );
      if (got === 0) break;
      done += got;
    }
    return done === array.length ? array : array.slice(0, done);
  } finally {
    file.close();
  }
}

function roomFor(path: string, size: number): Uint8Array {
  try {
    return new Uint8Array(size);
  } catch (cause) {
    throw new Unreadable(path, `there is no memory for its ${size} bytes`, { cause });
  }
}

/** A result that is no errno. */
function required<Result>(path: string, result: Result | number): Result {
  if (typeof result === 'number' && result < 0) throw new Unreadable(path, result);
  return result as Result;
}

/** An entry cannot be read. */
class Unreadable extends Error {
  readonly path: string;

  /** @param why a clause, or a negative errno */
  constructor(path: string, why: string | number, options?: ErrorOptions) {
    const what = path === '' ? 'the directory' : JSON.stringify(path);
    super(`${what} cannot be read: ${typeof why === 'string' ? why : errnoName(-why)}`, options);
    this.path = path;
  }
}
