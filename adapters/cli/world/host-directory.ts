import { type Directory, Errno, errnoName, errnoText, type FileSystem } from '../../../domain/index.js';
import { CommandLineError } from '../command-line-error.js';

/**
 * Opens a directory that an option names.
 * @param fileSystem the host's
 * @throws CommandLineError if it can't be opened
 */
export function openHostDirectory(path: string, fileSystem: FileSystem): Directory {
  const directory = fileSystem.openPreopen(path);
  if (typeof directory !== 'number') return directory;
  const [problem, remedy] = trouble(-directory);
  throw new CommandLineError(`the directory ${path} cannot be opened: ${problem}`, remedy);
}

function trouble(errno: number): readonly [string, string] {
  if (errno === Errno.ENOENT) return ['there is no such directory', 'create it, or name one that exists'];
  if (errno === Errno.ENOTDIR) return ['it is not a directory', 'name a directory'];
  return [`${errnoName(errno)}, ${errnoText(errno)}`, 'name another directory'];
}
