import type { BigIntStats } from 'node:fs';
import { Errno } from '../../domain/index.js';
import { type HostCalls, nodeHostCalls } from '../node/host-calls.js';
import { truncate } from './append-mode.js';
import { DeferredUnlinks } from './deferred-unlinks.js';
import { denied, isDenial } from './errors.js';
import { link, readlink, symlink } from './links.js';
import { openFile } from './open.js';
import { OpenFiles } from './open-files.js';
import { confirm, confirmName, realpath } from './real-path.js';
import { rmdir, unlink } from './remove.js';
import { rename } from './rename.js';
import { SecondDescriptor } from './second-descriptor.js';

/**
 * The host primitives on Windows: Node's, adapted to behave as on other platforms. They remember what they have opened, so each file system has its
 * own.
 * @param raw Node's; pass others only for another Windows than the one this runs on
 */
export function windowsHostCalls(raw: HostCalls = nodeHostCalls): HostCalls {
  const open = new OpenFiles();
  const deferredUnlinks = new DeferredUnlinks(raw, open);
  const second = new SecondDescriptor(raw, open);
  const parts = { raw, open, deferredUnlinks, second };

  return {
    open: (path, flags, mode) => openFile(parts, path, flags, mode),

    close(fd) {
      const file = open.get(fd);
      const result = raw.close(fd);
      open.remove(fd);
      if (file !== undefined) deferredUnlinks.forget(file);
      return result;
    },

    read: (fd, array, offset, length, position) => transferred(raw.read(fd, array, offset, length, position)),
    write: (fd, array, offset, length, position) => transferred(raw.write(fd, array, offset, length, position)),
    readv: (fd, arrays, position) => transferred(raw.readv(fd, arrays, position)),
    writev: (fd, arrays, position) => transferred(raw.writev(fd, arrays, position)),

    lstat: path => accessible(raw.lstat(path)),
    roughLstat: path => accessible(raw.roughLstat(path)),
    roughStat: fd => raw.roughStat(fd),
    freeBytes: path => raw.freeBytes?.(path) ?? -Errno.ENOTSUP,

    fstat(fd) {
      const stats = raw.fstat(fd);
      // Wine 8 counts the name until it is closed. NTFS does not:
      // https://learn.microsoft.com/en-us/openspecs/windows_protocols/ms-fscc/5afa7f66-619c-48f3-955f-68c4ece704ae (links that are not deleted)
      return open.get(fd)?.nameless === true ? unlinked(stats) : stats;
    },

    readdir(path, pause) {
      const names = accessible(raw.readdir(path, pause));
      return typeof names === 'number' ? names : names.filter(name => !deferredUnlinks.has(name));
    },

    linksIn: path => accessible(raw.linksIn(path)),
    mkdir: (path, mode) => denied(raw.mkdir(path, mode)),
    rmdir: path => rmdir(raw, open, deferredUnlinks, path),
    unlink: path => unlink(raw, open, deferredUnlinks, path),
    rename: (path, newPath) => rename(parts, path, newPath),

    symlink: (target, path, type) => symlink(raw, target, path, type),
    linksHaveTypes: true,
    readlink: path => readlink(raw, path),
    linkFollows: true,
    link: (path, newPath) => link(raw, path, newPath),

    truncate: (fd, size) => truncate(raw, open, second, fd, size),
    sync: fd => second.sync(fd, 'sync'),
    datasync: fd => second.sync(fd, 'datasync'),
    futimes: (fd, accessed, modified) => second.futimes(fd, accessed, modified),
    lutimes(path, accessed, modified) {
      const stats = raw.lstat(path);
      const errno = typeof stats === 'number' ? stats : confirmName(raw, path, stats);
      return denied(errno < 0 ? errno : raw.lutimes(path, accessed, modified));
    },

    realpath: path => realpath(raw, path),

    confirm: path => confirm(raw, path),
    descriptors: undefined,
    // libuv reads a pipe that waits in a thread of its own (https://github.com/libuv/libuv/blob/v1.x/src/win/pipe.c); `readSync` keeps waiting.
    socketsUnblock: false,
    descriptorCalls: fd => raw.descriptorCalls(fd),
    appends: fd => raw.appends(fd),
  };
}

/** A descriptor that may not do this is EBADF; where another program has locked that part of the file, it is EAGAIN. */
function transferred(result: number): number {
  if (!isDenial(result)) return result;
  return result === -Errno.EBUSY ? -Errno.EAGAIN : -Errno.EBADF;
}

function accessible<Result>(result: Result | number): Result | number {
  return typeof result === 'number' ? denied(result) : result;
}

function unlinked(stats: BigIntStats | number): BigIntStats | number {
  if (typeof stats !== 'number') stats.nlink = 0n;
  return stats;
}
