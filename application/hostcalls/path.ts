import {
  access,
  accessedTime,
  Descriptor,
  type Directory,
  Errno,
  emptyFilestat,
  type File,
  Filetype,
  grantedRights,
  isRun,
  isSeekable,
  Lookupflag,
  labelBelow,
  type Meanings,
  modifiedTime,
  Open,
  openingFlags,
  type PathWalk,
  requiredRights,
  rightsToInherit,
  rightsToOpen,
  rightsToReadOnly,
  timesConflict,
  writeUtf8,
} from '../../domain/index.js';
import { closeUnnumbered } from './closing.js';
import type { HostcallContext } from './context.js';
import { currentTime } from './current-time.js';
import { requireStack } from './require-stack.js';

/** The rights that each call asks of its descriptors. */
const needed = {
  path_create_directory: requiredRights('path_create_directory', 'fd'),
  path_filestat_get: requiredRights('path_filestat_get', 'fd'),
  path_filestat_set_times: requiredRights('path_filestat_set_times', 'fd'),
  path_readlink: requiredRights('path_readlink', 'fd'),
  path_remove_directory: requiredRights('path_remove_directory', 'fd'),
  path_symlink: requiredRights('path_symlink', 'fd'),
  path_unlink_file: requiredRights('path_unlink_file', 'fd'),
  path_link: { from: requiredRights('path_link', 'old_fd'), to: requiredRights('path_link', 'new_fd') },
  path_rename: { from: requiredRights('path_rename', 'fd'), to: requiredRights('path_rename', 'new_fd') },
};

type Path =
  | 'path_create_directory'
  | 'path_filestat_get'
  | 'path_filestat_set_times'
  | 'path_link'
  | 'path_open'
  | 'path_readlink'
  | 'path_remove_directory'
  | 'path_rename'
  | 'path_symlink'
  | 'path_unlink_file';

/**
 * Files and directories by name, below a directory descriptor. The walk finds the directory and the last component; the operation is then tried
 * as it is, and only if it meets a symbolic link that is to be followed does the walk go on.
 */
