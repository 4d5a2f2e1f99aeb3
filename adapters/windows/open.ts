import type { BigIntStats } from 'node:fs';
import { Errno } from '../../domain/index.js';
import type { HostCalls } from '../node/host-calls.js';
import {
  ACCESS,
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
import { truncate } from './append-mode.js';
import { denied } from './errors.js';
import { canBeSame, type OpenFiles } from './open-files.js';
import { confirm } from './real-path.js';
import type { SecondDescriptor } from './second-descriptor.js';

/** What must not be there when a directory is opened. */
const CHANGING = WRITING | READING_AND_WRITING | CREATE | TRUNCATE;

/** What opening needs. */
interface Parts {
  readonly raw: HostCalls;
  readonly open: OpenFiles;
  readonly second: SecondDescriptor;
}

/** How often it is tried again while others make the file, and remove it. */
const ATTEMPTS = 4;

/**
 * Opens a file or directory as [POSIX](https://pubs.opengroup.org/onlinepubs/9799919799/functions/open.html) defines it. On Windows:
 *
 * - O_NOFOLLOW and O_DIRECTORY [do not exist](https://github.com/libuv/libuv/blob/v1.x/src/win/fs.c). What is at the name is looked at before and after, and what was opened must be that.
 * - O_CREAT makes a file also where a link leads that is not shown as one (seen under Wine 8), and O_EXCL alone does not help: CREATE_NEW follows a
 *   link that leads to nothing. So it is asked besides whether the name is that of a link of whatever kind.
 * - O_TRUNC would take effect before one can look, and needs the right to write ([CreateFile](https://learn.microsoft.com/en-us/windows/win32/api/fileapi/nf-fileapi-createfilew),
 *   TRUNCATE_EXISTING; Wine 8 does without). So it is done afterwards, for a descriptor that appends through another: see {@link truncate}.
 * - A directory can be opened for writing (libuv passes
 *   [FILE_FLAG_BACKUP_SEMANTICS](https://learn.microsoft.com/en-us/windows/win32/api/fileapi/nf-fileapi-createfilew); seen under Wine 8). It is EISDIR here.
 * - O_SYNC and O_DSYNC together are EINVAL to libuv, though it takes both for the same ([`fs.c`](https://github.com/libuv/libuv/blob/v1.x/src/win/fs.c); seen under Wine 8).
 *
 * @returns a descriptor; `-ENOTCAPABLE` if it leads elsewhere, or another negative errno
 */
export function openFile(parts: Parts, path: string, flags: number, mode: number): number {
  const { raw } = parts;
  const host = hostFlags(flags);
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const before = raw.lstat(path);
    const isThere = typeof before !== 'number';
    const refused = isThere ? misfit(before, flags) : missing(before, flags);
    if (refused < 0) return refused;
    // A dangling link that is not shown as one still has a kind.
    if (!isThere && raw.readlink(path) !== -Errno.ENOENT) continue;
    const fd = raw.open(path, isThere ? host & ~CREATE : host | EXCLUSIVE, mode);
    if (fd >= 0) return checked(parts, fd, path, flags);
    const isOtherwiseNow = fd === (isThere ? -Errno.ENOENT : -Errno.EEXIST);
    if (!isOtherwiseNow || (flags & (CREATE | EXCLUSIVE)) !== CREATE) return denied(fd);
  }
  return -Errno.ENOTCAPABLE;
}

/** Truncates what was opened, or closes it if it is not what was meant. @returns the descriptor, or a negative errno */
function checked({ raw, open, second }: Parts, fd: number, path: string, flags: number): number {
  const opened = raw.fstat(fd);
  let errno = typeof opened === 'number' ? opened : isWhatWasMeant(opened, raw.lstat(path), flags);
  // A directory is confirmed when it is entered.
  if (errno === 0 && typeof opened !== 'number' && !opened.isDirectory()) errno = confirm(raw, path);
  if (errno === 0 && typeof opened !== 'number') {
    open.add(fd, path, hostFlags(flags), opened);
    if ((flags & TRUNCATE) !== 0) errno = truncate(raw, open, second, fd, 0);
  }
  if (errno === 0) return fd;
  open.remove(fd);
  raw.close(fd);
  return denied(errno);
}

function hostFlags(flags: number): number {
  let host = synchronisedOnce(flags & ~(ONLY_DIRECTORY | NOFOLLOW | TRUNCATE));
  if ((flags & TRUNCATE) !== 0 && (flags & ACCESS) === READING) host |= READING_AND_WRITING;
  return host;
}

/** Flags without O_DSYNC where there is O_SYNC, unless that has the other in it, as on Linux. */
export function synchronisedOnce(flags: number, sync = SYNC, dsync = DSYNC): number {
  return (flags & sync) === sync ? flags & (~dsync | sync) : flags;
}

/** Whether it continues although nothing was found. */
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

/** Whether no link was followed, and no file taken for a directory, though another process exchanged it meanwhile. */
function isWhatWasMeant(opened: BigIntStats, named: BigIntStats | number, flags: number): number {
  if ((flags & ONLY_DIRECTORY) !== 0 && !opened.isDirectory()) return -Errno.ENOTDIR;
  if ((flags & NOFOLLOW) === 0) return 0;
  if (typeof named === 'number') return named;
  return canBeSame(opened, named) ? 0 : -Errno.ELOOP;
}
