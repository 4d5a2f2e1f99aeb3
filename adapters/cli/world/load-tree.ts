import { reasonsOf, snapshot, type UnreadableEntry } from '../../../application/composition/index.js';
import type { Directory, FileTree, FileTreeEntry } from '../../../domain/index.js';
import { CommandLineError } from '../command-line-error.js';
import type { Progress } from '../terminal/progress.js';

/**
 * Reads a directory of the host, with all that is in it.
 * @param path what it is called, for messages
 * @param directory is closed
 * @param how `dated`: with the times that the files have; otherwise they get the time at which they are loaded. `skip`: told each entry that
 *   can't be loaded, which is left out then
 * @param progress is told of each entry
 * @throws CommandLineError that names what can't be loaded, unless that is to be skipped
 */
export function loadTree(
  path: string,
  directory: Directory,
  { dated, skip }: { readonly dated: boolean; readonly skip?: ((entry: UnreadableEntry) => void) | undefined },
  progress: Progress,
): FileTree {
  const unreadable: UnreadableEntry[] = [];
  let tree: FileTree;
  progress.begin(`reading ${path}`, undefined, 'entries');
  try {
    tree = snapshot(directory, {
      onUnreadable: skip ?? (entry => unreadable.push(entry)),
      onEntry: () => progress.advance(),
    });
  } finally {
    directory.close();
  }
  if (unreadable.length > 0)
    throw new CommandLineError(
      `${path} cannot be loaded into memory: ${reasonsOf(unreadable)}`,
      'remove it, or leave it out with --skip-unreadable',
    );
  return dated ? tree : new Map([...tree].map(([name, entry]) => [name, undated(entry)]));
}

function undated(entry: FileTreeEntry): FileTreeEntry {
  switch (entry.kind) {
    case 'directory':
      return { kind: 'directory' };
    case 'file':
      return { kind: 'file', content: entry.content };
    case 'symlink':
      return { kind: 'symlink', target: entry.target };
    case 'hardlink':
      return entry;
  }
}
