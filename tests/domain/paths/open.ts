import { Errno, Open, type PathWalk } from '../../../domain/index.js';
import type { Link, Opened, Tree, TreeDirectory } from './tree.js';

/**
 * Opens a path the way the hostcalls use a walk.
 * @returns the node of the tree that was opened, or a negative errno
 */
export function open(
  walk: PathWalk,
  base: TreeDirectory,
  path: string,
  follow: boolean,
): Tree | string | Link | number {
  let error = walk.start(base, path);
  while (error === 0) {
    const how = walk.mustBeDirectory ? Open.READ | Open.DIRECTORY : Open.READ;
    const opened = walk.directory.open(walk.name, how);
    if (typeof opened !== 'number') return (opened as unknown as Opened).node;
    if (opened !== -Errno.ELOOP || !follow) return opened;
    error = walk.follow();
  }
  return error;
}
