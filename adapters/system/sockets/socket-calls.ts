import { Errno, type Iovecs, type Out } from '../../../domain/index.js';
import { errnoOfNumber } from '../../node/host-errors.js';
import { Block } from '../block.js';
import { MSG_DONTWAIT, MSG_NOSIGNAL, SO_ERROR, SOCK_CLOEXEC, SOCK_NONBLOCK, SOL_SOCKET } from '../constants.js';
import { GuestBuffers } from '../guest-buffers.js';
import { bindFunctions } from '../libc.js';
import type { SystemCalls } from '../system-calls.js';
import { wrongSocketAnswer } from './socket-answers.js';
import { SOCKET_FUNCTIONS, type SocketFunctions } from './socket-functions.js';

/** Where the structures are in the block: a `struct sockaddr` and its length, an option and its length, a `struct msghdr`. */
const ADDRESS = 0;
const ADDRESS_SIZE = 128;
const ADDRESS_LENGTH = 128;
/** The most that an option has: a time. */
const OPTION_SIZE = 16;
const OPTION = 136;
const OPTION_LENGTH = 140;
const MESSAGE = 144;
const MESSAGE_SIZE = 56;
const SIZE = MESSAGE + MESSAGE_SIZE;

/** Members of `struct msghdr`, all of 64 bits but the last: https://man7.org/linux/man-pages/man2/recvmsg.2.html */
const MESSAGE_NAMELEN = MESSAGE + 8;
const MESSAGE_IOV = MESSAGE + 16;
const MESSAGE_IOVLEN = MESSAGE + 24;
const MESSAGE_FLAGS = MESSAGE + 48;

const UNWAITING = SOCK_NONBLOCK | SOCK_CLOEXEC;

/**
 * The kernel's calls for sockets, in values. None waits, whatever the flags of the descriptor. Each returns 0 or greater, or a negative errno.
 */
export class SocketCalls {
  readonly calls: SystemCalls;
  /** Of the last message that was received: flags of recvmsg(2). */
  received = 0;
  readonly #functions: SocketFunctions;
  readonly #block: Block;
  readonly #buffers: GuestBuffers;

  constructor(calls: SystemCalls, functions: SocketFunctions) {
    this.calls = calls;
    this.#functions = functions;
    this.#block = new Block(calls.ffi, SIZE);
    this.#buffers = new GuestBuffers(calls.ffi);
  }

  /** Makes a socket. @param type SOCK_STREAM or SOCK_DGRAM */
  open(family: number, type: number): number {
    return this.#result(this.#functions.socket(family, type | UNWAITING, 0));
  }

  /** @param address a `struct sockaddr` */
  bind(fd: number, address: Uint8Array): number {
    return this.#result(this.#functions.bind(fd, this.#put(address), address.length));
  }

  listen(fd: number, backlog: number): number {
    return this.#result(this.#functions.listen(fd, backlog));
  }

  /** @returns `-EINPROGRESS` if the connection will be made later: the socket can be written then, or has an error */
  connect(fd: number, address: Uint8Array): number {
    return this.#result(this.#functions.connect(fd, this.#put(address), address.length));
  }

  /** The descriptor of a connection. The listening socket must not wait. */
  accept(fd: number): number {
    for (;;) {
      const accepted = this.#result(this.#functions.accept4(fd, 0, 0, UNWAITING));
      if (accepted !== -Errno.EINTR) return accepted;
    }
  }

  shutdown(fd: number, how: number): number {
    return this.#result(this.#functions.shutdown(fd, how));
  }

  /** Receives into one buffer or several. @param flags of recvmsg(2) */
  receive(fd: number, into: Iovecs, flags: number): number {
    this.received = 0;
    const address = this.#message(into);
    if (address < 0) return address;
    const result = this.#result(this.#functions.recvmsg(fd, address, flags | MSG_DONTWAIT));
    this.received = this.#block.view.getInt32(MESSAGE_FLAGS, true);
    return result;
  }

