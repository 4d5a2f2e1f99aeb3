import { ConfigurationError } from '../../../application/errors.js';
import {
  COUNT,
  checkOptions,
  checkValue,
  isRecord,
  MEASURE,
  type OptionKind,
  type OptionKinds,
  oneOf,
  required,
  TEXT,
} from '../../../application/options/index.js';
import { Errno, errnoName, errnoText } from '../../../domain/index.js';
import { Readiness } from '../../node/descriptor-calls.js';
import { F_GETFL, F_SETFL, O_NONBLOCK, SO_ACCEPTCONN, SO_REUSEADDR, SO_TYPE, SOCK_STREAM } from '../constants.js';
import { DescriptorPoll } from '../descriptor-poll.js';
import { type FfiName, ffiNames } from '../ffi.js';
import { SharedCalls } from '../shared-calls.js';
import { type HostSocket, type SocketParts, SystemSocket, socketParts } from './socket.js';
import { addressText, type SocketAddress, sockaddr } from './socket-address.js';

/** What can be chosen about a socket. */
export interface SocketOptions {
  /** The FFI to call the kernel through. Default: the first that can be used. */
  readonly system?: 'koffi' | 'node:ffi' | undefined;
}

/** What can be chosen about a listening socket. */
export interface ListenOptions extends SocketOptions {
  /** How many connections may wait to be accepted. Default: 511, as in Node. */
  readonly backlog?: number | undefined;
}

/** What can be chosen about a connected socket. */
export interface ConnectOptions extends SocketOptions {
  /** How long the other side may take to answer, in milliseconds. The thread waits meanwhile. Default: 10,000. */
  readonly timeout?: number | undefined;
}

const socketKinds: OptionKinds<SocketOptions> = { system: oneOf(ffiNames) };
const listenKinds: OptionKinds<ListenOptions> = { ...socketKinds, backlog: COUNT };
const connectKinds: OptionKinds<ConnectOptions> = { ...socketKinds, timeout: MEASURE };

/**
 * Opens a socket that takes connections, to be given to a program in `sockets`. It is closed with the program. Linux only, and through an FFI.
 * @param at an address of this machine and a port, 0 for any that is free; or the path of a file, which must not exist and is left behind
 * @throws ConfigurationError if it cannot be opened
 */
export async function listen(at: SocketAddress, options: ListenOptions = {}): Promise<HostSocket> {
  checkOptions(options, 'listen()', listenKinds);
  const { backlog = 511, system } = options;
  const parts = partsOf(system);
  return open(parts, 'listen on', at, (fd, address) => {
    const { sockets } = parts;
    if (!('path' in at)) sockets.setOption(fd, SO_REUSEADDR, 1);
    return sockets.bind(fd, address) || sockets.listen(fd, backlog);
  });
}

/**
 * Connects to a server, for a program that is given the socket in `sockets`. It is closed with the program. Linux only, and through an FFI.
 * @param to a host and a port, or the path of a socket's file
 * @throws ConfigurationError if there is no connection
 */
export async function connect(to: SocketAddress, options: ConnectOptions = {}): Promise<HostSocket> {
  checkOptions(options, 'connect()', connectKinds);
  const { timeout = 10_000, system } = options;
  const parts = partsOf(system);
  return open(parts, 'connect to', to, (fd, address) => {
    const { sockets } = parts;
    const errno = sockets.connect(fd, address);
    if (errno !== -Errno.EINPROGRESS) return errno;
    const poll = new DescriptorPoll(sockets.calls);
    poll.add(fd, 'write');
    poll.wait(timeout * 1e6);
    return parts.streams.ready(fd, true) === Readiness.NOT_YET ? -Errno.ETIMEDOUT : sockets.error(fd);
  });
}

/**
 * A socket that this process has inherited or opened, to be given to a program in `sockets`. The descriptor stays the caller's. A listening one is made
 * non-blocking. Linux only, and through an FFI.
 * @param fd a descriptor of this process
 * @throws ConfigurationError if it is no socket
 */
export function socketFromHost(fd: number, options: SocketOptions = {}): HostSocket {
  checkValue(fd, 'the descriptor', COUNT);
  checkOptions(options, 'socketFromHost()', socketKinds);
  const parts = partsOf(options.system);
  const { sockets } = parts;
  const type = sockets.option(fd, SO_TYPE);
  if (type < 0)
    throw new ConfigurationError(
      `descriptor ${fd} ${type === -Errno.EBADF ? 'is not open' : 'is not a socket'}`,
      'give the number of a socket that this process has',
    );
  if (sockets.option(fd, SO_ACCEPTCONN) === 1) {
    const { libc } = sockets.calls;
    libc.fcntl(fd, F_SETFL, libc.fcntl(fd, F_GETFL, 0) | O_NONBLOCK);
  }
  return new SystemSocket(parts, fd, false);
}

const known = new Map<FfiName | undefined, SocketParts>();

/** @throws ConfigurationError if no FFI can make sockets */
export function partsOf(system: FfiName | undefined): SocketParts {
  let parts = known.get(system);
  if (parts === undefined) {
    const shared = new SharedCalls(system);
    const { sockets, streams } = shared;
    if (sockets === undefined || streams === undefined)
      throw new ConfigurationError(
        `there are no sockets: ${shared.reasons.join('; ')}`,
        process.platform === 'linux' ? 'install the package koffi, or use Node 26.9 or later' : 'use Linux',
      );
    parts = socketParts(sockets, streams);
    known.set(system, parts);
  }
  return parts;
}

/** Opens a socket for an address, and makes something of it. */
async function open(
  parts: SocketParts,
  what: string,
  address: SocketAddress,
  make: (fd: number, address: Uint8Array) => number,
): Promise<HostSocket> {
  const { sockets } = parts;
  checkAddress(address);
  const text = addressText(address);
  const found = sockaddr(await resolved(address));
  if (found === undefined)
    throw new ConfigurationError(`'${text}' is too long for the path of a socket`, 'give one of 107 bytes at most');
  const family = new DataView(found.buffer).getUint16(0, true);
  const fd = sockets.open(family, SOCK_STREAM);
  const errno = fd < 0 ? fd : make(fd, found);
  if (errno >= 0) return new SystemSocket(parts, fd, true);
  if (fd >= 0) sockets.calls.libc.close(fd);
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
