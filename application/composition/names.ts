import type { Filestat, Naming } from '../../domain/index.js';

/** A path and a name, or another path, below it. Either may be empty. */
export function joined(path: string, rest: string): string {
  if (path === '') return rest;
  return rest === '' ? path : `${path}/${rest}`;
}

/** The first names of a path, joined as they were. */
export function firstNames(path: string, count: number): string {
  let end = -1;
  for (let i = 0; i < count; i++) {
    end = path.indexOf('/', end + 1);
    if (end === -1) return path;
  }
  return path.substring(0, end);
}

/** How many names a path has; none if it is empty. */
export function depthOf(path: string): number {
  return path === '' ? 0 : path.split('/').length;
}

/** A key that is equal for all spellings of a name. */
export function keyOf(naming: Naming | undefined, name: string): string {
  return naming === undefined ? name : naming.key(name);
}

/** A key that is equal for all names of a file, and unique to it. */
export function identityOf({ device, inode }: Filestat): string {
  return `${device}:${inode}`;
}
