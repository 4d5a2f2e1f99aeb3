import type { Filestat, Iovecs, Out } from '../preview1/index.js';

/**
 * Port: a socket that the host has opened. Nothing here waits: what would is `-EAGAIN`. Sizes are bytes. A method returns a negative errno where it
 * fails; it does not throw. A capability that a socket lacks, such as accepting on a connected one, is `-ENOTSUP`.
 */
export interface Socket {
  readonly kind: 'socket';
  /** `SOCKET_STREAM` or `SOCKET_DGRAM`. */
  readonly filetype: number;
  /** What identifies the socket to the `Waiting` of the same adapter, as for a stream. */
  readonly handle?: object | undefined;
  /** Accepts one connection, which the caller owns and closes; `-EAGAIN` if there is none. */
  accept(): Socket | number;
  /**
   * Receives what has arrived.
   * @param riflags as in sock_recv; waiting for all of it (RECV_WAITALL) is up to the caller
   * @param roflags set as in sock_recv
   * @returns bytes, 0 at the end; `-EAGAIN` if nothing has arrived
   */
  receive(into: Iovecs, riflags: number, roflags: Out<number>): number;
  /**
   * Sends what there is room for.
   * @returns bytes; `-EPIPE` if the other side takes nothing more; `-EAGAIN` if there is no room
   */
  send(from: Iovecs): number;
  /** Shuts directions down, with `sdflags` as in sock_shutdown. Returns 0 or a negative errno. */
  shutdown(sdflags: number): number;
  /** How many bytes a read would return now (for a listening socket: how many connections), 0 for the end; or `NOT_READY`. */
  readable(): number;
  /** Whether a write would succeed or fail now, without waiting. */
  writable(): boolean;
  /** Whether the other side sends nothing more, or the connection is gone. Called after `readable` or `writable`. Absent: unknown. */
  readonly hungUp?: (() => boolean) | undefined;
  /** Reads the attributes; returns 0 or a negative errno. */
  stat(into: Filestat): number;
  /** Closes the socket. */
  close(): void;
}
