import { Errno, type Filestat, Filetype, type Iovecs, NOT_READY, type Out, StreamBase } from '../../../domain/index.js';
import { errnoOfNumber } from '../../node/host-errors.js';
import { Block, type Ffi, GuestBuffers, type NameResolver, type SocketCalls } from '../../system/index.js';
import { bindTable } from '../calls/function-table.js';
import type { KernelFunctions } from '../calls/kernel-functions.js';
import type { WindowsCalls } from '../calls/windows-calls.js';
import { wrongWinsockAnswer } from './winsock-answers.js';
import {
  AF_INET,
  AF_INET6,
  FIONBIO,
  FIONREAD,
  POLLERR,
  POLLHUP,
  POLLNVAL,
  POLLRDNORM,
  POLLWRNORM,
  SO_ACCEPTCONN,
  SO_EXCLUSIVEADDRUSE,
  SO_TYPE,
  SOCK_DGRAM,
  WSA_FLAG_NO_HANDLE_INHERIT,
  WSA_FLAG_OVERLAPPED,
} from './winsock-constants.js';
import { WINSOCK_FUNCTIONS, type WinsockFunctions } from './winsock-functions.js';
import { WinsockOptions } from './winsock-options.js';
import { WinsockResolver } from './winsock-resolver.js';

const MSG_PEEK = 2;

/** Offsets in the block: a `struct sockaddr`, its length, an option, its length, a count, flags, a WSAPOLLFD, two `fd_set`s of one socket, no time. */
const ADDRESS = 0;
const ADDRESS_SIZE = 128;
const ADDRESS_LENGTH = 128;
const COUNT = 156;
const FLAGS = 160;
const POLLED = 168;
const WRITABLE = 184;
const FAILED = 200;
const NO_TIME = 216;
const SIZE = 224;

/** [WSABUF](https://learn.microsoft.com/en-us/windows/win32/api/ws2def/ns-ws2def-wsabuf) */
const WSABUF = { pointer: 8, length: 0 };

const GONE = POLLERR | POLLHUP | POLLNVAL;

/** What Winsock does not keep of a socket, or keeps otherwise. */
interface Kept {
  /** Its family, if it was opened here. */
  readonly family?: number;
  /** A connection is being made. */
  connecting?: boolean;
}

/** Winsock's calls for sockets. None waits: each socket is made non-blocking. */
export class WinsockCalls implements SocketCalls {
  readonly inet6 = AF_INET6;
  readonly descriptors = false;
  truncated = false;
  hungUp = false;
  readonly ffi: Ffi;
  readonly kernel: KernelFunctions;
  readonly functions: WinsockFunctions;
  readonly #block: Block;
  readonly #buffers: GuestBuffers;
  readonly #options: WinsockOptions;
  readonly #kept = new Map<number, Kept>();
  #resolver: WinsockResolver | undefined;

  constructor({ ffi, kernel }: WindowsCalls, functions: WinsockFunctions) {
    this.ffi = ffi;
    this.kernel = kernel;
    this.functions = functions;
    this.#block = new Block(ffi, SIZE);
    this.#buffers = new GuestBuffers(ffi, WSABUF);
    this.#options = new WinsockOptions(ffi, functions);
  }

  resolver(): NameResolver {
    this.#resolver ??= new WinsockResolver(this.ffi);
    return this.#resolver;
  }

  open(family: number, type: number): number {
    const flags = WSA_FLAG_OVERLAPPED | WSA_FLAG_NO_HANDLE_INHERIT;
    const socket = this.#result(this.functions.WSASocketW(family, type, 0, 0, 0, flags));
    if (socket < 0) return socket;
    this.#kept.set(socket, { family });
    return this.#unblocked(socket);
  }

  bind(socket: number, address: Uint8Array): number {
    return this.#result(this.functions.bind(socket, this.#put(address), address.length));
  }

