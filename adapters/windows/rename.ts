import type { BigIntStats } from 'node:fs';
import { Errno } from '../../domain/index.js';
import type { HostCalls } from '../node/host-calls.js';
import type { DeferredUnlinks } from './deferred-unlinks.js';
import { isDenial } from './errors.js';
import { canBeSame, isSame, type OpenFiles } from './open-files.js';
import { keyOf } from './path-key.js';
import { confirmName } from './real-path.js';
import { rmdir } from './remove.js';

/** What renaming needs. */
interface Parts {
  readonly raw: HostCalls;
  readonly open: OpenFiles;
  readonly deferredUnlinks: DeferredUnlinks;
}

/**
 * Renames as [POSIX](https://pubs.opengroup.org/onlinepubs/9799919799/functions/rename.html) defines it. On Windows
 *
 * - a directory replaces a file ([MoveFileEx](https://learn.microsoft.com/en-us/windows/win32/api/winbase/nf-winbase-movefileexw); seen under Wine 8), but no other directory, not even an empty one, and a file replaces none.
 *   Here types must agree, and an empty directory is removed first: should the host then refuse, it is made again.
 * - a file that is open, or read-only, is not replaced (ERROR_ACCESS_DENIED; Wine 8 ignores the latter). Here it is removed first, as by
 *   `unlink`: between the two steps nothing has the new name.
 * - a rename between two names of one file moves it; POSIX does nothing then. Names that differ only in case are one name, which is
 *   spelt anew (Wine 8 says that it has done so, and has not).
 * - a directory in which something is open cannot be moved (ERROR_ACCESS_DENIED). It cannot be avoided; it is EPERM.
 */
export function rename(parts: Parts, path: string, newPath: string): number {
  const { raw, open } = parts;
  const from = raw.lstat(path);
  if (typeof from === 'number') return from;
  const key = keyOf(path);
  const newKey = keyOf(newPath);
  if (from.isDirectory() && newKey.startsWith(`${key}/`)) return -Errno.EINVAL;
  const to = raw.lstat(newPath);
  if (typeof to === 'number' && to !== -Errno.ENOENT) return to;
  const elsewhere = confirmName(raw, path, from) || (typeof to === 'number' ? 0 : confirmName(raw, newPath, to));
  if (elsewhere < 0) return elsewhere;
  let errno: number;
  if (typeof to === 'number') errno = raw.rename(path, newPath);
  else if (key === newKey && canBeSame(from, to)) errno = path !== newPath ? raw.rename(path, newPath) : 0;
  else errno = isSame(from, to) ? 0 : replace(parts, path, from, newPath, to);
  if (errno === 0) open.moved(path, newPath);
  return errno;
}

function replace(parts: Parts, path: string, from: BigIntStats, newPath: string, to: BigIntStats): number {
  const { raw, deferredUnlinks } = parts;
  if (from.isDirectory()) return to.isDirectory() ? replaceDirectory(parts, path, newPath) : -Errno.ENOTDIR;
  if (to.isDirectory()) return -Errno.EISDIR;
  const refused = raw.rename(path, newPath);
  if (!isDenial(refused)) return refused;
  const hidden = deferredUnlinks.rename(newPath);
  if (typeof hidden === 'number') return hidden;
  const errno = raw.rename(path, newPath);
  if (errno < 0) {
    raw.rename(hidden, newPath);
    return errno;
  }
  // If it stays, it is a file of an odd name that another program keeps from being removed.
  deferredUnlinks.finish(hidden, hidden, to, 'unlink');
  return 0;
}

function replaceDirectory({ raw, open, deferredUnlinks }: Parts, path: string, newPath: string): number {
  const removed = rmdir(raw, open, deferredUnlinks, newPath);
  if (removed < 0) return removed;
  const errno = raw.rename(path, newPath);
  if (errno < 0) raw.mkdir(newPath, 0o777);
  return errno;
}
