import { errnoName, errnoText } from '../../domain/index.js';

/**
 * The error for an operation of the embedder that a directory fails.
 * @param what cannot be done, such as `cannot list`
 * @param path names joined by `/`; empty for the uppermost directory
 * @param errno negative
 */
export function pathError(what: string, path: string, errno: number): Error {
  return new Error(`${what} ${JSON.stringify(path === '' ? '.' : path)}: ${errnoName(-errno)} (${errnoText(-errno)})`);
}