  /**
   * The same, and the sender.
   * @param from set to a `struct sockaddr`, or undefined where there is none, as of a stream
   */
  receiveFrom(fd: number, into: Iovecs, flags: number, from: Out<Uint8Array | undefined>): number {
    this.received = 0;
    const address = this.#message(into);
    if (address < 0) return address;
    const { view, bytes } = this.#block;
    view.setBigUint64(MESSAGE, BigInt(this.#block.address + ADDRESS), true);
    view.setUint32(MESSAGE_NAMELEN, ADDRESS_SIZE, true);
    const result = this.#result(this.#functions.recvmsg(fd, address, flags | MSG_DONTWAIT));
    this.received = view.getInt32(MESSAGE_FLAGS, true);
    const length = result < 0 ? 0 : view.getUint32(MESSAGE_NAMELEN, true);
    from.value = length === 0 ? undefined : bytes.slice(ADDRESS, ADDRESS + length);
    return result;
  }

  /** Sends a message. @param to a `struct sockaddr` */
  sendTo(fd: number, from: Iovecs, to: Uint8Array): number {
    const address = this.#message(from);
    if (address < 0) return address;
    const { view } = this.#block;
    view.setBigUint64(MESSAGE, BigInt(this.#put(to)), true);
    view.setUint32(MESSAGE_NAMELEN, to.length, true);
    return this.#result(this.#functions.sendmsg(fd, address, MSG_DONTWAIT | MSG_NOSIGNAL));
  }

  /** The same of a stream, where a message has no flags. */
  receiveStream(fd: number, into: Iovecs): number {
    if (into.count !== 1) return this.receive(fd, into, 0);
    const address = this.#buffers.addressOf(into);
    if (address < 0) return address;
    return this.#result(this.#functions.recv(fd, address, into.lengths[0] as number, MSG_DONTWAIT));
  }

  send(fd: number, from: Iovecs): number {
    if (from.count === 1) {
      const address = this.#buffers.addressOf(from);
      if (address < 0) return address;
      return this.#result(this.#functions.send(fd, address, from.lengths[0] as number, MSG_DONTWAIT | MSG_NOSIGNAL));
    }
    const address = this.#message(from);
    return address < 0 ? address : this.#result(this.#functions.sendmsg(fd, address, MSG_DONTWAIT | MSG_NOSIGNAL));
  }

  /** The address that a socket is bound to, a `struct sockaddr`; or a negative errno. */
  nameOf(fd: number): Uint8Array | number {
    return this.#name(fd, this.#functions.getsockname);
  }

  /** The same of the other end. */
  peerOf(fd: number): Uint8Array | number {
    return this.#name(fd, this.#functions.getpeername);
  }

  #name(fd: number, name: SocketFunctions['getsockname']): Uint8Array | number {
    const { address, view, bytes } = this.#block;
    view.setUint32(ADDRESS_LENGTH, ADDRESS_SIZE, true);
    const errno = this.#result(name(fd, address + ADDRESS, address + ADDRESS_LENGTH));
    return errno < 0 ? errno : bytes.slice(ADDRESS, ADDRESS + view.getUint32(ADDRESS_LENGTH, true));
  }

  /** An option of SOL_SOCKET that has up to 16 bytes; or a negative errno. */
  optionBytes(fd: number, name: number): Uint8Array | number {
    const { address, view, bytes } = this.#block;
    view.setUint32(ADDRESS_LENGTH, OPTION_SIZE, true);
    const errno = this.#result(
      this.#functions.getsockopt(fd, SOL_SOCKET, name, address + ADDRESS, address + ADDRESS_LENGTH),
    );
    return errno < 0 ? errno : bytes.slice(ADDRESS, ADDRESS + view.getUint32(ADDRESS_LENGTH, true));
  }

  setOptionBytes(fd: number, name: number, value: Uint8Array): number {
    if (value.length > OPTION_SIZE) return -Errno.EINVAL;
    return this.#result(this.#functions.setsockopt(fd, SOL_SOCKET, name, this.#put(value), value.length));
  }

  /** An option that is an int, of SOL_SOCKET. */
  option(fd: number, name: number): number {
    const { address, view } = this.#block;
    view.setUint32(OPTION_LENGTH, 4, true);
    const errno = this.#result(
      this.#functions.getsockopt(fd, SOL_SOCKET, name, address + OPTION, address + OPTION_LENGTH),
    );
    return errno < 0 ? errno : view.getInt32(OPTION, true);
  }

  /** Why a socket has failed, such as a connection that could not be made: a negative errno, or 0. It is told once. */
  error(fd: number): number {
    const number = this.option(fd, SO_ERROR);
    return number <= 0 ? number : errnoOfNumber(number);
  }

  setOption(fd: number, name: number, value: number): number {
    this.#block.view.setInt32(OPTION, value, true);
    return this.#result(this.#functions.setsockopt(fd, SOL_SOCKET, name, this.#block.address + OPTION, 4));
  }

  #result(result: number): number {
    return result < 0 ? this.calls.errno() : result;
  }

  #put(address: Uint8Array): number {
    this.#block.bytes.set(address, ADDRESS);
    return this.#block.address + ADDRESS;
  }

  /** A `struct msghdr` with nothing but buffers. */
  #message(iovecs: Iovecs): number {
    const { view, bytes, address } = this.#block;
    const buffers = this.#buffers.describe(iovecs);
    if (buffers < 0) return buffers;
    bytes.fill(0, MESSAGE, SIZE);
    view.setBigUint64(MESSAGE_IOV, BigInt(buffers), true);
    view.setUint32(MESSAGE_IOVLEN, this.#buffers.countOf(iovecs), true);
    return address + MESSAGE;
  }
}

const known = new WeakMap<SystemCalls, SocketCalls | string>();

/**
 * The calls for sockets. Their answers are checked when they are first asked for.
 * @returns them, or why they cannot be had: a clause with the FFI as its subject
 */
export function socketCalls(calls: SystemCalls): SocketCalls | string {
  let found = known.get(calls);
  if (found === undefined) {
    found = load(calls);
    known.set(calls, found);
  }
  return found;
}

function load(calls: SystemCalls): SocketCalls | string {
  const { ffi, libc, architecture } = calls;
  try {
    const functions = bindFunctions(ffi, architecture, SOCKET_FUNCTIONS);
    const errno = new Int32Array(ffi.memory(libc.__errno_location(), Int32Array.BYTES_PER_ELEMENT));
    const wrong = wrongSocketAnswer(ffi, functions, errno);
    return wrong === undefined
      ? new SocketCalls(calls, functions)
      : `does not give the known answer of ${wrong}: sockets may be forbidden here`;
  } catch (error) {
    return `cannot call the functions for sockets: ${String((error as Error).message).split('\n', 1)[0]}`;
  }
}
