import type { BigIntStats } from 'node:fs';
import { Errno } from '../../domain/index.js';
import type { HostCalls } from '../node/host-calls.js';
import {
  CREATE,
  DSYNC,
  EXCLUSIVE,
  NOFOLLOW,
  ONLY_DIRECTORY,
  READING,
  READING_AND_WRITING,
  SYNC,
  TRUNCATE,
  WRITING,
} from '../node/open-flags.js';
import { confirm } from './confirming.js';
import { denied } from './errors.js';
import { isSame, type OpenFiles } from './open-files.js';

/** The bits of a host's flags that say how a file may be accessed. */
export const ACCESS = READING | WRITING | READING_AND_WRITING;
/** What must not be there when a directory is opened. */
const CHANGING = WRITING | READING_AND_WRITING | CREATE | TRUNCATE;

/**
 * Opens a file or directory as POSIX has it, which Windows has not:
 *
 * - O_NOFOLLOW and O_DIRECTORY are no flags there. What is at the name is looked at before and after, and what was opened must be that.
 * - O_TRUNC would take effect before one can look, and needs the right to write (documentation of CreateFile, TRUNCATE_EXISTING; Wine 8
 *   does without). So it is done afterwards.
 * - A directory can be opened for writing (libuv passes FILE_FLAG_BACKUP_SEMANTICS; seen under Wine 8). It is EISDIR here.
 * - O_SYNC and O_DSYNC together are EINVAL to libuv, though it takes both for the same (its `src/win/fs.c`; seen under Wine 8).
 *
 * @returns a descriptor, or a negative errno
 */
export function openFile(raw: HostCalls, open: OpenFiles, path: string, flags: number, mode: number): number {
  const before = raw.lstat(path);
  const refused = typeof before === 'number' ? missing(before, flags) : misfit(before, flags);
  if (refused < 0) return refused;
  const fd = raw.open(path, hostFlags(flags), mode);
  if (fd < 0) return fd === -Errno.EEXIST && (flags & EXCLUSIVE) === 0 ? -Errno.EISDIR : denied(fd);
  const opened = raw.fstat(fd);
  const named = raw.lstat(path);
  let errno = typeof opened === 'number' ? opened : isWhatWasMeant(opened, named, flags);
  // A directory is confirmed by who goes into it.
  if (errno === 0 && typeof before !== 'number' && !before.isDirectory()) errno = confirm(raw, path);
  if (errno === 0 && (flags & TRUNCATE) !== 0) errno = raw.truncate(fd, 0);
  if (errno < 0 || typeof opened === 'number') {
    raw.close(fd);
    return denied(errno);
  }
  open.add(fd, path, hostFlags(flags), opened);
  return fd;
}

function hostFlags(flags: number): number {
  let host = flags & ~(ONLY_DIRECTORY | NOFOLLOW | TRUNCATE);
  if ((host & SYNC) === SYNC) host &= ~DSYNC | SYNC;
  if ((flags & TRUNCATE) !== 0 && (flags & ACCESS) === READING) host |= READING_AND_WRITING;
  return host;
}

/** Whether it goes on though nothing was found. */
function missing(errno: number, flags: number): number {
  return errno === -Errno.ENOENT && (flags & CREATE) !== 0 ? 0 : denied(errno);
}

/** Whether what is there can be opened so. */
function misfit(stats: BigIntStats, flags: number): number {
  if ((flags & CREATE) !== 0 && (flags & EXCLUSIVE) !== 0) return -Errno.EEXIST;
  if (stats.isSymbolicLink()) return (flags & NOFOLLOW) === 0 ? 0 : -Errno.ELOOP;
  if (stats.isDirectory()) return (flags & CHANGING) === 0 ? 0 : -Errno.EISDIR;
  return (flags & ONLY_DIRECTORY) === 0 ? 0 : -Errno.ENOTDIR;
}

/** Whether no link was followed, and no file taken for a directory, by somebody's exchanging it meanwhile. */
function isWhatWasMeant(opened: BigIntStats, named: BigIntStats | number, flags: number): number {
  if ((flags & ONLY_DIRECTORY) !== 0 && !opened.isDirectory()) return -Errno.ENOTDIR;
  if ((flags & NOFOLLOW) === 0) return 0;
  if (typeof named === 'number') return named;
  return isSame(opened, named) ? 0 : -Errno.ELOOP;
}
