/** An open file and a stream of bytes. Each can lead to the other: a device is a file with a stream, a redirection a stream with a file. */

import type { Filestat, Iovecs } from '../preview1/index.js';

/** A range of a file, in bytes. */
export interface Extent {
  offset: number;
  length: number;
}

/**
 * Port: an open file. It keeps no offset: the caller passes one to each read and write. Offsets, lengths and sizes are bytes, integers below 2^53.
 * A method returns 0 where it has no other result, or a negative errno; it does not throw. A capability that the host lacks is `-ENOTSUP`. An operation that
 * the file was not opened for is `-EBADF`, except `setSize`: `-EINVAL`.
 */
export interface File {
  readonly kind: 'file';
  /** `REGULAR_FILE`, or the type of a device or a pipe. Only regular files have offsets; others ignore them. */
  readonly filetype: number;
  /**
   * A device or a pipe as a stream: whether it is a terminal, whether it is ready, and the offset that the host keeps of it. The file owns it: the caller
   * does not close it. Absent for a regular file.
   */
  readonly stream?: Stream | undefined;

  /** Reads at `offset`, in one attempt. Returns the number of bytes, 0 at the end. */
  read(into: Iovecs, offset: number): number;
  /** Writes at `offset`; in a file that appends, at the end. Returns the number of bytes, which may be fewer than there are. */
  write(from: Iovecs, offset: number): number;
  /** The size now. */
  size(): number;
  /**
   * Finds data between holes, as lseek() does with SEEK_DATA and SEEK_HOLE. Absent where the host does not report holes: any byte may then be data.
   * @param from where to look from, not past the end
   * @param into set to the first range from there on that may hold data; of length 0 if there is none up to the end
   * @returns 0 or a negative errno; `-ENOTSUP` means the same as an absent method
   */
  findData?(from: number, into: Extent): number;
  /** Changes append, nonblock, dsync and sync (flags of {@link Open}) of the open file. */
  setFlags(how: number): number;
  stat(into: Filestat): number;
  /** Sets the times, as `Directory.setTimes` does, whatever the file was opened for. */
  setTimes(accessed: bigint | undefined, modified: bigint | undefined): number;
  /** Cuts the file, or extends it by zeros. */
  setSize(size: number): number;
  /**
   * Reserves a range, as posix_fallocate() does: https://man7.org/linux/man-pages/man3/posix_fallocate.3.html
   * @returns 0, and the file is extended to `offset + length` if it was shorter; `-EINVAL` for a length of 0, that of `allocate(0, 0)` included; `-EFBIG`
   *   for a range that ends past 2^53 - 1
   */
  allocate(offset: number, length: number): number;
  /** Tells the host how a range is going to be used. `advice` is one of `Advice`; a host may ignore it. */
  advise(offset: number, length: number, advice: number): number;
  /** Waits until the file is on the storage; returns 0 where there is nothing to wait for. */
  sync(): number;
  /** The same, except for attributes that reading the data does not need. */
  datasync(): number;
  /** Closes the file, which is gone whatever this returns. To be called once. */
  close(): number;
}

/** What a stream answers when asked how much can be read: nothing yet, and not at the end either. */
export const NOT_READY = -1;

/**
 * Port: a stream of bytes: a terminal, a pipe, a callback. What the host has redirected to a file is one too, with an offset that the host keeps.
 *
 * Reading a stream that is only written, and the other way round, is `-EBADF`.
 */
export interface Stream {
  readonly kind: 'stream';
  /** `CHARACTER_DEVICE` for devices, `UNKNOWN` for pipes, `REGULAR_FILE` for a redirection, `SOCKET_STREAM` for a socket. */
  readonly filetype: number;
  /** A person sits at it. Then, and only then, libc's `isatty` is to say so. */
  readonly terminal: boolean;
  /**
   * The file that the stream is, if it has an offset: what is done with it but for reading and writing in order. It belongs to the stream, and is not to be
   * closed. Not there for what has no offset: a terminal, a pipe.
   */
  readonly file?: File | undefined;
  /** The host puts every write at the end of the file, whatever is asked for here. Not there: it does not. */
  readonly appending?: boolean;

  /**
   * Moves the offset of the next `read` or `write`, which may be shared with other processes. There if `file` is.
   * @param delta bytes, signed
   * @param whence one of `Whence`
   * @returns the new offset; `-EINVAL` before the first byte; `-ESPIPE` if it turns out to have none
   */
  readonly seek?: ((delta: number, whence: number) => number) | undefined;

  /**
   * Reads what is there, waiting for at least one byte unless `nonblocking`.
   * @returns bytes read, 0 at the end; `-EAGAIN` if it would have to wait and may not
   */
  read(into: Iovecs, nonblocking: boolean): number;

  /**
   * Writes all of it, in order, before it returns, waiting unless `nonblocking`.
   * @returns bytes written; `-EPIPE` when nobody will read it; `-EAGAIN` if nothing can be written now and it may not wait
   */
  write(from: Iovecs, nonblocking: boolean): number;

  /**
   * How much a read would give now. Nothing is taken from the source before somebody asks this or reads.
   * @returns bytes, 0 for the end; or `NOT_READY`
   */
  readable(): number;

  /** Whether a write would be taken now, or fail at once. */
  writable(): boolean;

  /**
   * Whether the other side has gone: nobody will write what is read here, or read what is written. Asked after `readable` or `writable`; data that was
   * left can still be read. Not there: a stream that is read has hung up when it is at its end, one that is written never does.
   */
  readonly hungUp?: (() => boolean) | undefined;

  /** Attributes; 0 or a negative errno. */
  stat(into: Filestat): number;

  /** Waits until what was written is where it belongs; 0 or a negative errno. Streams that keep nothing answer 0. */
  sync(): number;

  /** The guest has closed its last descriptor for it. The host's own stdio stays open. */
  close(): void;
}
