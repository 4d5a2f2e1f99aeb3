import { Errno } from '../../domain/index.js';
import type { HostCalls } from '../node/host-calls.js';
import { ACCESS, APPEND, READING } from '../node/open-flags.js';
import { isDenial } from './errors.js';
import type { OpenFiles } from './open-files.js';
import type { SecondDescriptor } from './second-descriptor.js';

/**
 * Changes the size of an open file, also of one that is open to append.
 *
 * O_APPEND on Windows: libuv opens such a file with
 * [FILE_APPEND_DATA and without FILE_WRITE_DATA](https://github.com/libuv/libuv/blob/v1.x/src/win/fs.c), so
 * [Windows puts every write at the end](https://learn.microsoft.com/en-us/windows/win32/fileio/file-access-rights-constants), as POSIX has it, and
 * writes need no help. But such a descriptor has no right to change the size: that is ERROR_ACCESS_DENIED (Wine 8 lets it). It is changed through a
 * second descriptor.
 * @returns 0; `-EINVAL` for a descriptor that only reads, as [ftruncate](https://man7.org/linux/man-pages/man2/ftruncate.2.html) on Linux; or
 *   another negative errno
 */
export function truncate(raw: HostCalls, open: OpenFiles, second: SecondDescriptor, fd: number, size: number): number {
  const file = open.get(fd);
  if (file !== undefined && (file.flags & ACCESS) === READING) return -Errno.EINVAL;
  const errno = raw.truncate(fd, size);
  if (!isDenial(errno) || file === undefined || (file.flags & APPEND) === 0) return errno;
  return second.through(file, writing => raw.truncate(writing, size), errno);
}
