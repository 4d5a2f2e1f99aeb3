import { unzipSync } from 'fflate';

export interface ArchivedFile {
  readonly kind: 'file';
  readonly inode: bigint;
  readonly bytes: Uint8Array;
}

export interface ArchivedDirectory {
  readonly kind: 'directory';
  readonly inode: bigint;
  /** Undefined for the uppermost directory. */
  readonly parent: ArchivedDirectory | undefined;
  /** A `Map`, not an object: a file may be called `__proto__`. */
  readonly entries: Map<string, ArchivedFile | ArchivedDirectory>;
}

/**
 * Unpacks an archive into a tree.
 * @throws Error for what is no zip archive, and for names that are no paths below a directory: an archive can come from anywhere
 */
export function readArchive(zip: Uint8Array): ArchivedDirectory {
  let lastInode = 1n;
  const top: ArchivedDirectory = { kind: 'directory', inode: lastInode, parent: undefined, entries: new Map() };
  for (const [path, bytes] of Object.entries(unzipSync(zip))) {
    const names = path.split('/');
    // The name of a directory ends in a slash.
    const last = names.pop() as string;
    let directory = top;
    for (const name of names) {
      check(name, path);
      const found = directory.entries.get(name);
      if (found?.kind === 'file') throw new Error(`${JSON.stringify(path)} lies in a file`);
      const next = found ?? { kind: 'directory', inode: ++lastInode, parent: directory, entries: new Map() };
      directory.entries.set(name, next);
      directory = next;
    }
    if (last === '') continue;
    check(last, path);
    if (directory.entries.has(last)) throw new Error(`${JSON.stringify(path)} is in the archive twice`);
    directory.entries.set(last, { kind: 'file', inode: ++lastInode, bytes });
  }
  return top;
}

function check(name: string, path: string): void {
  if (name === '' || name === '.' || name === '..' || name.includes('\0')) {
    throw new Error(`the archive holds ${JSON.stringify(path)}, which is not a path in a directory`);
  }
}
