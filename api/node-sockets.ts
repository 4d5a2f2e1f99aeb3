/** Sockets of the host, by the calls of the platform that this runs on. */
import {
  type ConnectOptions,
  type HostNetworkOptions,
  type HostSocket,
  type ListenOptions,
  linuxSockets,
  type SocketAddress,
  SocketOpener,
  type SocketOptions,
} from '../adapters/system/index.js';
import { windowsSockets } from '../adapters/windows/index.js';
import type { Network } from '../domain/index.js';

const opener = new SocketOpener(process.platform === 'win32' ? windowsSockets : linuxSockets);

/**
 * Opens a listening socket, to pass to a program in `sockets`. It is closed with the program. Linux and Windows only, and through an FFI.
 * @param at an address of this machine and a port, 0 for any that is free; or the path of a file, which must not exist and is left behind
 * @throws ConfigurationError if it cannot be opened
 */
export function listen(at: SocketAddress, options?: ListenOptions): Promise<HostSocket> {
  return opener.listen(at, options);
}

/**
 * Connects to a server, for a program that is given the socket in `sockets`. It is closed with the program. Linux and Windows only, and through an FFI.
 * @param to a host and a port, or the path of a socket's file
 * @throws ConfigurationError if there is no connection
 */
export function connect(to: SocketAddress, options?: ConnectOptions): Promise<HostSocket> {
  return opener.connect(to, options);
}

/**
 * A socket that this process has inherited or opened, to pass to a program in `sockets`. It stays the caller's. On Linux a listening one is made
 * non-blocking, on Windows any. Linux and Windows only, and through an FFI.
 * @param fd a descriptor of this process; on Windows the handle of a socket
 * @throws ConfigurationError if it is not a socket
 */
export function socketFromHost(fd: number, options?: SocketOptions): HostSocket {
  return opener.fromHost(fd, options);
}

/**
 * The network of the host or a part of it, for a program that opens sockets itself: the option `network`. Linux and Windows only, and through an FFI.
 * @throws ConfigurationError if sockets cannot be opened, and for a text that is not a host
 */
export function network(options?: HostNetworkOptions): Network {
  return opener.network(options);
}
