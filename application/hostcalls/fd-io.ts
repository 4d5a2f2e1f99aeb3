import {
  access,
  checkAdvisedRange,
  checkAllocatedRange,
  checkRange,
  type Descriptor,
  Errno,
  Fdflag,
  type File,
  fileOf,
  type Iovecs,
  interestOf,
  isSeekable,
  MAX_OFFSET,
  type Meanings,
  NOT_READY,
  positionedFile,
  requiredRights,
  type Socket,
  type Stream,
  seek,
  streamOf,
  substituteRights,
  Whence,
} from '../../domain/index.js';
import { closeResource } from './closing.js';
import type { HostcallContext } from './context.js';
import { readInParts, writeInParts } from './parts.js';
import { requireStack } from './require-stack.js';
import { waitingFor } from './timed-waiting.js';
import { attemptWhenReady, moveRest } from './transfer.js';

/** The rights that each call asks of its descriptors. */
const needed = {
  fd_advise: requiredRights('fd_advise', 'fd'),
  fd_allocate: requiredRights('fd_allocate', 'fd'),
  fd_datasync: requiredRights('fd_datasync', 'fd'),
  fd_pread: requiredRights('fd_pread', 'fd'),
  fd_pwrite: requiredRights('fd_pwrite', 'fd'),
  fd_read: requiredRights('fd_read', 'fd'),
  fd_seek: requiredRights('fd_seek', 'fd'),
  fd_sync: requiredRights('fd_sync', 'fd'),
  fd_tell: requiredRights('fd_tell', 'fd'),
  fd_write: requiredRights('fd_write', 'fd'),
};

/** What does for fd_seek where it leaves the offset as it is, and for fd_tell. */
const telling = substituteRights('fd_seek', 'fd');
const seeking = substituteRights('fd_tell', 'fd');

type FdIo =
  | 'fd_advise'
  | 'fd_allocate'
  | 'fd_close'
  | 'fd_datasync'
  | 'fd_pread'
  | 'fd_pwrite'
  | 'fd_read'
  | 'fd_renumber'
  | 'fd_seek'
  | 'fd_sync'
  | 'fd_tell'
  | 'fd_write';

/** Moves the offset that a stream has. A character device that keeps none stays at 0, as Linux's `/dev/null` does. */
function seekStream(stream: Stream, delta: number, whence: number): number {
  if (stream.file !== undefined) return stream.seek?.(delta, whence) ?? -Errno.ESPIPE;
  return isSeekable(stream) ? 0 : -Errno.ESPIPE;
}