export function pathFamily({ descriptors, ports, walks }: HostcallContext): Pick<Meanings, Path> {
  const [walk, secondWalk] = walks;
  const met = emptyFilestat();

  /** The directory behind a descriptor that holds the rights. */
  function accessDirectory(fd: number, needed: number): Directory | number {
    const found = access(descriptors, fd, needed);
    if (typeof found === 'number') return found;
    return found.resource.kind === 'directory' ? found.resource : -Errno.ENOTDIR;
  }

  /** Walks to the last component of a path. */
  function startWalk(along: PathWalk, fd: number, needed: number, path: string): number {
    requireStack();
    const base = accessDirectory(fd, needed);
    return typeof base === 'number' ? base : along.start(base, path);
  }

  /**
   * Attributes of what the walk came to. Links are followed if `follow`; `walk` then stands at what the last one names.
   * What a trailing slash follows has to be a directory.
   */
  function statAtWalk(follow: boolean, into: typeof met): number {
    for (;;) {
      const errno = walk.directory.stat(walk.name, into);
      if (errno < 0) return errno;
      if (into.filetype === Filetype.SYMBOLIC_LINK && follow) {
        const followed = walk.follow();
        if (followed < 0) return followed;
        continue;
      }
      return walk.mustBeDirectory && into.filetype !== Filetype.DIRECTORY ? -Errno.ENOTDIR : 0;
    }
  }

  /** The errno for creating a name that ends in a slash: only a directory can have such a name. */
  function refuseSlash({ directory, name }: PathWalk): number {
    const errno = directory.stat(name, met);
    if (errno < 0) return errno;
    return met.filetype === Filetype.DIRECTORY ? -Errno.EEXIST : -Errno.ENOTDIR;
  }

  /**
   * Gives what was opened a descriptor.
   * @param rights base rights that are asked for; `inheriting` likewise
   * @param base the descriptor that the path starts from
   */
  function insert(
    opened: File | Directory,
    rights: number,
    inheriting: number,
    fdflags: number,
    base: Descriptor,
    path: string,
  ): number {
    try {
      const directory = opened.kind === 'directory';
      const filetype = directory ? Filetype.DIRECTORY : opened.filetype;
      return descriptors.insert(
        new Descriptor(
          opened,
          filetype,
          grantedRights(rights, directory, !directory && isSeekable(opened)),
          directory ? inheriting & base.rightsInheriting : 0,
          fdflags,
          labelBelow(base.label, path),
        ),
      );
    } catch (error) {
      descriptors.unnumbered = { resource: opened, next: descriptors.unnumbered };
      throw error;
    }
  }

  return {
    path_create_directory(fd, path) {
      const errno = startWalk(walk, fd, needed.path_create_directory, path);
      if (errno < 0) return errno;
      return walk.name === '.' ? -Errno.EEXIST : walk.directory.createDirectory(walk.name);
    },

    path_filestat_get(fd, flags, path, stat) {
      requireStack();
      const base = accessDirectory(fd, needed.path_filestat_get);
      if (typeof base === 'number') return base;
      const follow = (flags & Lookupflag.SYMLINK_FOLLOW) !== 0;
      if (base.statBelow !== undefined && isRun(path) && base.statBelow(path, stat) === 0) {
        if (!follow || stat.filetype !== Filetype.SYMBOLIC_LINK) return 0;
      }
      const errno = walk.start(base, path);
      return errno < 0 ? errno : statAtWalk(follow, stat);
    },

    path_filestat_set_times(fd, flags, path, atim, mtim, fstflags) {
      const errno = startWalk(walk, fd, needed.path_filestat_set_times, path);
      if (errno < 0) return errno;
      if (timesConflict(fstflags)) return -Errno.EINVAL;
      const found = statAtWalk((flags & Lookupflag.SYMLINK_FOLLOW) !== 0, met);
      if (found < 0) return found;
      const now = currentTime(ports.clocks, fstflags);
      if (now < 0n) return Number(now);
      return walk.directory.setTimes(walk.name, accessedTime(fstflags, atim, now), modifiedTime(fstflags, mtim, now));
    },

    path_link(oldFd, oldFlags, oldPath, newFd, newPath) {
      const oldErrno = startWalk(walk, oldFd, needed.path_link.from, oldPath);
      if (oldErrno < 0) return oldErrno;
      const newErrno = startWalk(secondWalk, newFd, needed.path_link.to, newPath);
      if (newErrno < 0) return newErrno;
      if ((oldFlags & Lookupflag.SYMLINK_FOLLOW) !== 0) return -Errno.EINVAL;
      if (walk.mustBeDirectory || walk.name === '.') {
        const errno = statAtWalk(false, met);
        return errno < 0 ? errno : -Errno.EPERM;
      }
      if (secondWalk.name === '.') return -Errno.EEXIST;
      if (secondWalk.mustBeDirectory) return refuseSlash(secondWalk);
      return walk.directory.link(walk.name, secondWalk.directory, secondWalk.name);
    },

    path_open(fd, dirflags, path, oflags, base, inheriting, fdflags) {
      requireStack();
      closeUnnumbered(descriptors);
      const found = access(descriptors, fd, rightsToOpen(oflags));
      if (typeof found === 'number') return found;
      if (found.resource.kind !== 'directory') return -Errno.ENOTDIR;
      if ((rightsToInherit(base, inheriting, fdflags) & ~found.rightsInheriting) !== 0) return -Errno.ENOTCAPABLE;
      if (!descriptors.hasRoom()) return -Errno.EMFILE;
      let rights = base;
      let how = openingFlags(oflags, rights, fdflags);
      const { resource } = found;
      if (resource.openBelow !== undefined && isRun(path)) {
        const opened = resource.openBelow(path, how);
        if (typeof opened !== 'number') return insert(opened, rights, inheriting, fdflags, found, path);
      }
      let errno = walk.start(resource, path);
      for (;;) {
        if (errno < 0) return errno;
        if (walk.mustBeDirectory) {
          if ((how & Open.CREATE) !== 0) return -Errno.EISDIR;
          how |= Open.DIRECTORY;
        }
        const opened = walk.directory.open(walk.name, how);
        if (typeof opened !== 'number') return insert(opened, rights, inheriting, fdflags, found, path);
        if (opened === -Errno.ELOOP && (dirflags & Lookupflag.SYMLINK_FOLLOW) !== 0) {
          errno = walk.follow();
          continue;
        }
        const reading = rightsToReadOnly(rights, opened);
        if (reading === undefined) return opened;
        rights = reading;
        how = openingFlags(oflags, rights, fdflags);
      }
    },

    path_readlink(fd, path, buffer) {
      const errno = startWalk(walk, fd, needed.path_readlink, path);
      if (errno < 0) return errno;
      if (walk.mustBeDirectory || walk.name === '.') {
        const stat = statAtWalk(false, met);
        return stat < 0 ? stat : -Errno.EINVAL;
      }
      const target = walk.directory.readlink(walk.name);
      if (typeof target === 'number') return target;
      return writeUtf8(target, buffer.array, buffer.offset, buffer.length);
    },

    path_remove_directory(fd, path) {
      const errno = startWalk(walk, fd, needed.path_remove_directory, path);
      if (errno < 0) return errno;
      return walk.name === '.' ? -Errno.EINVAL : walk.directory.removeDirectory(walk.name);
    },

    path_rename(fd, oldPath, newFd, newPath) {
      const oldErrno = startWalk(walk, fd, needed.path_rename.from, oldPath);
      if (oldErrno < 0) return oldErrno;
      const newErrno = startWalk(secondWalk, newFd, needed.path_rename.to, newPath);
      if (newErrno < 0) return newErrno;
      if (walk.name === '.' || secondWalk.name === '.') return -Errno.EBUSY;
      if (walk.mustBeDirectory || secondWalk.mustBeDirectory) {
        const errno = walk.directory.stat(walk.name, met);
        if (errno < 0) return errno;
        if (met.filetype !== Filetype.DIRECTORY) return -Errno.ENOTDIR;
      }
      return walk.directory.rename(walk.name, secondWalk.directory, secondWalk.name);
    },

    path_symlink(target, fd, path) {
      const errno = startWalk(walk, fd, needed.path_symlink, path);
      if (errno < 0) return errno;
      if (target.length === 0) return -Errno.ENOENT;
      if (target.includes('\0')) return -Errno.EINVAL;
      if (target.startsWith('/')) return -Errno.ENOTCAPABLE;
      if (walk.name === '.') return -Errno.EEXIST;
      return walk.mustBeDirectory ? refuseSlash(walk) : walk.directory.symlink(walk.name, target);
    },

    path_unlink_file(fd, path) {
      const errno = startWalk(walk, fd, needed.path_unlink_file, path);
      if (errno < 0) return errno;
      if (walk.name === '.') return -Errno.EISDIR;
      if (!walk.mustBeDirectory) return walk.directory.unlink(walk.name);
      const stat = statAtWalk(false, met);
      return stat < 0 ? stat : -Errno.EISDIR;
    },
  };
}
