import { Errno } from '../../domain/index.js';
import { type HostCalls, nodeHostCalls } from './host-calls.js';
import { ACCESS, APPEND, CREATE, EXCLUSIVE, READING, READING_AND_WRITING, TRUNCATE } from './open-flags.js';

/** How often it is tried again while others make the file, and remove it. */
const ATTEMPTS = 4;

/**
 * A host's primitives, so used that less rests on them: a file is created only where nothing is, for reading and writing and as a new one, and
 * it is truncated once it is open; before a name is removed, what it names is looked at.
 *
 * So Deno 2.9 is safe, whose `openSync` creates a file first, without any of the other flags, if it is to be opened for reading only, and whose
 * `unlinkSync` removes empty directories.
 */
export function carefulHostCalls(raw: HostCalls): HostCalls {
  return {
    ...allOf(raw),

    open(path, flags, mode) {
      if ((flags & CREATE) === 0) return openThere(raw, path, flags);
      if ((flags & EXCLUSIVE) !== 0) return createNew(raw, path, flags, mode);
      for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
        const fd = openThere(raw, path, flags & ~CREATE);
        if (fd >= 0) return unlessDirectory(raw, fd);
        if (fd !== -Errno.ENOENT) return fd;
        const created = createNew(raw, path, flags | EXCLUSIVE, mode);
        if (created !== -Errno.EEXIST) return created;
      }
      return -Errno.ELOOP;
    },

    unlink(path) {
      const stats = raw.roughLstat(path);
      if (typeof stats === 'number') return stats;
      return stats.isDirectory() ? -Errno.EISDIR : raw.unlink(path);
    },
  };
}

/** Every primitive of a host, whatever kind of object that is. */
function allOf(raw: HostCalls): HostCalls {
  const names = Object.keys(nodeHostCalls) as (keyof HostCalls)[];
  const bound = names.map(name => {
    const primitive = raw[name];
    return [name, typeof primitive === 'function' ? primitive.bind(raw) : primitive];
  });
  return Object.fromEntries(bound) as HostCalls;
}

/** Opens what is there. Who only reads does not append, and Deno would have it write. */
function openThere(raw: HostCalls, path: string, flags: number): number {
  const reads = (flags & ACCESS) === READING;
  if ((flags & TRUNCATE) === 0) return raw.open(path, reads ? flags & ~APPEND : flags, 0);
  const fd = raw.open(path, (flags & ~TRUNCATE) | (reads ? READING_AND_WRITING : 0), 0);
  if (fd < 0) return fd;
  const stats = raw.roughStat(fd);
  // A pipe or a device has nothing to truncate.
  const errno = typeof stats === 'number' ? stats : stats.isFile() ? raw.truncate(fd, 0) : 0;
  if (errno >= 0) return fd;
  raw.close(fd);
  return errno;
}

/** Creates a file, to be written to if need be: whatever its mode says, that holds from the next time on. */
function createNew(raw: HostCalls, path: string, flags: number, mode: number): number {
  const there = raw.roughLstat(path);
  if (typeof there !== 'number') return -Errno.EEXIST;
  if (there !== -Errno.ENOENT) return there;
  const reads = (flags & ACCESS) === READING;
  return raw.open(path, (flags & ~TRUNCATE) | (reads ? READING_AND_WRITING : 0), mode);
}

/** Directories cannot be opened with O_CREAT. */
function unlessDirectory(raw: HostCalls, fd: number): number {
  const stats = raw.roughStat(fd);
  if (typeof stats !== 'number' && !stats.isDirectory()) return fd;
  raw.close(fd);
  return typeof stats === 'number' ? stats : -Errno.EISDIR;
}
