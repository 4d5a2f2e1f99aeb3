import { Errno } from '../../domain/index.js';
import type { HostCalls } from '../node/host-calls.js';
import type { DeferredUnlinks } from './deferred-unlinks.js';
import type { OpenFiles } from './open-files.js';
import { confirmName } from './real-path.js';

/**
 * Removes a file, or a link of either type. Windows has it that
 *
 * - a directory is EPERM to libuv, as POSIX has it; here it is EISDIR, as on Linux.
 * - a file that is open keeps its name: see {@link DeferredUnlinks}.
 * - a read-only file cannot be removed, but libuv takes that attribute away first (its `src/win/fs.c`; seen under Wine 8).
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
 * Removes an empty directory. Windows has it that
 *
 * - a file is ENOENT to libuv (it is ERROR_DIRECTORY; seen under Wine 8); it is ENOTDIR here.
 * - a link to a directory is removed too (documentation of RemoveDirectory); it is ENOTDIR here.
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
