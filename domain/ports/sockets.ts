import type { Filestat, Iovecs, Out } from '../preview1/index.js';

/**
 * Port: a socket that the host has opened. Sizes are bytes. A method returns a negative errno where it fails; it does not throw. A capability that a socket
 * lacks, such as accepting on a connected one, is `-ENOTSUP`.
 */
export interface Socket {
  readonly kind: 'socket';
  /** `SOCKET_STREAM` or `SOCKET_DGRAM`. */
  readonly filetype: number;
  /** Accepts one connection, which the caller owns and closes; `-EAGAIN` if there is none and `nonblocking` is set. */
  accept(nonblocking: boolean): Socket | number;
  /** Receives, with `riflags` as in sock_recv, and sets `roflags`. Returns the number of bytes, 0 at the end, or a negative errno. */
  receive(into: Iovecs, riflags: number, nonblocking: boolean, roflags: Out<number>): number;
  /** Sends. Returns the number of bytes, or a negative errno. */
  send(from: Iovecs, nonblocking: boolean): number;
  /** Shuts directions down, with `sdflags` as in sock_shutdown. Returns 0 or a negative errno. */
  shutdown(sdflags: number): number;
  /** How many bytes a read would return now (for a listening socket: how many connections), 0 for the end; or `NOT_READY`. */
  readable(): number;
  /** Whether a write would succeed or fail now, without waiting. */
  writable(): boolean;
  /** Reads the attributes; returns 0 or a negative errno. */
  stat(into: Filestat): number;
  /** Closes the socket. */
  close(): void;
}
