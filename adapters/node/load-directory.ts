import {
  type EntryOptions,
  openHostPath,
  reasonsOf,
  snapshot,
  type UnreadableEntry,
} from '../../application/composition/index.js';
import { ConfigurationError } from '../../application/errors.js';
import { CALLBACK, checkOptions, checkValue, having, type OptionKinds, TEXT } from '../../application/options/index.js';
import type { FileSystem, FileTree } from '../../domain/index.js';
import { NodeFileSystem } from './file-system.js';

/** Options of loading a directory. */
export interface LoadOptions extends EntryOptions {
  /**
   * Called with each entry that cannot be loaded: it cannot be read, it does not fit into memory, or it is not a file, directory or symbolic link. It
   * is left out, with everything below it. Without this option, all of them are one error.
   */
  readonly onUnreadable?: ((entry: UnreadableEntry) => void) | undefined;
  /** What opens the directory. Default: the host's own files. */
  readonly fileSystem?: FileSystem | undefined;
}

const kinds: OptionKinds<LoadOptions> = {
  onUnreadable: CALLBACK,
  onEntry: CALLBACK,
  fileSystem: having('openPreopen'),
};

/**
 * Reads a directory of the host with everything below it, at once, into data: `memoryDirectory(loadDirectory('./site'))` gives a program a copy of
 * it. It is read as a program would read it: symbolic links are kept as they are and none is followed. So on Linux nothing from outside gets in,
 * whatever other processes do to the directory meanwhile. Names that are not UTF-8 are left out.
 * @param hostPath of the directory; links in it are followed
 * @throws ConfigurationError for an unknown or invalid option, and if the directory cannot be opened; without `onUnreadable` also if something in it cannot
 *   be loaded, which is named
 */
export function loadDirectory(hostPath: string, options: LoadOptions = {}): FileTree {
  checkOptions(options, 'loadDirectory()', kinds);
  checkValue(hostPath, 'the directory', TEXT);
  const { onUnreadable, onEntry, fileSystem = new NodeFileSystem() } = options;
  const directory = openHostPath(hostPath, fileSystem);
  const unreadable: UnreadableEntry[] = [];
  try {
    const tree = snapshot(directory, { onUnreadable: onUnreadable ?? (entry => unreadable.push(entry)), onEntry });
    if (unreadable.length === 0) return tree;
  } finally {
    directory.close();
  }
  throw new ConfigurationError(
    `the directory ${JSON.stringify(hostPath)} cannot be loaded: ${reasonsOf(unreadable)}`,
    'remove that, or pass onUnreadable to leave it out',
  );
}
