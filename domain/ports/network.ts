import type { Iovecs, Out } from '../preview1/index.js';
import type { Socket } from './sockets.js';

/** An address of the internet with a port. */
export interface NetworkAddress {
  /** 4 bytes of an IPv4 address, or 16 of an IPv6 address, in the order of the network. */
  readonly bytes: Uint8Array;
  /** 0 to 65535. */
  readonly port: number;
}

/** Options of a look-up of a name. */
export interface NameQuery {
  /** 4 or 6 for the addresses of one family only. */
  readonly family: 0 | 4 | 6;
  /** The address is for a listening socket: without a host, it stands for all addresses of this machine. */
  readonly passive: boolean;
}

/**
 * Port: a network that a program may open sockets in. Nothing here waits, except for names. A method returns a negative errno where it fails; it does
 * not throw.
 */
export interface Network {
  /**
   * Makes an unbound socket, which the caller owns and closes.
   * @param family 4 or 6
   * @param filetype `SOCKET_STREAM` or `SOCKET_DGRAM`
   */
  open(family: 4 | 6, filetype: number): NetworkSocket | number;
  /**
   * Finds addresses, in the order in which they are to be tried.
   * @param host a name or an address; empty for this machine
   * @param service a port in decimal or the name of a service; empty for port 0
   * @returns one or more; `-ENOENT` for an unknown name, `-EAGAIN` for one that cannot be resolved now, `-EACCES` for one that must not be looked up
   */
  resolve(host: string, service: string, query: NameQuery): readonly NetworkAddress[] | number;
  /** Whether a socket may be bound to an address, be connected to it, or send to it. */
  allows(address: NetworkAddress): boolean;
}

/** A socket that a program opens, and what it makes of it. Nothing waits: what would is `-EAGAIN`. */
export interface NetworkSocket extends Socket {
  /** Binds it to an address of this machine; port 0 is any that is free. Returns 0 or a negative errno. */
  bind(address: NetworkAddress): number;
  /** Makes it listen for connections. @param backlog how many may wait to be accepted */
  listen(backlog: number): number;
  /**
   * Connects it. Call it again when the socket can be written to, for the result.
   * @returns 0; `-EINPROGRESS` or `-EALREADY` while the connection is being made
   */
  connect(address: NetworkAddress): number;
  /** The address that it is bound to; port 0 for an unbound socket. */
  localAddress(): NetworkAddress | number;
  /** The address that it is connected to; `-ENOTCONN` if there is none. */
  peerAddress(): NetworkAddress | number;
  /**
   * Receives as `receive`.
   * @param from set to the sender; for a stream, to its peer; undefined if unknown
   */
  receiveFrom(into: Iovecs, riflags: number, roflags: Out<number>, from: Out<NetworkAddress | undefined>): number;
  /** Sends one message. Returns bytes; `-EAGAIN` if there is no room. */
  sendTo(from: Iovecs, to: NetworkAddress): number;
  /**
   * Reads an option, as it is in C on a host of 64 bits: an `int`, or two. RCVTIMEO and SNDTIMEO are never requested: nothing waits here.
   * @param name one of `Socketoption`
   * @param into room for it
   * @returns bytes; `-EINVAL` if there is no such option, or too little room; `-ENOTSUP` if the adapter does not have it
   */
  option(name: number, into: Uint8Array): number;
  /** Sets an option. Returns 0 or a negative errno. @param value as `option` gives it */
  setOption(name: number, value: Uint8Array): number;
}
