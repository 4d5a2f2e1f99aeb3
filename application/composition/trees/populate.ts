import {
  type Descent,
  type Directory,
  Errno,
  errnoName,
  errnoText,
  type File,
  type FileTree,
  type FileTreeEntry,
  type FileTreeTimes,
  LAST_TIME,
  Open,
} from '../../../domain/index.js';
import { ConfigurationError } from '../../errors.js';
import { checkOptions, requireDirectory } from '../../options/index.js';
import { abridged } from '../../text/index.js';
import { DirectoryCursor } from '../directory-cursor.js';
import { type EntryOptions, entryKinds } from '../entry-options.js';
import { type Contents, entriesOf } from './contents.js';

/** Aligned pages of zeros of this many bytes become holes. */
const PAGE = 65_536;

/**
 * Creates entries in a directory of any adapter.
 * @param directory existing entries stay, but none may have the name of a file or link to be created
 * @throws ConfigurationError for an unknown or invalid option, and for an entry that cannot be created; the entries before it exist then
 */
export function populate(directory: Directory, contents: Contents | FileTree, options: EntryOptions = {}): void {
  requireDirectory(directory, 'the directory of populate()');
  checkOptions(options, 'populate()', entryKinds);
  const { onEntry } = options;
  /** Times of directories, which change while they are filled. */
  const late: (() => void)[] = [];
  const cursor = new DirectoryCursor(directory);
  try {
    let before = '';
    for (const [path, entry] of entriesOf(contents)) {
      onEntry?.(path);
      checkNames(path, before);
      before = path;
      const slash = path.lastIndexOf('/');
      const above = path.substring(0, Math.max(slash, 0));
      const name = path.substring(slash + 1);
      require(make(directory, parentAt(cursor, directory, above), name, entry), path);
      const times: FileTreeTimes = entry.kind === 'hardlink' ? {} : entry;
      const { accessed, modified } = times;
      if (accessed === undefined && modified === undefined) continue;
      requireTimes(times, path);
      const set = () => require(parentAt(cursor, directory, above).setTimes(name, accessed, modified), path);
      if (entry.kind === 'directory') late.push(set);
      else set();
    }
    for (const set of late.reverse()) set();
  } finally {
    cursor.close();
  }
}

/** @param before a path whose names have been checked: those that `path` begins with are not looked at again */
function checkNames(path: string, before: string): void {
  let same = 0;
  // Behind the end of a path there is NaN, which is equal to nothing.
  while (path.charCodeAt(same) === before.charCodeAt(same)) same++;
  const from = path.substring(0, same).lastIndexOf('/') + 1;
  for (const name of path.substring(from).split('/')) {
    if (name === '' || name === '.' || name === '..' || name.includes('\0')) {
      throw new ConfigurationError(
        `invalid path ${JSON.stringify(path)}: ${JSON.stringify(name)} cannot be a name`,
        'leave it out',
      );
    }
  }
}

/** The directory at a path, created if it does not exist. */
function parentAt(cursor: DirectoryCursor, root: Directory, path: string): Directory {
  const found = cursor.goTo(path);
  return typeof found === 'number' ? descendMaking(root, path.split('/')) : found;
}

function make(root: Directory, parent: Directory, name: string, entry: FileTreeEntry): number {
  switch (entry.kind) {
    case 'directory': {
      const errno = parent.createDirectory(name);
      return errno === -Errno.EEXIST ? parent.descend(name, { directory: parent, steps: 0 }) : errno;
    }
    case 'file': {
      const opened = parent.open(name, Open.WRITE | Open.CREATE | Open.EXCLUSIVE) as File | number;
      if (typeof opened === 'number') return opened;
      const errno = writeWhole(opened, entry.content);
      opened.close();
      return errno;
    }
    case 'symlink':
      return parent.symlink(name, entry.target);
    case 'hardlink': {
      const names = entry.path.split('/');
      const old = names.pop() as string;
      return descendMaking(root, names).link(old, parent, name);
    }
  }
}

/** Descends, creating missing directories one at a time. */
function descendMaking(root: Directory, names: readonly string[]): Directory {
  const into: Descent = { directory: root, steps: 0 };
  if (names.length === 0) return root;
  const errno = root.descend(names.join('/'), into);
  if (errno !== -Errno.ENOENT) require(errno, names.join('/'));
  else for (let done = into.steps; done < names.length; done++) enterNew(names, done, into);
  return into.directory;
}

/** Creates the directory that is the first missing one of a path, and goes into it. Another process may have created it meanwhile. */
function enterNew(names: readonly string[], first: number, into: Descent): void {
  const parent = into.directory;
  const name = names[first] as string;
  const made = parent.createDirectory(name);
  const errno = made === 0 || made === -Errno.EEXIST ? parent.descend(name, into) : made;
  if (errno < 0) require(errno, names.slice(0, first + 1).join('/'));
}

/** Writes all of it to an empty file; pages of zeros are left out, and become holes. @returns 0, or a negative errno */
function writeWhole(file: File, content: Uint8Array): number {
  const { length } = content;
  const last = Math.floor((length - 1) / PAGE) * PAGE;
  let endsInHole = false;
  for (let from = 0; from <= last; from += PAGE) {
    endsInHole = isZero(content, from);
    const errno = endsInHole ? 0 : writeRange(file, content, from, Math.min(from + PAGE, length));
    if (errno < 0) return errno;
  }
  if (!endsInHole) return 0;
  const errno = file.setSize(length);
  return errno === -Errno.ENOTSUP ? writeRange(file, content, length - 1, length) : errno;
}

/** Whether a page that begins at `from` is all zeros. */
function isZero(content: Uint8Array, from: number): boolean {
  const end = Math.min(from + PAGE, content.length);
  for (let i = from; i < end; i++) if (content[i] !== 0) return false;
  return true;
}

function writeRange(file: File, content: Uint8Array, from: number, to: number): number {
  for (let done = from; done < to; ) {
    const length = to - done;
    const written = file.write({ array: content, count: 1, offsets: [done], lengths: [length], total: length }, done);
    if (written < 0) return written;
    if (written === 0) return -Errno.EIO;
    done += written;
  }
  return 0;
}

/** A time that preview1 cannot tell would be another one for a program. */
function requireTimes({ accessed = 0n, modified = 0n }: FileTreeTimes, path: string): void {
  for (const time of [accessed, modified]) {
    if (time >= 0n && time <= LAST_TIME) continue;
    throw new ConfigurationError(
      `${JSON.stringify(abridged(path, 500))} cannot be made: ${time} is not a time that a program can be given`,
      'give nanoseconds since 1970, up to 2^64 - 1',
    );
  }
}

function require(errno: number, path: string): void {
  if (errno >= 0) return;
  throw new ConfigurationError(
    `${JSON.stringify(abridged(path, 500))} cannot be made: ${errnoName(-errno)}, ${errnoText(-errno)}`,
    'name each entry once, and leave room for it',
  );
}
