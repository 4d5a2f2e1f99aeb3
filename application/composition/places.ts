import type { Directory } from '../../domain/index.js';
import { ConfigurationError } from '../errors.js';

/**
 * Opens a directory by its path in the host's notation.
 * @throws ConfigurationError if it cannot be opened
 */
export type OpenPath = (path: string) => Directory;

/** A composition that is not open yet: it has a host path in it, or something to keep from one program to the next. */
export interface DirectorySource {
  readonly kind: 'source';
  /**
   * Opens it for one program.
   * @param openPath opens the host paths in it; without it, they are refused
   * @returns the directory, owned by the caller
   * @throws ConfigurationError if a part of it cannot be opened; nothing stays open then
   */
  openDirectory(openPath?: OpenPath): Directory;
}

/** Whatever can be given to a program as a directory: a host path, an open directory of any adapter, or a composition of such. */
export type Place = string | Directory | DirectorySource;

/**
 * Opens a place. An open directory is what it is, and the caller's from then on.
 * @throws ConfigurationError if it cannot be opened
 */
export function openPlace(place: Place, openPath: OpenPath = refusePath): Directory {
  if (typeof place === 'string') return openPath(place);
  return place.kind === 'source' ? place.openDirectory(openPath) : place;
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

function refusePath(path: string): never {
  throw new ConfigurationError(
    `the host path ${JSON.stringify(path)} cannot be opened without a file system`,
    'give the composition to a program as a preopen, or open the directory first',
  );
}
