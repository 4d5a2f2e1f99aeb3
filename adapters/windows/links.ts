import { Errno } from '../../domain/index.js';
import type { HostCalls } from '../node/host-calls.js';
import { portableTarget } from './link-target.js';
import { confirm } from './real-path.js';

/**
 * Makes a symbolic link. [On Windows it has a type](https://learn.microsoft.com/en-us/windows/win32/api/winbase/nf-winbase-createsymboliclinkw). Without the privilege to make links, which
 * administrators have, and everyone in developer mode, it is EPERM: ERROR_PRIVILEGE_NOT_HELD.
 * @param type of what the link leads to, as far as it is inside. What is outside is not looked at, so that it makes no difference
 * @returns 0; `-ENOTSUP` where the volume has none, or the host says that it has made one and has not, as Wine 8 does; or another negative errno
 */
export function symlink(raw: HostCalls, target: string, path: string, type: 'file' | 'dir' = 'file'): number {
  if (typeof raw.lstat(path) !== 'number') return -Errno.EEXIST;
  // There this is a path on the drive that the process happens to be on.
  if (target.startsWith('/')) return -Errno.ENOTCAPABLE;
  // A target that ends in a slash, `.` or `..` can lead to nothing else.
  const isDirectory = type === 'dir' || /(^|\/)\.{0,2}$/.test(target);
  const errno = raw.symlink(target, path, isDirectory ? 'dir' : 'file');
  if (errno < 0) return withoutLinks(errno);
  return raw.lstat(path) === -Errno.ENOENT ? -Errno.ENOTSUP : 0;
}

/**
 * Reads a symbolic link or a junction: what Windows and libuv separate by `\` is separated by `/` here, and a path on a drive begins
 * with a slash, so that it is to the walk what it is: absolute.
 * @returns the target; `-EINVAL` for what is not a link, also where an older libuv returns UNKNOWN
 */
export function readlink(raw: HostCalls, path: string): string | number {
  const target = raw.readlink(path);
  if (typeof target === 'string') return portableTarget(target);
  if (target === -Errno.ENOENT || target === -Errno.EILSEQ) return target;
  const stats = raw.lstat(path);
  if (typeof stats !== 'number' && !stats.isSymbolicLink()) return -Errno.EINVAL;
  return target === -Errno.EPERM ? -Errno.EACCES : target;
}

/**
 * Gives a file a second name. "If the path points to a symbolic link, the function creates a hard link to the target"
 * ([CreateHardLink](https://learn.microsoft.com/en-us/windows/win32/api/winbase/nf-winbase-createhardlinkw)). That must not happen for what is not shown as a link.
 */
export function link(raw: HostCalls, path: string, newPath: string): number {
  const elsewhere = confirm(raw, path);
  return elsewhere < 0 ? elsewhere : withoutLinks(raw.link(path, newPath));
}

/** Volumes without links, such as exFAT, return ERROR_INVALID_FUNCTION, which libuv turns into EISDIR ([`error.c`](https://github.com/libuv/libuv/blob/v1.x/src/win/error.c)). */
function withoutLinks(errno: number): number {
  return errno === -Errno.EISDIR ? -Errno.ENOTSUP : errno;
}
