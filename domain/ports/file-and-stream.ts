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
   * A device or a pipe as a stream: whether it is a terminal, whether it is ready, and the offset that the host keeps of it. It is read and written
   * through the file, which owns it: the caller does not close it. Absent for a regular file.
   */
  readonly stream?: Stream | undefined;

  /**
   * Reads at `offset`, in one attempt.
   * @returns the number of bytes: as many as there is room for, or fewer at the end of the file or where the host gives no more; 0 at the end and past it;
   *   `-EAGAIN` if a device or pipe has nothing yet
   */
  read(into: Iovecs, offset: number): number;
  /**
   * Writes at `offset`, and sets the time of modification to now. In a file that appends, it writes at the end whatever `offset` is. Between the end
   * of the file and an `offset` past it there are zeros afterwards.
   * @returns the number of bytes: all of them, or fewer where the host takes no more; `-EAGAIN` if a device or pipe has no room
   */
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
  /** Reads the attributes: those that `Directory.stat` reports of a name of the file. */
  stat(into: Filestat): number;
  /** Sets the times, as `Directory.setTimes` does, whatever the file was opened for. */
  setTimes(accessed: bigint | undefined, modified: bigint | undefined): number;
  /** Truncates the file, or extends it with zeros. */
  setSize(size: number): number;
  /**
   * Reserves a range, as posix_fallocate() does: https://man7.org/linux/man-pages/man3/posix_fallocate.3.html
   * @returns 0, and the file is extended to `offset + length` if it was shorter; `-EINVAL` for a length of 0, that of `allocate(0, 0)` included; `-EFBIG`
   *   for a range that ends past 2^53 - 1
   */
  allocate(offset: number, length: number): number;
  /** Tells the host how a range will be used. `advice` is one of `Advice`; a host may ignore it. */
  advise(offset: number, length: number, advice: number): number;
  /** Waits until the file is on the storage; returns 0 where there is nothing to wait for. */
  sync(): number;
  /** The same, except for attributes that reading the data does not need. */
  datasync(): number;
  /** Closes the file, which is closed whatever this returns. Call it once. */
  close(): number;
}

/** What `readable` returns where nothing can be read yet, and the end has not been reached. */
export const NOT_READY = -1;

/**
 * Port: a stream of bytes: a terminal, a pipe, a callback. A standard stream that the host has redirected to a file is one too, with an offset that the host
 * keeps. Sizes are bytes. A method returns a negative errno where it fails; it does not throw.
 *
 * Reading a stream that can only be written is `-EBADF`, and so is writing one that can only be read.
 */
export interface Stream {
  readonly kind: 'stream';
  /** `CHARACTER_DEVICE` for devices, `UNKNOWN` for pipes, `REGULAR_FILE` for a redirection, `SOCKET_STREAM` for a socket. */
  readonly filetype: number;
  /** Whether it is a terminal: libc's isatty() is true for terminals only. */
  readonly terminal: boolean;
  /**
   * The file behind a stream that has an offset, for all but reading and writing in order. The stream owns it: the caller does not close it. Absent for a
   * terminal or a pipe.
   */
  readonly file?: File | undefined;
  /** Whether the host puts every write at the end of the file, whatever the flags of the descriptor. Absent: it does not. */
  readonly appending?: boolean | undefined;

  /**
   * Moves the offset of the next `read` or `write`, which may be shared with other processes. Present if `file` is.
   * @param delta bytes, signed
   * @param whence one of `Whence`
   * @returns the new offset; `-EINVAL` before the first byte; `-ESPIPE` for a stream that has no offset
   */
  readonly seek?: ((delta: number, whence: number) => number) | undefined;

  /**
   * What identifies the stream to the `Waiting` of the same adapter: a descriptor of the host, for example, or an object that reports when it is
   * ready. Nothing else reads it. Absent: a wait for the stream asks it from time to time.
   */
  readonly handle?: object | undefined;

  /**
   * Whether `write` may wait if `writable` has not been called before: a caller that must not wait then calls that first. Absent: it does not wait.
   */
  readonly writeWaits?: boolean | undefined;

  /**
   * Reads the bytes that have arrived; it does not wait.
   *
   * A host that cannot read a descriptor without waiting may wait here for the first byte, unless `readable` has been called: a caller that must not
   * wait calls that first.
   * @returns bytes read, 0 at the end; `-EAGAIN` if none has arrived
   */
  read(into: Iovecs): number;

  /**
   * Writes as many bytes as there is room for, in order; it does not wait.
   *
   * A host that cannot write to a descriptor without waiting may wait here, unless `writable` has been called. It declares this by `writeWaits`.
   * @returns bytes written; `-EPIPE` if the reader has gone; `-EAGAIN` if there is no room
   */
  write(from: Iovecs): number;

  /**
   * How many bytes a read would return now. Nothing is taken from the source before the first call of this or of `read`.
   * @returns bytes, 0 for the end; or `NOT_READY`
   */
  readable(): number;

  /** Whether a write would succeed or fail now, without waiting. */
  writable(): boolean;

  /**
   * Whether the other side has gone: no process writes what is read here, or reads what is written. Called after `readable` or `writable`; data that has
   * arrived can still be read. Absent: a stream that is read has hung up when it is at its end; one that is written never hangs up.
   */
  readonly hungUp?: (() => boolean) | undefined;

  /** Reads the attributes; returns 0 or a negative errno. */
  stat(into: Filestat): number;

  /** Waits until written bytes have arrived; returns 0, also where nothing is kept, or a negative errno. */
  sync(): number;

  /** Called when the guest has closed its last descriptor of the stream. The host's own standard streams stay open. */
  close(): void;
}
