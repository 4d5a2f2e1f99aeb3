import {
  Errno,
  type Filestat,
  Filetype,
  type Iovecs,
  type Out,
  Socketoption,
  Sockettype,
} from '../../../domain/index.js';
import { Readiness } from '../../node/descriptor-calls.js';
import { errnoOfNumber } from '../../node/host-errors.js';
import { Block } from '../block.js';
import {
  AF_INET6,
  F_GETFL,
  F_SETFL,
  MSG_DONTWAIT,
  MSG_NOSIGNAL,
  MSG_PEEK,
  MSG_TRUNC,
  O_NONBLOCK,
  SO_ACCEPTCONN,
  SO_BROADCAST,
  SO_DONTROUTE,
  SO_ERROR,
  SO_KEEPALIVE,
  SO_LINGER,
  SO_OOBINLINE,
  SO_RCVBUF,
  SO_REUSEADDR,
  SO_SNDBUF,
  SO_TYPE,
  SOCK_CLOEXEC,
  SOCK_DGRAM,
  SOCK_NONBLOCK,
  SOL_SOCKET,
} from '../constants.js';
import { DescriptorPoll } from '../descriptor-poll.js';
import { GuestBuffers } from '../guest-buffers.js';
import { bindFunctions } from '../libc.js';
import { notedSockets } from '../noted-calls.js';
import { STAT_SIZE, StatRecord } from '../stat-record.js';
import { StreamCalls } from '../stream-calls.js';
import type { SystemCalls } from '../system-calls.js';
import { Resolver } from './resolver.js';
import { wrongSocketAnswer } from './socket-answers.js';
import type { NameResolver, SocketCalls } from './socket-calls.js';
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

/** Linux’ numbers of the options. Times of waiting are not among them: nothing waits here, and the descriptor keeps them. */
const OPTIONS: Readonly<Record<number, number>> = {
  [Socketoption.REUSEADDR]: SO_REUSEADDR,
  [Socketoption.TYPE]: SO_TYPE,
  [Socketoption.ERROR]: SO_ERROR,
  [Socketoption.DONTROUTE]: SO_DONTROUTE,
  [Socketoption.BROADCAST]: SO_BROADCAST,
  [Socketoption.SNDBUF]: SO_SNDBUF,
  [Socketoption.RCVBUF]: SO_RCVBUF,
  [Socketoption.KEEPALIVE]: SO_KEEPALIVE,
  [Socketoption.OOBINLINE]: SO_OOBINLINE,
  [Socketoption.LINGER]: SO_LINGER,
  [Socketoption.ACCEPTCONN]: SO_ACCEPTCONN,
};

/** The Linux kernel's calls for sockets. None of them waits, whatever the flags of the descriptor. */
export class LinuxSocketCalls implements SocketCalls {
  readonly inet6 = AF_INET6;
  readonly descriptors = true;
  truncated = false;
  hungUp = false;
  readonly #calls: SystemCalls;
  readonly #functions: SocketFunctions;
  readonly #streams: StreamCalls;
  readonly #stats: StatRecord;
  readonly #block: Block;
  readonly #buffers: GuestBuffers;
  #resolver: Resolver | undefined;

  constructor(calls: SystemCalls, functions: SocketFunctions) {
    const { ffi, architecture } = calls;
    this.#calls = calls;
    this.#functions = functions;
    this.#streams = new StreamCalls(calls);
    this.#stats = new StatRecord(new Block(ffi, STAT_SIZE), 0, architecture);
    this.#block = new Block(ffi, SIZE);
    this.#buffers = new GuestBuffers(ffi);
  }

  resolver(): NameResolver {
    this.#resolver ??= new Resolver(this.#calls);
    return this.#resolver;
  }

  open(family: number, type: number): number {
    return this.#result(this.#functions.socket(family, type | UNWAITING, 0));
  }

  bind(fd: number, address: Uint8Array): number {
    return this.#result(this.#functions.bind(fd, this.#put(address), address.length));
  }

  bindListener(fd: number, address: Uint8Array): number {
    this.#setNumber(fd, SO_REUSEADDR, 1);
    return this.bind(fd, address);
  }

  listen(fd: number, backlog: number): number {
    return this.#result(this.#functions.listen(fd, backlog));
  }

  connect(fd: number, address: Uint8Array): number {
    return this.#result(this.#functions.connect(fd, this.#put(address), address.length));
  }

