import { type Directory, Errno, errnoName, errnoText, type FileSystem } from '../../domain/index.js';
import { ConfigurationError } from '../errors.js';
import { hasMethods, requireDirectory } from '../options/index.js';

/**
 * Opens a directory by its path in the host's notation.
 * @throws ConfigurationError if it cannot be opened
 */
export type OpenPath = (path: string) => Directory;

/** A composition that is not open yet: it contains a host path, or something to keep from one program to the next. */
export interface DirectorySource {
  readonly kind: 'source';
  /**
   * Opens it for one program.
   * @param openPath opens the host paths in it; without it, host paths are rejected
   * @returns the directory, owned by the caller
   * @throws ConfigurationError if a part of it cannot be opened; nothing stays open then
   */
  openDirectory(openPath?: OpenPath): Directory;
}

/** What can be given to a program as a directory: a host path, an open directory of any adapter, or a composition of such. */
export type Place = string | Directory | DirectorySource;

/**
 * Opens a place. An open directory is what it is, and the caller's from then on.
 * @throws ConfigurationError if it cannot be opened
 */
export function openPlace(place: Place, openPath: OpenPath = rejectPath): Directory {
  if (typeof place === 'string') return openPath(place);
  return place.kind === 'source' ? place.openDirectory(openPath) : place;
}

/**
 * Opens a directory of the host.
 * @param path in the host's notation
 * @throws ConfigurationError if it cannot be opened
 */
export function openHostPath(path: string, fileSystem: FileSystem): Directory {
  const opened = fileSystem.openPreopen(path);
  if (typeof opened === 'object') return opened;
  const [problem, remedy] = openTrouble(-opened);
  throw new ConfigurationError(`cannot open the directory ${quoted(path)}: ${problem}`, remedy);
}

/** For people to read: a path of Windows keeps its backslashes as they are. */
function quoted(path: string): string {
  return JSON.stringify(path).replaceAll('\\\\', '\\');
}

/** The problem with a directory, and the remedy. */
function openTrouble(errno: number): readonly [problem: string, remedy: string] {
  switch (errno) {
    case Errno.ENOENT:
      return ['it does not exist', 'create it, or name one that exists'];
    case Errno.ENOTDIR:
      return ['it is not a directory', 'name a directory'];
    case Errno.EMFILE:
    case Errno.ENFILE:
      return ['the host is out of file descriptors', 'close some, or raise the limit (`ulimit -n`)'];
    default:
      return [`${errnoName(errno)}, ${errnoText(errno)}`, 'name another directory'];
  }
}

/**
 * Checks that something can be given as a directory.
 * @param name how messages call it, such as `the preopen "/"`
 * @throws ConfigurationError that says what it is, and what to give instead
 */
export function requirePlace(value: unknown, name: string): asserts value is Place {
  if (typeof value === 'string') return;
  const { kind } = (value ?? {}) as { readonly kind?: unknown };
  if (kind === 'source' && hasMethods(value, 'openDirectory')) return;
  requireDirectory(value, name);
}

/** Whether a place is open already. */
export function isDirectory(place: Place): place is Directory {
  return typeof place === 'object' && place.kind === 'directory';
}

/** A source whose one part is opened and then wrapped. */
export function wrappingSource(place: Place, wrap: (directory: Directory) => Directory): DirectorySource {
  return {
    kind: 'source',
    openDirectory: openPath => {
      const inner = openPlace(place, openPath);
      try {
        return wrap(inner);
      } catch (error) {
        inner.close();
        throw error;
      }
    },
  };
}

function rejectPath(path: string): never {
  throw new ConfigurationError(
    `the host path ${quoted(path)} cannot be opened without a file system`,
    'give the composition to a program as a preopen, or open the directory first',
  );
}
