import type { Filestat, Iovecs } from '../preview1/index.js';
import type { File } from './file-system.js';

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

/** Port: the three streams a program starts with. */
export interface Stdio {
  readonly stdin: Stream;
  readonly stdout: Stream;
  readonly stderr: Stream;
}
