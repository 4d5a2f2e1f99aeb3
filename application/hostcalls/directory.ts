import {
  access,
  type Directory,
  type DirectoryEntry,
  Errno,
  emptyFilestat,
  Filetype,
  type Meanings,
  requiredRights,
  writeDirents,
} from '../../domain/index.js';
import type { HostcallContext } from './context.js';
import { requireStack } from './require-stack.js';

/** The rights that each call asks of its descriptors. */
const READDIR_RIGHTS = requiredRights('fd_readdir', 'fd');

/** Preopened directories and listings. */
export function directoryFamily({
  descriptors,
  listings,
  pause,
}: HostcallContext): Pick<Meanings, 'fd_prestat_get' | 'fd_prestat_dir_name' | 'fd_readdir'> {
  const self = emptyFilestat();

  function listAll(directory: Directory): DirectoryEntry[] | number {
    const entries = directory.list(pause);
    if (typeof entries === 'number') return entries;
    const errno = directory.stat('.', self);
    if (errno < 0) return errno;
    return [
      { name: '.', inode: self.inode, filetype: Filetype.DIRECTORY },
      { name: '..', inode: directory.parentInode(), filetype: Filetype.DIRECTORY },
      ...entries,
    ];
  }

  return {
    fd_prestat_get(fd, prestat) {
      const name = descriptors.peek(fd)?.preopenName;
      if (name === undefined) return -Errno.EBADF;
      prestat.nameLength = name.length;
      return 0;
    },

    fd_prestat_dir_name(fd, path) {
      const name = descriptors.peek(fd)?.preopenName;
      if (name === undefined) return -Errno.EBADF;
      if (path.length < name.length) return -Errno.ENAMETOOLONG;
      path.array.set(name, path.offset);
      return 0;
    },

    fd_readdir(fd, buffer, cookie) {
      requireStack();
      const found = access(descriptors, fd, READDIR_RIGHTS);
      if (typeof found === 'number') return found;
      if (found.resource.kind !== 'directory') return -Errno.ENOTDIR;
      let { listing } = found;
      if (cookie === 0 || listing === undefined) {
        const entries = listAll(found.resource);
        if (typeof entries === 'number') return entries;
        listing = listings.keep(found, entries);
      }
      const used = writeDirents(listing.entries, cookie, buffer);
      if (used < buffer.length) listing.finished = true;
      return used;
    },
  };
}
