import { COUNT, listOf, MEASURE, type OptionKinds, oneOf } from '../../../application/options/index.js';
import { ffiNames } from '../ffi.js';

/** Options of a socket. */
export interface SocketOptions {
  /** The FFI to call the system through. Default: the first that can be used. */
  readonly system?: 'koffi' | 'node:ffi' | undefined;
}

/** Options of a listening socket. */
export interface ListenOptions extends SocketOptions {
  /** How many connections may wait to be accepted. Default: 511, as in Node. */
  readonly backlog?: number | undefined;
}

/** Options of a connected socket. */
export interface ConnectOptions extends SocketOptions {
  /** How long the other side may take to answer, in milliseconds. The thread waits meanwhile. Default: 10,000. */
  readonly timeout?: number | undefined;
}

/** Options of the host's network. */
export interface HostNetworkOptions extends SocketOptions {
  /**
   * What the program may reach: hosts, by name or address, each with a port or with all of them, such as `localhost:8080`, `192.0.2.1` or `[::1]:80`.
   * It may bind sockets to these addresses, connect to them, send to them, and look up the addresses of these names. Everything if not given.
   */
  readonly allow?: readonly string[] | undefined;
}

/** How these are checked. */
export const socketKinds: OptionKinds<SocketOptions> = { system: oneOf(ffiNames) };
export const listenKinds: OptionKinds<ListenOptions> = { ...socketKinds, backlog: COUNT };
export const connectKinds: OptionKinds<ConnectOptions> = { ...socketKinds, timeout: MEASURE };
export const networkKinds: OptionKinds<HostNetworkOptions> = { ...socketKinds, allow: listOf('strings') };