  awaitConnection(fd: number, nanoseconds: number): number {
    const poll = new DescriptorPoll(this.#calls);
    poll.add(fd, 'write');
    poll.wait(nanoseconds);
    return this.writable(fd) ? this.#error(fd) : -Errno.ETIMEDOUT;
  }

  accept(fd: number): number {
    for (;;) {
      const accepted = this.#result(this.#functions.accept4(fd, 0, 0, UNWAITING));
      if (accepted === -Errno.EINTR) continue;
      // A connected socket cannot accept: it is EINVAL on Linux, as for a socket that does not listen.
      return accepted === -Errno.EINVAL ? -Errno.ENOTSUP : accepted;
    }
  }

  shutdown(fd: number, how: number): number {
    return this.#result(this.#functions.shutdown(fd, how));
  }

  receive(fd: number, into: Iovecs, peek: boolean): number {
    return this.#receive(fd, into, peek, 0);
  }

  receiveFrom(fd: number, into: Iovecs, peek: boolean, from: Out<Uint8Array>): number {
    const { view, bytes } = this.#block;
    const result = this.#receive(fd, into, peek, ADDRESS_SIZE);
    from.value = bytes.slice(ADDRESS, ADDRESS + view.getUint32(MESSAGE_NAMELEN, true));
    return result;
  }

  sendTo(fd: number, from: Iovecs, to: Uint8Array): number {
    this.#put(to);
    return this.#send(fd, from, to.length);
  }

  receiveStream(fd: number, into: Iovecs): number {
    if (into.count !== 1) return this.receive(fd, into, false);
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
    return this.#send(fd, from, 0);
  }

  nameOf(fd: number): Uint8Array | number {
    return this.#name(fd, this.#functions.getsockname);
  }

  peerOf(fd: number): Uint8Array | number {
    return this.#name(fd, this.#functions.getpeername);
  }

  #name(fd: number, name: SocketFunctions['getsockname']): Uint8Array | number {
    const { address, view, bytes } = this.#block;
    view.setUint32(ADDRESS_LENGTH, ADDRESS_SIZE, true);
    const errno = this.#result(name(fd, address + ADDRESS, address + ADDRESS_LENGTH));
    return errno < 0 ? errno : bytes.slice(ADDRESS, ADDRESS + view.getUint32(ADDRESS_LENGTH, true));
  }