  bindListener(socket: number, address: Uint8Array): number {
    // Windows lets a port be taken where connections linger, and with SO_REUSEADDR one at which another listens:
    // https://learn.microsoft.com/en-us/windows/win32/winsock/using-so-reuseaddr-and-so-exclusiveaddruse
    return this.#options.setNumber(socket, SO_EXCLUSIVEADDRUSE, 1) || this.bind(socket, address);
  }

  listen(socket: number, backlog: number): number {
    const errno = this.#result(this.functions.listen(socket, backlog));
    if (errno !== -Errno.EINVAL) return errno;
    // An unbound socket is bound to any port, as on Linux.
    const blank = this.#blankAddress(socket);
    if (blank === undefined || this.bind(socket, blank) < 0) return errno;
    return this.#result(this.functions.listen(socket, backlog));
  }

  connect(socket: number, address: Uint8Array): number {
    const kept = this.#keptOf(socket);
    // To connect again would be another attempt.
    if (kept.connecting === true) {
      if (!this.writable(socket)) return -Errno.EALREADY;
      kept.connecting = false;
      const error = this.#options.error(socket);
      if (error < 0) return error;
      return typeof this.peerOf(socket) === 'number' ? -Errno.ECONNREFUSED : 0;
    }
    if (kept.family !== undefined && kept.family !== familyOf(address)) return -Errno.EAFNOSUPPORT;
    const errno = this.#result(this.functions.connect(socket, this.#put(address), address.length));
    if (errno !== -Errno.EAGAIN) return errno;
    kept.connecting = true;
    return -Errno.EINPROGRESS;
  }

  isConnecting(socket: number): boolean {
    return this.#kept.get(socket)?.connecting === true;
  }

  awaitConnection(socket: number, nanoseconds: number): number {
    this.#putSets(socket);
    const { address, view } = this.#block;
    const seconds = Math.min(Math.floor(nanoseconds / 1e9), 0x7fff_ffff);
    view.setInt32(NO_TIME, seconds, true);
    view.setInt32(NO_TIME + 4, Math.min(Math.floor((nanoseconds - seconds * 1e9) / 1e3), 999_999), true);
    this.functions.select(0, 0, address + WRITABLE, address + FAILED, address + NO_TIME);
    const errno = this.connect(socket, new Uint8Array());
    return errno === -Errno.EALREADY ? -Errno.ETIMEDOUT : errno;
  }

  accept(socket: number): number {
    const accepted = this.#result(this.functions.accept(socket, 0, 0));
    if (accepted < 0) return accepted === -Errno.EINVAL ? -Errno.ENOTSUP : accepted;
    return this.#unblocked(accepted);
  }

  shutdown(socket: number, how: number): number {
    return this.#result(this.functions.shutdown(socket, how));
  }

  receive(socket: number, into: Iovecs, peek: boolean): number {
    return this.#receive(socket, into, peek, 0);
  }

  receiveFrom(socket: number, into: Iovecs, peek: boolean, from: Out<Uint8Array>): number {
    const { view, bytes } = this.#block;
    view.setInt32(ADDRESS_LENGTH, ADDRESS_SIZE, true);
    view.setUint16(ADDRESS, 0, true);
    const got = this.#receive(socket, into, peek, this.#block.address + ADDRESS);
    // Of a stream it is not set.
    const isTold = view.getUint16(ADDRESS, true) !== 0;
    from.value = bytes.slice(ADDRESS, ADDRESS + (isTold ? view.getInt32(ADDRESS_LENGTH, true) : 0));
    return got;
  }

  receiveStream(socket: number, into: Iovecs): number {
    return this.#receive(socket, into, false, 0);
  }

  send(socket: number, from: Iovecs): number {
    return this.#send(socket, from, 0, 0);
  }

  sendTo(socket: number, from: Iovecs, to: Uint8Array): number {
    return this.#send(socket, from, this.#put(to), to.length);
  }

