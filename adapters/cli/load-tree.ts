import type { Directory, FileTree, FileTreeEntry } from '../../domain/index.js';
import { snapshot } from '../memory/snapshot.js';
import { CommandLineError } from './report.js';

/**
 * Reads a directory of the host, with all that is in it.
 * @param path what it is called, for messages
 * @param directory is closed
 * @param dated with the times that the files have; otherwise they get the time at which they are loaded
 * @throws CommandLineError for what can't be read
 */
export function loadTree(path: string, directory: Directory, dated: boolean): FileTree {
  try {
    const tree = snapshot(directory);
    return dated ? tree : new Map([...tree].map(([name, entry]) => [name, undated(entry)]));
  } catch (error) {
    throw new CommandLineError(
      `${path} can't be loaded into memory: ${(error as Error).message}`,
      'make it readable, or give a directory without it',
      undefined,
      { cause: error },
    );
  } finally {
    directory.close();
  }
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
