import {
  DIRECTORY_RIGHTS,
  Errno,
  FILE_RIGHTS,
  Filetype,
  Right,
  SOCKET_RIGHTS,
  STREAM_RIGHTS,
} from '../preview1/index.js';
import type { Descriptor } from './descriptor.js';
import type { DescriptorTable } from './descriptor-table.js';

/**
 * Looks a descriptor up and checks its rights in one step.
 * @param fd the guest's number as u32
 * @param needed rights it must hold, 0 for none
 * @returns the descriptor; or `-EBADF` if it is not open, or what {@link refusal} says
 */
export function access(table: DescriptorTable, fd: number, needed: number): Descriptor | number {
  const descriptor = table.peek(fd);
  if (descriptor === undefined) return -Errno.EBADF;
  if ((needed & ~descriptor.rightsBase) !== 0) return refusal(descriptor, needed);
  return descriptor;
}

const OFFSET_RIGHTS = Right.FD_SEEK | Right.FD_TELL;

const applicable = {
  file: FILE_RIGHTS,
  directory: DIRECTORY_RIGHTS,
  stream: STREAM_RIGHTS,
  socket: SOCKET_RIGHTS,
} as const;

/** The rights that mean something on a descriptor. What was opened by name may be a device or a pipe, which has no offset. */
export function applicableRights({ resource, filetype }: Descriptor): number {
  const rights = applicable[resource.kind];
  return resource.kind === 'file' && filetype !== Filetype.REGULAR_FILE ? rights & ~OFFSET_RIGHTS : rights;
}

/**
 * Which errno a descriptor that lacks rights is answered with. What no descriptor of its kind could do gets the errno POSIX has for
 * that (reading a directory is EISDIR); a file that was not opened for reading or writing is EBADF, also as in POSIX; everything else was
 * given up or never handed down, and is ENOTCAPABLE.
 * @param needed rights of which at least one is missing
 * @returns a negative errno
 */
export function refusal(descriptor: Descriptor, needed: number): number {
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
