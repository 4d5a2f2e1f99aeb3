import {
  type Directory,
  emptyFilestat,
  errnoName,
  type File,
  type FileTree,
  type FileTreeEntry,
  Filetype,
  Open,
} from '../../domain/index.js';

/**
 * Takes down all that is below a directory, which may be any adapter's. What is neither file, directory nor symbolic link is left out.
 * @returns the paths in order, each with what is there; it can be cloned, compared with `diff`, and given to `memoryDirectory`
 * @throws Error for what cannot be read
 */
export function snapshot(directory: Directory): FileTree {
  const tree = new Map<string, FileTreeEntry>();
  take(directory, '', tree, new Map());
  return tree;
}

/** @param named files and links that have further names, by identity: the path where each was met */
function take(directory: Directory, above: string, tree: Map<string, FileTreeEntry>, named: Map<string, string>): void {
  const entries = directory.list();
  if (typeof entries === 'number') throw failure(above, entries);
  const names = entries.map(entry => entry.name).sort();
  for (const name of names) {
    const path = above + name;
    const stat = emptyFilestat();
    required(path, directory.stat(name, stat));
    const { accessed, modified } = stat;
    if (stat.filetype === Filetype.DIRECTORY) {
      tree.set(path, { kind: 'directory', accessed, modified });
      const below = required(path, directory.open(name, Open.READ | Open.DIRECTORY)) as Directory;
      take(below, `${path}/`, tree, named);
      below.close();
      continue;
    }
    if (stat.filetype !== Filetype.REGULAR_FILE && stat.filetype !== Filetype.SYMBOLIC_LINK) continue;
    const identity = `${stat.device} ${stat.inode}`;
    const known = stat.links > 1n ? named.get(identity) : undefined;
    if (known !== undefined) {
      tree.set(path, { kind: 'hardlink', path: known });
      continue;
    }
    if (stat.links > 1n) named.set(identity, path);
    if (stat.filetype === Filetype.SYMBOLIC_LINK) {
      tree.set(path, { kind: 'symlink', target: required(path, directory.readlink(name)), accessed, modified });
    } else {
      tree.set(path, { kind: 'file', content: readWhole(directory, name, path), accessed, modified });
    }
  }
}

function readWhole(directory: Directory, name: string, path: string): Uint8Array {
  const file = required(path, directory.open(name, Open.READ)) as File;
  try {
    const array = roomFor(path, required(path, file.size()));
    let done = 0;
    while (done < array.length) {
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
    throw new Error(`${JSON.stringify(path)} cannot be read: there is no memory for its ${size} bytes`, { cause });
  }
}

/** A result that is no errno. */
function required<Result>(path: string, result: Result | number): Result {
  if (typeof result === 'number' && result < 0) throw failure(path, result);
  return result as Result;
}

function failure(path: string, errno: number): Error {
  return new Error(`${path === '' ? 'the directory' : JSON.stringify(path)} cannot be read: ${errnoName(-errno)}`);
}
