import { errnoName, errnoText } from '../../domain/index.js';

/**
 * What is thrown where an embedder asked for something that a directory refuses.
 * @param what was to be done, such as `cannot list`
 * @param path names joined by `/`; empty for the uppermost directory
 * @param errno negative
 */
export function pathError(what: string, path: string, errno: number): Error {
  return new Error(`${what} ${JSON.stringify(path === '' ? '.' : path)}: ${errnoName(-errno)} (${errnoText(-errno)})`);
}
