import { Errno } from '../../domain/index.js';

/**
 * What Windows does not let one look at or open is EACCES. libuv makes EPERM of ERROR_ACCESS_DENIED and EBUSY of ERROR_SHARING_VIOLATION
 * (its `src/win/error.c`; the former seen under Wine 8), which POSIX has for neither; Microsoft's own C library makes EACCES of both. Where
 * a name is removed or given away, POSIX has EPERM and EBUSY, so there they stay.
 * @param errno 0 or more, or a negative errno
 */
export function denied(errno: number): number {
  return errno === -Errno.EPERM || errno === -Errno.EBUSY ? -Errno.EACCES : errno;
}

/** Whether the host has refused, for whatever reason. */
export function isDenial(errno: number): boolean {
  return errno === -Errno.EPERM || errno === -Errno.EACCES || errno === -Errno.EBUSY;
}
