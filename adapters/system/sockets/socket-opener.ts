import { ConfigurationError } from '../../../application/errors.js';
import {
  COUNT,
  checkOptions,
  checkValue,
  isRecord,
  type OptionKind,
  required,
  TEXT,
} from '../../../application/options/index.js';
import { Errno, errnoName, errnoText, type Network } from '../../../domain/index.js';
import { SOCK_STREAM } from '../constants.js';
import type { FfiName } from '../ffi.js';
import { SystemNetwork } from './network.js';
import { type HostSocket, SystemSocket } from './socket.js';
import { addressText, type SocketAddress, sockaddr } from './socket-address.js';
import type { SocketCalls } from './socket-calls.js';
import {
  type ConnectOptions,
  connectKinds,
  type HostNetworkOptions,
  type ListenOptions,
  listenKinds,
  networkKinds,
  type SocketOptions,
  socketKinds,
} from './socket-options.js';

/** Opens sockets by the calls of one system. */
export class SocketOpener {
  readonly #callsThrough: (system: FfiName | undefined) => SocketCalls;

  /** @param callsThrough gives the calls through an FFI, or through the first that can be used; throws a ConfigurationError where there are none */
  constructor(callsThrough: (system: FfiName | undefined) => SocketCalls) {
    this.#callsThrough = callsThrough;
  }

  /**
   * Opens a socket that takes connections.
   * @param at an address of this machine and a port, 0 for any that is free; or the path of a file, which must not exist and is left behind
   * @throws ConfigurationError if it cannot be opened
   */
  async listen(at: SocketAddress, options: ListenOptions = {}): Promise<HostSocket> {
    checkOptions(options, 'listen()', listenKinds);
    const { backlog = 511, system } = options;
    const sockets = this.#callsThrough(system);
    return open(sockets, 'listen on', at, (fd, address) => {
      const bound = 'path' in at ? sockets.bind(fd, address) : sockets.bindListener(fd, address);
      return bound || sockets.listen(fd, backlog);
    });
  }

  /**
   * Connects to a server.
   * @param to a host and a port, or the path of a socket's file
   * @throws ConfigurationError if there is no connection
   */
  async connect(to: SocketAddress, options: ConnectOptions = {}): Promise<HostSocket> {
    checkOptions(options, 'connect()', connectKinds);
    const { timeout = 10_000, system } = options;
    const sockets = this.#callsThrough(system);
    return open(sockets, 'connect to', to, (fd, address) => {
      const errno = sockets.connect(fd, address);
      return errno === -Errno.EINPROGRESS ? sockets.awaitConnection(fd, timeout * 1e6) : errno;
    });
  }

  /**
   * A socket that this process has inherited or opened. It stays the caller's.
   * @param fd its number
   * @throws ConfigurationError if it is not a socket
   */
  fromHost(fd: number, options: SocketOptions = {}): HostSocket {
    checkValue(fd, 'the descriptor', COUNT);
    checkOptions(options, 'socketFromHost()', socketKinds);
    const sockets = this.#callsThrough(options.system);
    const filetype = sockets.filetype(fd);
    if (filetype < 0)
      throw new ConfigurationError(
        `descriptor ${fd} ${filetype === -Errno.EBADF ? 'is not open' : 'is not a socket'}`,
        'give the number of a socket that this process has',
      );
    sockets.borrow(fd);
    return new SystemSocket(sockets, fd, false);
  }

  /**
   * The network of the host or a part of it.
   * @throws ConfigurationError if sockets cannot be opened, and for a text that is not a host
   */
  network(options: HostNetworkOptions = {}): Network {
    checkOptions(options, 'network()', networkKinds);
    return new SystemNetwork(this.#callsThrough(options.system), options.allow);
  }
}

/** Opens a socket for an address, and makes something of it. */
async function open(
  sockets: SocketCalls,
  what: string,
  address: SocketAddress,
  make: (fd: number, address: Uint8Array) => number,
): Promise<HostSocket> {
  checkAddress(address);
  const text = addressText(address);
  const found = sockaddr(await resolved(address), sockets.inet6);
  if (found === undefined)
    throw new ConfigurationError(`'${text}' is too long for the path of a socket`, 'give one of 107 bytes at most');
  const family = new DataView(found.buffer).getUint16(0, true);
  const fd = sockets.open(family, SOCK_STREAM);
  const errno = fd < 0 ? fd : make(fd, found);
  if (errno >= 0) return new SystemSocket(sockets, fd, true);
  if (fd >= 0) sockets.close(fd);
  throw new ConfigurationError(
    `cannot ${what} ${text}: ${errnoText(-errno)} (${errnoName(-errno)})`,
    remedyFor(-errno),
  );
}

const LARGEST_PORT = 65_535;

const PORT: OptionKind = {
  expected: `a port, 0 to ${LARGEST_PORT}`,
  fits: value => COUNT.fits(value) && (value as number) <= LARGEST_PORT,
};
const addressKinds = { host: required(TEXT), port: required(PORT) };
const pathKinds = { path: required(TEXT) };

/** @throws ConfigurationError for what is no address */
function checkAddress(address: SocketAddress): void {
  if (isRecord(address) && 'path' in address) checkOptions(address, 'a socket’s address', pathKinds);
  else checkOptions(address, 'a socket’s address', addressKinds);
}

/**
 * The same with the host's address in place of its name.
 * @throws ConfigurationError for a name that is not known
 */
async function resolved(address: SocketAddress): Promise<SocketAddress> {
  if ('path' in address) return address;
  const { host, port } = address;
  try {
    const { lookup } = process.getBuiltinModule('node:dns').promises;
    return { host: (await lookup(host)).address, port };
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new ConfigurationError(`the host '${host}' is not found (${code})`, 'give its address', { cause });
  }
}

function remedyFor(errno: number): string {
  switch (errno) {
    case Errno.EADDRINUSE:
      return 'end the program that listens there, remove the file if none does, or choose another';
    case Errno.EACCES:
    case Errno.EPERM:
      return 'choose a port from 1024 on, or a directory that this user may write to';
    case Errno.EADDRNOTAVAIL:
      return 'give an address of this machine';
    case Errno.ECONNREFUSED:
    case Errno.ENOENT:
    case Errno.ETIMEDOUT:
      return 'start the server first';
    default:
      return 'choose another address';
  }
}
