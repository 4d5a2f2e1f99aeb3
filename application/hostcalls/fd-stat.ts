import {
  access,
  accessedTime,
  Errno,
  Fdflag,
  fileOf,
  MAX_OFFSET,
  type Meanings,
  modifiedTime,
  requiredRights,
  setRights,
  statusFlags,
  timesConflict,
} from '../../domain/index.js';
import type { HostcallContext } from './context.js';
import { currentTime } from './current-time.js';
import { requireStack } from './require-stack.js';

/** The rights that each call asks of its descriptors. */
const needed = {
  fd_fdstat_set_flags: requiredRights('fd_fdstat_set_flags', 'fd'),
  fd_filestat_get: requiredRights('fd_filestat_get', 'fd'),
  fd_filestat_set_size: requiredRights('fd_filestat_set_size', 'fd'),
  fd_filestat_set_times: requiredRights('fd_filestat_set_times', 'fd'),
};

type FdStat =
  | 'fd_fdstat_get'
  | 'fd_fdstat_set_flags'
  | 'fd_fdstat_set_rights'
  | 'fd_filestat_get'
  | 'fd_filestat_set_size'
  | 'fd_filestat_set_times';

/** The type and rights of a descriptor, and the file behind it. */
export function fdStatFamily({ descriptors, ports }: HostcallContext): Pick<Meanings, FdStat> {
  return {
    fd_fdstat_get(fd, stat) {
      const found = descriptors.peek(fd);
      if (found === undefined) return -Errno.EBADF;
      stat.filetype = found.filetype;
      stat.flags = found.flags;
      stat.rightsBase = found.rightsBase;
      stat.rightsInheriting = found.rightsInheriting;
      return 0;
    },

    fd_fdstat_set_flags(fd, flags) {
      requireStack();
      const found = access(descriptors, fd, needed.fd_fdstat_set_flags);
      if (typeof found === 'number') return found;
      const { resource } = found;
      const result = resource.kind === 'file' ? resource.setFlags(statusFlags(flags)) : 0;
      // A stream that appends on the host keeps appending, whatever the flags.
      const kept = resource.kind === 'stream' && resource.appending === true ? Fdflag.APPEND : 0;
      if (result >= 0) found.flags = flags | kept;
      return result;
    },

    fd_fdstat_set_rights(fd, base, inheriting) {
      const found = descriptors.peek(fd);
      return found === undefined ? -Errno.EBADF : setRights(found, base, inheriting);
    },

    fd_filestat_get(fd, stat) {
      const found = access(descriptors, fd, needed.fd_filestat_get);
      if (typeof found === 'number') return found;
      return found.resource.kind === 'directory' ? found.resource.stat('.', stat) : found.resource.stat(stat);
    },

    fd_filestat_set_size(fd, size) {
      requireStack();
      const found = access(descriptors, fd, needed.fd_filestat_set_size);
      if (typeof found === 'number') return found;
      const file = fileOf(found.resource);
      if (file === undefined) return -Errno.EINVAL;
      return size > MAX_OFFSET ? -Errno.EFBIG : file.setSize(size);
    },

    fd_filestat_set_times(fd, atim, mtim, flags) {
      const found = access(descriptors, fd, needed.fd_filestat_set_times);
      if (typeof found === 'number') return found;
      if (timesConflict(flags)) return -Errno.EINVAL;
      const now = currentTime(ports.clocks, flags);
      if (now < 0n) return Number(now);
      const accessed = accessedTime(flags, atim, now);
      const modified = modifiedTime(flags, mtim, now);
      const { resource } = found;
      if (resource.kind === 'directory') return resource.setTimes('.', accessed, modified);
      return fileOf(resource)?.setTimes(accessed, modified) ?? -Errno.EINVAL;
    },
  };
}