  nameOf(socket: number): Uint8Array | number {
    const name = this.#name(socket, this.functions.getsockname);
    // An unbound socket has no name here.
    return name === -Errno.EINVAL ? (this.#blankAddress(socket) ?? name) : name;
  }

  peerOf(socket: number): Uint8Array | number {
    return this.#name(socket, this.functions.getpeername);
  }

  option(socket: number, option: number): Uint8Array | number {
    return this.#options.get(socket, option);
  }

  setOption(socket: number, option: number, value: Uint8Array): number {
    return this.#options.set(socket, option, value);
  }

  filetype(socket: number): number {
    const type = this.#options.number(socket, SO_TYPE);
    if (typeof type !== 'number') return type.errno;
    return type === SOCK_DGRAM ? Filetype.SOCKET_DGRAM : Filetype.SOCKET_STREAM;
  }

  listens(socket: number): boolean {
    return this.#options.number(socket, SO_ACCEPTCONN) === 1;
  }

  borrow(socket: number): void {
    this.#unblock(socket);
  }

  readable(socket: number): number {
    const events = this.#poll(socket, POLLRDNORM);
    this.hungUp = (events & GONE) !== 0;
    if (events === 0) return NOT_READY;
    const { address, view } = this.#block;
    return this.functions.ioctlsocket(socket, FIONREAD, address + COUNT) === 0 ? view.getUint32(COUNT, true) : 0;
  }

  writable(socket: number): boolean {
    if (this.isConnecting(socket)) {
      this.hungUp = false;
      this.#putSets(socket);
      const { address, view } = this.#block;
      view.setBigUint64(NO_TIME, 0n, true);
      return this.functions.select(0, 0, address + WRITABLE, address + FAILED, address + NO_TIME) !== 0;
    }
    const events = this.#poll(socket, POLLWRNORM);
    this.hungUp = (events & GONE) !== 0;
    return events !== 0;
  }

  /** Windows tells nothing of a socket. */
  stat(_: number, into: Filestat): number {
    return NO_FILE.stat(into);
  }

  close(socket: number): void {
    this.#kept.delete(socket);
    this.#options.forget(socket);
    this.functions.closesocket(socket);
  }

  #receive(socket: number, into: Iovecs, peek: boolean, from: number): number {
    this.truncated = false;
    const buffers = this.#buffers.describe(into);
    if (buffers < 0) return buffers;
    const { address, view } = this.#block;
    const { WSARecvFrom } = this.functions;
    const count = this.#buffers.countOf(into);
    for (;;) {
      view.setUint32(FLAGS, peek ? MSG_PEEK : 0, true);
      const length = from === 0 ? 0 : address + ADDRESS_LENGTH;
      const result = this.#result(
        WSARecvFrom(socket, buffers, count, address + COUNT, address + FLAGS, from, length, 0, 0),
      );
      if (result === 0) return view.getUint32(COUNT, true);
      if (result === -Errno.EMSGSIZE) {
        this.truncated = true;
        return into.total;
      }
      // A socket that is shut down for reading is at its end.
      if (result === -Errno.EPIPE) return 0;
      // A message that was sent before has not been taken; the next may be another's. Linux says nothing of it.
      if (result !== -Errno.ECONNRESET || this.filetype(socket) !== Filetype.SOCKET_DGRAM) return result;
    }
  }

  #send(socket: number, from: Iovecs, to: number, length: number): number {
    const buffers = this.#buffers.describe(from);
    if (buffers < 0) return buffers;
    const { address, view } = this.#block;
    const { WSASendTo } = this.functions;
    const count = this.#buffers.countOf(from);
    const errno = this.#result(WSASendTo(socket, buffers, count, address + COUNT, 0, to, length, 0, 0));
    if (errno === 0) return view.getUint32(COUNT, true);
    // The connection was given up; or Wine means that there has been none.
    const isOver =
      errno === -Errno.ECONNABORTED || (errno === -Errno.ECONNRESET && typeof this.peerOf(socket) === 'number');
    return isOver ? -Errno.EPIPE : errno;
  }

  #name(socket: number, name: WinsockFunctions['getsockname']): Uint8Array | number {
    const { address, view, bytes } = this.#block;
    view.setInt32(ADDRESS_LENGTH, ADDRESS_SIZE, true);
    const errno = this.#result(name(socket, address + ADDRESS, address + ADDRESS_LENGTH));
    return errno < 0 ? errno : bytes.slice(ADDRESS, ADDRESS + view.getInt32(ADDRESS_LENGTH, true));
  }

  /** Asks WSAPoll about one socket. @returns the events that have occurred; 0 for none */
  #poll(socket: number, events: number): number {
    const { view, address } = this.#block;
    view.setBigUint64(POLLED, BigInt(socket), true);
    view.setInt16(POLLED + 8, events, true);
    view.setInt16(POLLED + 10, 0, true);
    const count = this.functions.WSAPoll(address + POLLED, 1, 0);
    return count < 0 ? POLLNVAL : view.getUint16(POLLED + 10, true);
  }

  /** Fills sets of one socket each: for writability, and for a failed connection. */
  #putSets(socket: number): void {
    const { view } = this.#block;
    for (const set of [WRITABLE, FAILED]) {
      view.setUint32(set, 1, true);
      view.setBigUint64(set + 8, BigInt(socket), true);
    }
  }

  /** The address that what is bound to nothing has on Linux; undefined for a socket from elsewhere. */
  #blankAddress(socket: number): Uint8Array | undefined {
    const family = this.#kept.get(socket)?.family;
    if (family !== AF_INET && family !== AF_INET6) return undefined;
    const address = new Uint8Array(family === AF_INET ? 16 : 28);
    address[0] = family;
    return address;
  }

  #keptOf(socket: number): Kept {
    let kept = this.#kept.get(socket);
    if (kept === undefined) {
      kept = {};
      this.#kept.set(socket, kept);
    }
    return kept;
  }

  /** @returns the socket; or a negative errno, and it is closed */
  #unblocked(socket: number): number {
    const errno = this.#unblock(socket);
    if (errno < 0) this.close(socket);
    return errno < 0 ? errno : socket;
  }

  #unblock(socket: number): number {
    this.#block.view.setUint32(COUNT, 1, true);
    return this.#result(this.functions.ioctlsocket(socket, FIONBIO, this.#block.address + COUNT));
  }

  #result(result: number): number {
    return result < 0 ? errnoOfNumber(this.functions.WSAGetLastError()) : result;
  }

  #put(address: Uint8Array): number {
    this.#block.bytes.set(address, ADDRESS);
    return this.#block.address + ADDRESS;
  }
}

/** Has the attributes of what has none. */
const NO_FILE = new (class extends StreamBase {})();

function familyOf(address: Uint8Array): number {
  return (address[0] as number) | ((address[1] as number) << 8);
}

const known = new WeakMap<WindowsCalls, WinsockCalls | string>();

/**
 * Winsock's calls. Their answers are checked when they are first asked for.
 * @returns them, or why they cannot be had: a clause with the FFI as its subject
 */
export function winsockCalls(calls: WindowsCalls): WinsockCalls | string {
  let found = known.get(calls);
  if (found === undefined) {
    found = load(calls);
    known.set(calls, found);
  }
  return found;
}

function load(calls: WindowsCalls): WinsockCalls | string {
  try {
    const functions = bindTable(calls.ffi, WINSOCK_FUNCTIONS);
    const wrong = wrongWinsockAnswer(calls.ffi, functions);
    return wrong === undefined ? new WinsockCalls(calls, functions) : `does not give the known answer of ${wrong}`;
  } catch (error) {
    return `cannot call the functions for sockets: ${String((error as Error).message).split('\n', 1)[0]}`;
  }
}
