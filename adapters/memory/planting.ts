import { ConfigurationError } from '../../application/index.js';
import { abridged } from '../../application/text/index.js';
import {
  type Descent,
  type Directory,
  Errno,
  errnoName,
  errnoText,
  type File,
  type FileTree,
  type FileTreeEntry,
  type Iovecs,
  Open,
} from '../../domain/index.js';
import { type Contents, entriesOf } from './contents.js';

/**
 * Makes entries in a directory, which may be any adapter's.
 * @param directory what is there already stays, but nothing of it may have the name of a file or link to be made
 * @throws ConfigurationError for an entry that cannot be made; those before it are there then
 */
export function plant(directory: Directory, contents: Contents | FileTree): void {
  /** Times of directories, which change while they are filled. */
  const late: (() => void)[] = [];
  for (const [path, entry] of entriesOf(contents)) {
    const names = path.split('/');
    for (const name of names) {
      if (name === '' || name === '.' || name === '..' || name.includes('\0')) {
        throw new ConfigurationError(
          `${JSON.stringify(path)} is no path for an entry: ${JSON.stringify(name)} cannot be a name; leave it out`,
        );
      }
    }
    const name = names.pop() as string;
    const parent = descendMaking(directory, names);
    require(make(directory, parent, name, entry), path);
    if (entry.kind === 'hardlink' || (entry.accessed === undefined && entry.modified === undefined)) continue;
    const { accessed, modified } = entry;
    const set = () => require(descendMaking(directory, names).setTimes(name, accessed, modified), path);
    if (entry.kind === 'directory') late.push(set);
    else set();
  }
  for (const set of late.reverse()) set();
}

function make(root: Directory, parent: Directory, name: string, entry: FileTreeEntry): number {
  switch (entry.kind) {
    case 'directory': {
      const errno = parent.createDirectory(name);
      return errno === -Errno.EEXIST ? parent.descend(name, { directory: parent, steps: 0 }) : errno;
    }
    case 'file': {
      const opened = parent.open(name, Open.WRITE | Open.CREATE | Open.EXCLUSIVE);
      if (typeof opened === 'number') return opened;
      if (opened.kind === 'directory') return -Errno.EISDIR;
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

/** Goes down, making what is missing: below that, a directory at a time. */
function descendMaking(root: Directory, names: readonly string[]): Directory {
  const into: Descent = { directory: root, steps: 0 };
  if (names.length === 0) return root;
  let errno = root.descend(names.join('/'), into);
  for (let done = into.steps; errno === -Errno.ENOENT && done < names.length; done++) {
    const parent = into.directory;
    const made = parent.createDirectory(names[done] as string);
    if (made < 0 && made !== -Errno.EEXIST) require(made, names.slice(0, done + 1).join('/'));
    errno = parent.descend(names[done] as string, into);
    if (errno === 0 && done + 1 < names.length) errno = -Errno.ENOENT;
    else if (errno < 0) require(errno, names.slice(0, done + 1).join('/'));
  }
  require(errno, names.join('/'));
  return into.directory;
}

/** Writes all of it to an empty file. @returns 0, or a negative errno */
function writeWhole(file: File, content: Uint8Array): number {
  for (let done = 0; done < content.length; ) {
    const length = content.length - done;
    const from: Iovecs = { array: content, count: 1, offsets: [done], lengths: [length], total: length };
    const written = file.write(from, done);
    if (written < 0) return written;
    if (written === 0) return -Errno.EIO;
    done += written;
  }
  return 0;
}

function require(errno: number, path: string): void {
  if (errno >= 0) return;
  throw new ConfigurationError(
    `${JSON.stringify(abridged(path, 500))} cannot be made: ${errnoName(-errno)}, ${errnoText(-errno)}; name each entry once, and leave room for it`,
  );
}
