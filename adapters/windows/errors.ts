import { Errno } from '../../domain/index.js';

/**
 * EACCES for what Windows refuses to show or open. libuv turns ERROR_ACCESS_DENIED into EPERM and ERROR_SHARING_VIOLATION into EBUSY
 * ([`error.c`](https://github.com/libuv/libuv/blob/v1.x/src/win/error.c); the former was seen under Wine 8).
 * [POSIX](https://pubs.opengroup.org/onlinepubs/9799919799/functions/open.html) has neither there, and
 * [Microsoft's C library](https://learn.microsoft.com/en-us/cpp/c-runtime-library/errno-constants) returns EACCES for both. Where a name is removed or
 * given away, [POSIX has EPERM and EBUSY](https://pubs.opengroup.org/onlinepubs/9799919799/functions/unlink.html), so they stay there.
 * @param errno 0 or more, or a negative errno
 */
export function denied(errno: number): number {
  return errno === -Errno.EPERM || errno === -Errno.EBUSY ? -Errno.EACCES : errno;
}

/** Whether the host has refused, for any reason. */
export function isDenial(errno: number): boolean {
  return errno === -Errno.EPERM || errno === -Errno.EACCES || errno === -Errno.EBUSY;
}
