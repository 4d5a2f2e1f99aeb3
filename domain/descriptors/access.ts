import type { Stream } from '../ports/index.js';
import { DIRECTORY_RIGHTS, Errno, FILE_RIGHTS, Right, SOCKET_RIGHTS, STREAM_RIGHTS } from '../preview1/index.js';
import type { Descriptor } from './descriptor.js';
import type { DescriptorTable } from './descriptor-table.js';
import { isSeekable } from './streams.js';

/**
 * Looks a descriptor up and checks its rights in one step.
 * @param fd the guest's number as u32
 * @param needed rights it must hold, 0 for none
 * @returns the descriptor; or `-EBADF` if it is not open, or what {@link missingRightsErrno} says
 */
export function access(table: DescriptorTable, fd: number, needed: number): Descriptor | number {
  const descriptor = table.peek(fd);
  if (descriptor === undefined) return -Errno.EBADF;
  if ((needed & ~descriptor.rightsBase) !== 0) return missingRightsErrno(descriptor, needed);
  return descriptor;
}

const OFFSET_RIGHTS = Right.FD_SEEK | Right.FD_TELL;

/** The rights that mean something on a descriptor. What was opened by name may be a device or a pipe, and a stream may be a file. */
export function applicableRights({ resource }: Descriptor): number {
  switch (resource.kind) {
    case 'directory':
      return DIRECTORY_RIGHTS;
    case 'socket':
      return SOCKET_RIGHTS;
    case 'file':
      return isSeekable(resource) ? FILE_RIGHTS : FILE_RIGHTS & ~OFFSET_RIGHTS;
    case 'stream':
      return rightsOfStream(resource);
  }
}

/** The rights that mean something on a standard stream: a regular file's or a device's on what has an offset. */
export function rightsOfStream(stream: Stream): number {
  if (stream.file !== undefined) return FILE_RIGHTS;
  return isSeekable(stream) ? STREAM_RIGHTS | OFFSET_RIGHTS : STREAM_RIGHTS;
}

/**
 * Which errno a descriptor that lacks rights is answered with. What no descriptor of its kind could do gets the errno POSIX has for
 * that (reading a directory is EISDIR); a file that was not opened for reading or writing is EBADF, also as in POSIX; everything else was
 * given up or never handed down, and is ENOTCAPABLE.
 * @param needed rights of which at least one is missing
 * @returns a negative errno
 */
export function missingRightsErrno(descriptor: Descriptor, needed: number): number {
  const missing = needed & ~descriptor.rightsBase;
  const impossible = missing & ~applicableRights(descriptor);
  if (impossible !== 0) {
    if ((impossible & (Right.SOCK_ACCEPT | Right.SOCK_SHUTDOWN)) !== 0) return -Errno.ENOTSOCK;
    if (descriptor.resource.kind === 'directory') return -Errno.EISDIR;
    if ((impossible & DIRECTORY_RIGHTS & ~FILE_RIGHTS) !== 0) return -Errno.ENOTDIR;
    return (impossible & OFFSET_RIGHTS) !== 0 ? -Errno.ESPIPE : -Errno.EINVAL;
  }
  return (missing & (Right.FD_READ | Right.FD_WRITE)) !== 0 ? -Errno.EBADF : -Errno.ENOTCAPABLE;
}

/**
 * Gives up rights: what is asked for must be held already.
 * @returns 0, or `-ENOTCAPABLE` with nothing changed
 */
export function setRights(descriptor: Descriptor, base: number, inheriting: number): number {
  if ((base & ~descriptor.rightsBase) !== 0 || (inheriting & ~descriptor.rightsInheriting) !== 0)
    return -Errno.ENOTCAPABLE;
  descriptor.rightsBase = base;
  descriptor.rightsInheriting = inheriting;
  return 0;
}
