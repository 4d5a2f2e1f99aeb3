import type { Filestat, Iovecs, Out } from '../preview1/index.js';

/**
 * Port: a socket the host has opened. A capability a socket lacks (accepting on a connected one, say) is `-ENOTSUP`.
 */
export interface Socket {
  readonly kind: 'socket';
  /** `SOCKET_STREAM` or `SOCKET_DGRAM`. */
  readonly filetype: number;
  /** Takes one waiting connection; the caller owns it. `-EAGAIN` if there is none and it may not wait. */
  accept(nonblocking: boolean): Socket | number;
  /** Receives; `riflags` as in sock_recv; sets `roflags`. Bytes, 0 at the end, or a negative errno. */
  receive(into: Iovecs, riflags: number, nonblocking: boolean, roflags: Out<number>): number;
  /** Sends; bytes, or a negative errno. */
  send(from: Iovecs, nonblocking: boolean): number;
  /** Shuts directions down; `sdflags` as in sock_shutdown. 0 or a negative errno. */
  shutdown(sdflags: number): number;
  /** Bytes a read would give (for a listening socket: connections), 0 for the end; or `NOT_READY`. */
  readable(): number;
  writable(): boolean;
  stat(into: Filestat): number;
  close(): void;
}
