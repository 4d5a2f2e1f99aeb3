import { Errno } from '../../domain/index.js';
import type { HostCalls } from '../node/host-calls.js';
import type { DeferredUnlinks } from './deferred-unlinks.js';
import type { OpenFiles } from './open-files.js';
import { confirmName } from './real-path.js';

/**
 * Removes a file, or a link of either type. On Windows
 *
 * - libuv returns EPERM for a directory ([`fs.c`](https://github.com/libuv/libuv/blob/v1.x/src/win/fs.c)), as [POSIX](https://pubs.opengroup.org/onlinepubs/9799919799/functions/unlink.html)
 *   has it; here it is EISDIR, as on [Linux](https://man7.org/linux/man-pages/man2/unlink.2.html).
 * - a file that is open keeps its name: see {@link DeferredUnlinks}.
 * - a read-only file cannot be removed, but libuv takes that attribute away first ([`fs.c`](https://github.com/libuv/libuv/blob/v1.x/src/win/fs.c); seen under Wine 8).
 */
export function unlink(raw: HostCalls, open: OpenFiles, deferredUnlinks: DeferredUnlinks, path: string): number {
  const stats = raw.lstat(path);
  if (typeof stats === 'number') return stats;
  if (stats.isDirectory()) return -Errno.EISDIR;
  const elsewhere = confirmName(raw, path, stats);
  if (elsewhere < 0) return elsewhere;
  if (open.on(stats).length === 0) return raw.unlink(path);
  const hidden = deferredUnlinks.rename(path);
  return typeof hidden === 'number' ? hidden : deferredUnlinks.finish(hidden, path, stats, 'unlink');
}

/**
 * Removes an empty directory. On Windows
 *
 * - libuv returns ENOENT for a file (ERROR_DIRECTORY; seen under Wine 8); it is ENOTDIR here.
 * - a link to a directory is removed too ([RemoveDirectory](https://learn.microsoft.com/en-us/windows/win32/api/fileapi/nf-fileapi-removedirectoryw)); it is ENOTDIR here.
 * - a directory that is open keeps its name: see {@link DeferredUnlinks}.
 */
export function rmdir(raw: HostCalls, open: OpenFiles, deferredUnlinks: DeferredUnlinks, path: string): number {
  const stats = raw.lstat(path);
  if (typeof stats === 'number') return stats;
  if (!stats.isDirectory()) return -Errno.ENOTDIR;
  const elsewhere = confirmName(raw, path, stats);
  if (elsewhere < 0) return elsewhere;
  if (open.on(stats).length === 0) return raw.rmdir(path);
  const names = raw.readdir(path);
  if (typeof names === 'number') return names;
  if (names.length > 0) return -Errno.ENOTEMPTY;
  const hidden = deferredUnlinks.rename(path);
  return typeof hidden === 'number' ? hidden : deferredUnlinks.finish(hidden, path, stats, 'rmdir');
}
