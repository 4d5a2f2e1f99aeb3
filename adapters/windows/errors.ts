import { Errno } from '../../domain/index.js';

/**
 * What Windows refuses is EACCES. libuv makes EPERM of ERROR_ACCESS_DENIED (its `src/win/error.c`; seen under Wine 8), which to POSIX
 * programs says that nobody may do such a thing. ERROR_SHARING_VIOLATION, which libuv makes EBUSY of, is another program's refusal, and
 * Microsoft's own C library makes EACCES of that too.
 * @param errno 0 or more, or a negative errno
 */
export function denied(errno: number): number {
  return errno === -Errno.EPERM || errno === -Errno.EBUSY ? -Errno.EACCES : errno;
}

/** Whether the host has refused, for whatever reason. */
export function isRefusal(errno: number): boolean {
  return errno === -Errno.EPERM || errno === -Errno.EACCES || errno === -Errno.EBUSY;
}