/** Reading, writing and seeking through a descriptor. */
export function fdIoFamily({ descriptors, ports, pause }: HostcallContext): Pick<Meanings, FdIo> {
  return {
    fd_advise(fd, offset, length, advice) {
      const found = access(descriptors, fd, needed.fd_advise);
      if (typeof found === 'number') return found;
      const { resource } = found;
      if (resource.kind === 'directory') return -Errno.EBADF;
      const file = fileOf(resource);
      if (file === undefined) return -Errno.ESPIPE;
      const range = checkAdvisedRange(offset, length);
      return range < 0 ? range : file.advise(offset, length, advice);
    },

    fd_allocate(fd, offset, length) {
      const found = access(descriptors, fd, needed.fd_allocate);
      if (typeof found === 'number') return found;
      const file = fileOf(found.resource);
      if (file === undefined) return -Errno.ESPIPE;
      const range = checkAllocatedRange(offset, length);
      return range < 0 ? range : file.allocate(offset, length);
    },

    fd_close(fd) {
      requireStack();
      const closed = descriptors.remove(fd);
      if (closed === undefined) return -Errno.EBADF;
      try {
        return closeResource(closed.resource);
      } catch (error) {
        descriptors.unnumbered = { resource: closed.resource, next: descriptors.unnumbered };
        throw error;
      }
    },

    fd_datasync(fd) {
      requireStack();
      const found = access(descriptors, fd, needed.fd_datasync);
      if (typeof found === 'number') return found;
      const { resource } = found;
      if (resource.kind === 'socket') return -Errno.EINVAL;
      return fileOf(resource)?.datasync() ?? resource.sync();
    },

    fd_pread(fd, iovecs, offset) {
      const found = access(descriptors, fd, needed.fd_pread);
      if (typeof found === 'number') return found;
      const file = positionedFile(found.resource);
      if (file === undefined) return -Errno.ESPIPE;
      if (offset > MAX_OFFSET) return -Errno.EINVAL;
      if (iovecs.count === 0) return 0;
      return readInParts(file, iovecs, offset, pause);
    },

    fd_pwrite(fd, iovecs, offset) {
      const found = access(descriptors, fd, needed.fd_pwrite);
      if (typeof found === 'number') return found;
      const { resource } = found;
      const file = positionedFile(resource);
      if (file === undefined) return -Errno.ESPIPE;
      if (offset > MAX_OFFSET) return -Errno.EINVAL;
      const range = checkRange(offset, iovecs.total);
      if (range < 0) return range;
      if (iovecs.count === 0) return 0;
      // A file that appends does so by itself; what a stream is does not know.
      const appending = file !== resource && (found.flags & Fdflag.APPEND) !== 0;
      return writeInParts(file, iovecs, appending ? Math.max(file.size(), 0) : offset, pause);
    },

    fd_read(fd, iovecs) {
      const found = access(descriptors, fd, needed.fd_read);
      if (typeof found === 'number') return found;
      if (iovecs.count === 0) return 0;
      const { resource } = found;
      if (resource.kind === 'directory') return -Errno.EISDIR;
      let nread = readNow(found, resource, iovecs, pause);
      if (nread === -Errno.EAGAIN)
        nread = attemptWhenReady(waitingFor(found, 'read', ports), interestOf(found, 'read'), () =>
          readNow(found, resource, iovecs, pause),
        );
      if (nread > 0 && resource.kind === 'file') found.offset += nread;
      return nread;
    },

    fd_renumber(fd, to) {
      requireStack();
      const replaced = descriptors.renumber(fd, to);
      if (typeof replaced === 'number') return replaced;
      if (replaced === undefined) return 0;
      try {
        closeResource(replaced.resource);
      } catch (error) {
        descriptors.unnumbered = { resource: replaced.resource, next: descriptors.unnumbered };
        throw error;
      }
      return 0;
    },

    fd_seek(fd, delta, whence) {
      const onlyTells = delta === telling.where.offset && whence === telling.where.whence;
      let found = access(descriptors, fd, needed.fd_seek);
      if (typeof found === 'number' && onlyTells) found = access(descriptors, fd, telling.rights);
      if (typeof found === 'number') return found;
      const { resource } = found;
      const stream = streamOf(resource);
      if (stream !== undefined) return seekStream(stream, delta, whence);
      if (resource.kind !== 'file') return -Errno.ESPIPE;
      let size = 0;
      if (whence === Whence.END) {
        size = resource.size();
        if (size < 0) return size;
      }
      const target = seek(delta, whence, found.offset, size);
      if (target >= 0) found.offset = target;
      return target;
    },

    fd_sync(fd) {
      requireStack();
      const found = access(descriptors, fd, needed.fd_sync);
      if (typeof found === 'number') return found;
      return found.resource.kind === 'socket' ? -Errno.EINVAL : found.resource.sync();
    },

    fd_tell(fd) {
      let found = access(descriptors, fd, needed.fd_tell);
      if (typeof found === 'number') found = access(descriptors, fd, seeking.rights);
      if (typeof found === 'number') return found;
      const stream = streamOf(found.resource);
      if (stream !== undefined) return seekStream(stream, 0, Whence.CUR);
      return found.resource.kind === 'file' ? found.offset : -Errno.ESPIPE;
    },

    fd_write(fd, iovecs) {
      const found = access(descriptors, fd, needed.fd_write);
      if (typeof found === 'number') return found;
      if (iovecs.count === 0) return 0;
      const { resource } = found;
      if (resource.kind === 'directory') return -Errno.EISDIR;
      if (resource.kind === 'file' && resource.stream === undefined) return writeFile(found, resource, iovecs, pause);
      const nwritten = writeNow(found, resource, iovecs, pause);
      if (nwritten === iovecs.total || (nwritten < 0 && nwritten !== -Errno.EAGAIN)) return nwritten;
      return moveRest(waitingFor(found, 'write', ports), interestOf(found, 'write'), iovecs, nwritten, rest =>
        writeNow(found, resource, rest, pause),
      );
    },
  };
}

/** A descriptor for reading and writing, as opposed to listing. */
type Source = File | Stream | Socket;

/** One attempt to read. The readiness of a nonblocking stream is checked first: some hosts have no other way. */
function readNow({ flags, offset }: Descriptor, source: Source, into: Iovecs, pause: () => void): number {
  if (source.kind === 'file') return readInParts(source, into, offset, pause);
  if (source.kind === 'socket') return source.receive(into, 0, { value: 0 });
  if ((flags & Fdflag.NONBLOCK) !== 0 && source.readable() === NOT_READY) return -Errno.EAGAIN;
  return source.file === undefined ? source.read(into) : readInParts(source, into, 0, pause);
}

/** One attempt to write to what is not a regular file. Readiness is checked first only where a nonblocking stream would wait, as it can be slow. */
function writeNow({ flags, offset }: Descriptor, source: Source, from: Iovecs, pause: () => void): number {
  if (source.kind === 'file') return writeInParts(source, from, offset, pause);
  if (source.kind === 'socket') return source.send(from);
  if ((flags & Fdflag.NONBLOCK) !== 0 && source.writeWaits === true && !source.writable()) return -Errno.EAGAIN;
  if ((flags & Fdflag.APPEND) !== 0 && source.appending !== true) source.seek?.(0, Whence.END);
  return source.file === undefined ? source.write(from) : writeInParts(source, from, 0, pause);
}

/** Writes to a regular file, and moves the offset on. */
function writeFile(found: Descriptor, file: File, from: Iovecs, pause: () => void): number {
  const appending = (found.flags & Fdflag.APPEND) !== 0;
  const range = appending ? 0 : checkRange(found.offset, from.total);
  if (range < 0) return range;
  const nwritten = writeInParts(file, from, found.offset, pause);
  if (nwritten < 0) return nwritten;
  const size = appending ? file.size() : -1;
  found.offset = size < 0 ? found.offset + nwritten : size;
  return nwritten;
}
