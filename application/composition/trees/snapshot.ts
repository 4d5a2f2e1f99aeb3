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
import { CALLBACK, checkOptions, type OptionKinds, requireDirectory } from '../../options/index.js';
import { DirectoryCursor } from '../directory-cursor.js';
import { type EntryOptions, entryKinds } from '../entry-options.js';

/** An entry that is not in a snapshot because it could not be read. */
export interface UnreadableEntry {
  /** The path below the directory; empty for the directory itself. */
  readonly path: string;
  /** A sentence without a full stop that names the entry and says why it could not be read. */
  readonly reason: string;
}

/** Options of `snapshot`. */
export interface SnapshotOptions extends EntryOptions {
  /**
   * Called with each entry that cannot be read (no permission, a disk error, not enough memory) or is neither a file, a directory nor a symbolic
   * link. The entry is left out, with everything below it. By default, an entry that cannot be read is an error that names it, and others are left
   * out silently.
   */
  readonly onUnreadable?: ((entry: UnreadableEntry) => void) | undefined;
}

const kinds: OptionKinds<SnapshotOptions> = { onUnreadable: CALLBACK, ...entryKinds };

/** The most entries that an error names. */
const NAMED = 10;

/**
 * Reads everything below a directory of any adapter. Entries that are neither files, directories nor symbolic links are left out.
 * @returns the paths in order, each with its entry; it can be cloned, compared with `diff`, and given to `memoryDirectory`
 * @throws ConfigurationError for anything that is not an open directory; Error that names what cannot be read, unless `onUnreadable` is given
 */
export function snapshot(directory: Directory, options: SnapshotOptions = {}): FileTree {
  requireDirectory(directory, 'the directory of snapshot()');
  checkOptions(options, 'snapshot()', kinds);
  const { onUnreadable, onEntry } = options;
  const tree = new Map<string, FileTreeEntry>();
  const unreadable: UnreadableEntry[] = [];
  take(directory, { tree, named: new Map(), told: entry => unreadable.push(entry), onUnreadable, onEntry });
  if (unreadable.length > 0) throw new Error(reasonsOf(unreadable));
  return tree;
}

/** Which entries could not be read and why, on one line. */
export function reasonsOf(unreadable: readonly UnreadableEntry[]): string {
  const reasons = unreadable.slice(0, NAMED).map(({ reason }) => reason);
  const more = unreadable.length - reasons.length;
  return `${reasons.join(', ')}${more > 0 ? `, and ${more} more` : ''}`;
}

interface Taking {
  readonly tree: Map<string, FileTreeEntry>;
  /** Files and links with several names, by identity: the path at which each was first found. */
  readonly named: Map<string, string>;
  /** Called with what cannot be read if `onUnreadable` is not given. */
  readonly told: (entry: UnreadableEntry) => void;
  readonly onUnreadable: SnapshotOptions['onUnreadable'];
  readonly onEntry: EntryOptions['onEntry'];
}

/** A directory whose names are being visited, the last one first. */
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
      taking.onEntry?.(path);
      try {
        const directory = required(level.path, cursor.goTo(level.path)) as Directory;
        if (takeEntry(directory, name, path, taking)) open.push(...levelAt(cursor, path, taking));
      } catch (error) {
        if (!(error instanceof Unreadable)) throw error;
        refuse(taking, error);
        // The directory itself has been removed meanwhile.
        if (error.path === level.path) open.pop();
      }
    }
  } finally {
    cursor.close();
  }
}

/** A directory to be visited; nothing if it cannot be read. */
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

/** Adds an entry to the tree. @returns whether it is a directory, whose entries are to be added next */
function takeEntry(directory: Directory, name: string, path: string, taking: Taking): boolean {
  const { tree, named, onUnreadable } = taking;
  const stat = emptyFilestat();
  const errno = directory.stat(name, stat);
  // It has been removed since the directory was listed.
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
  const known = named.get(identity);
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

/** File types that are not part of a snapshot, in words. WASI has no file type for pipes. */
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
      // The zeros of a hole need not be read.
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
    throw new Unreadable(path, `its ${size} bytes do not fit into memory`, { cause });
  }
}

/** A result that is not an errno. */
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
