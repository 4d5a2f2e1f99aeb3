import type { Filestat, Iovecs, NameQuery, NetworkAddress, Out } from '../../../domain/index.js';

/** Resolves names as every program of the system does. The thread waits meanwhile. */
export interface NameResolver {
  /** See `Network.resolve`. */
  resolve(host: string, service: string, query: NameQuery): readonly NetworkAddress[] | number;
}

/**
 * A system's calls for sockets, in values: Linux' or Windows'. A socket is a number, on Linux its descriptor, on Windows its handle. None waits, but for
 * `awaitConnection` and names. What may fail returns a negative errno; addresses are `struct sockaddr`s of the system.
 */
export interface SocketCalls {
  /** The number of the family of IPv6. */
  readonly inet6: number;
  /** Whether a socket's number is a descriptor of this process. */
  readonly descriptors: boolean;
  /** After `receive` and `receiveFrom`: whether a message was cut off. */
  readonly truncated: boolean;
  /** After `readable` and `writable`: whether the other side has gone. */
  readonly hungUp: boolean;

  /** @throws Error if the functions for names do not exist, or do not give a known answer */
  resolver(): NameResolver;

  /** Makes a socket. @param type SOCK_STREAM or SOCK_DGRAM */
  open(family: number, type: number): number;
  bind(socket: number, address: Uint8Array): number;
  /** The same for a socket that is to listen: also to a port at which connections of an earlier one linger, and to none at which another listens. */
  bindListener(socket: number, address: Uint8Array): number;
  listen(socket: number, backlog: number): number;
  /** @returns `-EINPROGRESS` if the connection will be made later: the socket can be written then, or has an error */
  connect(socket: number, address: Uint8Array): number;
  /** Blocks the thread until a connection is made. @returns 0, why it is not made, or `-ETIMEDOUT` */
  awaitConnection(socket: number, nanoseconds: number): number;
  /** The socket of a connection; `-ENOTSUP` of a socket that does not listen. */
  accept(socket: number): number;
  /** @param how SHUT_RD, SHUT_WR or SHUT_RDWR */
  shutdown(socket: number, how: number): number;

  /** Receives into one buffer or several. @param peek whether it is left there */
  receive(socket: number, into: Iovecs, peek: boolean): number;
  /** The same, and the sender. @param from set to its address if something was received; empty where there is none, as of a stream */
  receiveFrom(socket: number, into: Iovecs, peek: boolean, from: Out<Uint8Array>): number;
  /** The same of a stream, where nothing is cut off. */
  receiveStream(socket: number, into: Iovecs): number;
  send(socket: number, from: Iovecs): number;
  sendTo(socket: number, from: Iovecs, to: Uint8Array): number;

  /** The address that a socket is bound to. */
  nameOf(socket: number): Uint8Array | number;
  /** The same of the other end. */
  peerOf(socket: number): Uint8Array | number;
  /** See `NetworkSocket.option`. */
  option(socket: number, option: number): Uint8Array | number;
  /** See `NetworkSocket.setOption`. */
  setOption(socket: number, option: number, value: Uint8Array): number;
  /** `SOCKET_STREAM` or `SOCKET_DGRAM`; a negative errno for what is not a socket. */
  filetype(socket: number): number;
  listens(socket: number): boolean;
  /** Sees to it that the calls do not wait on a socket that this process has from elsewhere. */
  borrow(socket: number): void;

  /** How many bytes a read would return now, 0 at the end; or `NOT_READY`. */
  readable(socket: number): number;
  /** Whether a write would succeed or fail now. */
  writable(socket: number): boolean;
  stat(socket: number, into: Filestat): number;
  close(socket: number): void;
}