  option(fd: number, option: number): Uint8Array | number {
    const number = OPTIONS[option];
    if (number === undefined) return -Errno.ENOTSUP;
    const { address, view, bytes } = this.#block;
    view.setUint32(ADDRESS_LENGTH, OPTION_SIZE, true);
    const errno = this.#result(
      this.#functions.getsockopt(fd, SOL_SOCKET, number, address + ADDRESS, address + ADDRESS_LENGTH),
    );
    if (errno < 0) return errno;
    const kept = view.getInt32(ADDRESS, true);
    if (number === SO_TYPE) view.setInt32(ADDRESS, kept === SOCK_DGRAM ? Sockettype.DGRAM : Sockettype.STREAM, true);
    if (number === SO_ERROR && kept !== 0) view.setInt32(ADDRESS, -errnoOfNumber(kept), true);
    return bytes.slice(ADDRESS, ADDRESS + view.getUint32(ADDRESS_LENGTH, true));
  }

  setOption(fd: number, option: number, value: Uint8Array): number {
    const number = OPTIONS[option];
    if (number === undefined) return -Errno.ENOTSUP;
    if (value.length > OPTION_SIZE) return -Errno.EINVAL;
    return this.#result(this.#functions.setsockopt(fd, SOL_SOCKET, number, this.#put(value), value.length));
  }

  filetype(fd: number): number {
    const type = this.#number(fd, SO_TYPE);
    if (type < 0) return type;
    return type === SOCK_DGRAM ? Filetype.SOCKET_DGRAM : Filetype.SOCKET_STREAM;
  }

  listens(fd: number): boolean {
    return this.#number(fd, SO_ACCEPTCONN) === 1;
  }

  /** Only accepting has no flag that keeps it from waiting. */
  borrow(fd: number): void {
    const { libc } = this.#calls;
    if (this.listens(fd)) libc.fcntl(fd, F_SETFL, libc.fcntl(fd, F_GETFL, 0) | O_NONBLOCK);
  }

  readable(fd: number): number {
    const available = this.#streams.readable(fd);
    this.hungUp = this.#streams.hungUp;
    return available;
  }

  writable(fd: number): boolean {
    const readiness = this.#streams.ready(fd, true);
    this.hungUp = readiness === Readiness.HUNG_UP;
    return readiness !== Readiness.NOT_YET;
  }

  stat(fd: number, into: Filestat): number {
    const errno = this.#result(this.#calls.libc.fstat(fd, this.#stats.address));
    if (errno === 0) this.#stats.fill(into);
    return errno;
  }

  close(fd: number): void {
    this.#calls.libc.close(fd);
  }

  /** An option that is an int, of SOL_SOCKET. */
  #number(fd: number, name: number): number {
    const { address, view } = this.#block;
    view.setUint32(OPTION_LENGTH, 4, true);
    const errno = this.#result(
      this.#functions.getsockopt(fd, SOL_SOCKET, name, address + OPTION, address + OPTION_LENGTH),
    );
    return errno < 0 ? errno : view.getInt32(OPTION, true);
  }

  /** Why a socket has failed, such as a connection that could not be made: a negative errno, or 0. It is told once. */
  #error(fd: number): number {
    const number = this.#number(fd, SO_ERROR);
    return number <= 0 ? number : errnoOfNumber(number);
  }

  #setNumber(fd: number, name: number, value: number): number {
    this.#block.view.setInt32(OPTION, value, true);
    return this.#result(this.#functions.setsockopt(fd, SOL_SOCKET, name, this.#block.address + OPTION, 4));
  }

  #result(result: number): number {
    return result < 0 ? this.#calls.errno() : result;
  }

  #put(address: Uint8Array): number {
    this.#block.bytes.set(address, ADDRESS);
    return this.#block.address + ADDRESS;
  }

  /** @param nameLength the room for the sender's address */
  #receive(fd: number, into: Iovecs, peek: boolean, nameLength: number): number {
    const flags = (peek ? MSG_PEEK : 0) | MSG_DONTWAIT;
    const received = this.#withMessage(into, nameLength, message => this.#functions.recvmsg(fd, message, flags));
    this.truncated = (this.#block.view.getInt32(MESSAGE_FLAGS, true) & MSG_TRUNC) !== 0;
    return received;
  }

  /** @param nameLength of the receiver's address, which has been put; 0 for that which the socket is connected to */
  #send(fd: number, from: Iovecs, nameLength: number): number {
    const { sendmsg } = this.#functions;
    return this.#withMessage(from, nameLength, message => sendmsg(fd, message, MSG_DONTWAIT | MSG_NOSIGNAL));
  }

  /** Makes a call with a `struct msghdr` of buffers, and of the address that has been set or is requested. */
  #withMessage(iovecs: Iovecs, nameLength: number, call: (message: number) => number): number {
    const { view, bytes, address } = this.#block;
    bytes.fill(0, MESSAGE, SIZE);
    const buffers = this.#buffers.describe(iovecs);
    if (buffers < 0) return buffers;
    view.setBigUint64(MESSAGE, BigInt(address + ADDRESS), true);
    view.setUint32(MESSAGE_NAMELEN, nameLength, true);
    view.setBigUint64(MESSAGE_IOV, BigInt(buffers), true);
    view.setUint32(MESSAGE_IOVLEN, this.#buffers.countOf(iovecs), true);
    return this.#result(call(address + MESSAGE));
  }
}

const known = new WeakMap<SystemCalls, LinuxSocketCalls | string>();

/**
 * The calls for sockets. Their answers are checked when they are first asked for.
 * @returns them, or why they cannot be had: a clause with the FFI as its subject
 */
export function linuxSocketCalls(calls: SystemCalls): LinuxSocketCalls | string {
  let found = known.get(calls);
  if (found === undefined) {
    found = load(calls);
    known.set(calls, found);
  }
  return found;
}

function load(calls: SystemCalls): LinuxSocketCalls | string {
  const { ffi, libc, architecture } = calls;
  try {
    const functions = bindFunctions(ffi, architecture, SOCKET_FUNCTIONS);
    const errno = new Int32Array(ffi.memory(libc.__errno_location(), Int32Array.BYTES_PER_ELEMENT));
    const wrong = wrongSocketAnswer(ffi, functions, errno, libc.close);
    return wrong === undefined
      ? new LinuxSocketCalls(calls, notedSockets(functions))
      : `does not give the known answer of ${wrong}: sockets may be forbidden here`;
  } catch (error) {
    return `cannot call the functions for sockets: ${String((error as Error).message).split('\n', 1)[0]}`;
  }
}
