import type { BigIntStats } from 'node:fs';
import { win32 } from 'node:path';
import { Errno } from '../../domain/index.js';
import type { FileIdentity } from '../node/file-identity.js';
import type { HostCalls } from '../node/host-calls.js';
import { checkPlainDirectories } from '../node/plain-directories.js';
import { denied } from './errors.js';
import { isSame } from './open-files.js';
import { keyOf } from './path-key.js';

/**
 * The errnos where Windows cannot tell where a path leads: EIO under Wine 8 for paths of more than about 260 characters; on disks whose drivers do not
 * support it, such as some RAM disks ([uv_fs_realpath](https://docs.libuv.org/en/v1.x/fs.html#c.uv_fs_realpath)), ERROR_INVALID_FUNCTION, which libuv
 * turns into EISDIR.
 */
const UNTOLD: ReadonlySet<string | number> = new Set([-Errno.EIO, -Errno.EISDIR]);

/**
 * The path without links, absolute. Where that cannot be told (see {@link confirm}), it is the path itself, if no link is on it.
 * @returns a negative errno if it is not to be had
 */
export function realpath(raw: HostCalls, path: string): string | number {
  const real = raw.realpath(path);
  if (!UNTOLD.has(real)) return typeof real === 'number' ? denied(real) : real;
  const absolute = win32.resolve(path);
  const root = win32.parse(absolute).root.length;
  for (let at = absolute.indexOf('\\', root); at !== -1; at = absolute.indexOf('\\', at + 1)) {
    const stats = raw.lstat(absolute.slice(0, at));
    if (typeof stats === 'number' || !stats.isDirectory()) return -Errno.EIO;
  }
  const stats = raw.lstat(absolute);
  return typeof stats !== 'number' && stats.isDirectory() ? absolute : -Errno.EIO;
}

/**
 * Whether a file or directory is where its path says, all directories above it being so.
 *
 * libuv shows as links only symbolic links and junctions to a drive. It follows every other reparse point, such as a junction to a volume
 * that has no drive letter ([`fs.c`](https://github.com/libuv/libuv/blob/v1.x/src/win/fs.c)), or, under Wine 8, a symbolic link of Unix. Windows tells where a path has led. Where that
 * cannot be told, a listing of the directory above knows reparse points.
 * @returns 0; `-ENOTCAPABLE` if it leads elsewhere, or another negative errno
 */
export function confirm(raw: HostCalls, path: string): number {
  const real = raw.realpath(path);
  if (typeof real === 'string') return keyOf(real) === keyOf(path) ? 0 : -Errno.ENOTCAPABLE;
  if (!UNTOLD.has(real)) return denied(real);
  const plain = path.replace(/\/\.?$/, '');
  const start = plain.lastIndexOf('/') + 1;
  // A drive is in no directory.
  if (start === 0) return 0;
  const links = raw.linksIn(plain.slice(0, start));
  if (typeof links === 'number') return denied(links);
  const name = keyOf(plain.slice(start));
  return links.some(link => keyOf(link) === name) ? -Errno.ENOTCAPABLE : 0;
}

/**
 * Whether a name stands for what is there, and not for something elsewhere. Windows itself follows in some calls what is not shown as a link
 * ([CreateHardLink](https://learn.microsoft.com/en-us/windows/win32/api/winbase/nf-winbase-createhardlinkw)), and Wine 8 in all: a file elsewhere would be moved here, or removed.
 * @param stats of the name. What is shown as a link stands for itself
 * @returns as {@link confirm}
 */
export function confirmName(raw: HostCalls, path: string, stats: BigIntStats): number {
  return stats.isSymbolicLink() ? 0 : confirm(raw, path);
}

/**
 * Whether a path that was remembered from an earlier hostcall still leads to the same file. Directories on it may have been exchanged for links
 * since, so each of them is looked at before Windows is asked for what lies behind them.
 */
export function isStillAt(raw: HostCalls, path: string, identity: FileIdentity): boolean {
  if (checkPlainDirectories(raw, path) < 0) return false;
  const stats = raw.lstat(path);
  return typeof stats !== 'number' && isSame(stats, identity) && confirmName(raw, path, stats) === 0;
}
