import { Errno, Filetype } from '../../domain/index.js';
import { filetypeOf } from './file-stats.js';
import type { HostCalls } from './host-calls.js';

/**
 * Whether all directories on a path are plain ones, the root's own included: a link in place of one of them would be followed by the host.
 * They are looked at one after the other from the top, so nothing is asked for that lies behind a link.
 * @param path absolute; what comes after its last `/` is not looked at
 * @returns 0; `-ENOENT` if something else has taken the place of a directory; or what the host answers
 */
export function checkPlainDirectories(host: HostCalls, path: string): number {
  for (let slash = path.indexOf('/', 1); slash !== -1; slash = path.indexOf('/', slash + 1)) {
    const stats = host.roughLstat(path.slice(0, slash));
    if (typeof stats === 'number') return stats === -Errno.ENOTDIR ? -Errno.ENOENT : stats;
    if (filetypeOf(stats.mode) !== Filetype.DIRECTORY) return -Errno.ENOENT;
  }
  return 0;
}
