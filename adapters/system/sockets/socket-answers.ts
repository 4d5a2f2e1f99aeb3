import { fstatSync } from 'node:fs';
import { constants } from 'node:os';
import { Block } from '../block.js';
import {
  AF_UNIX,
  MSG_DONTWAIT,
  MSG_NOSIGNAL,
  MSG_PEEK,
  MSG_TRUNC,
  SO_ACCEPTCONN,
  SO_KEEPALIVE,
  SOCK_CLOEXEC,
  SOCK_NONBLOCK,
  SOCK_STREAM,
  SOL_SOCKET,
} from '../constants.js';
import type { Ffi } from '../ffi.js';
import type { SocketFunctionName, SocketFunctions } from './socket-functions.js';

const { EINVAL } = constants.errno;

/** The sockets with which the functions are tried: a listener, a client of it, and the accepted connection, on a name that the kernel chooses. */
interface Trial {
  readonly functions: SocketFunctions;
  /** C's `errno`, as its only element. */
  readonly errno: Int32Array;
  readonly block: Block;
  listener: number;
  client: number;
  accepted: number;
}

/** Offsets in the block: an address and its length, an option and its length, a `struct msghdr` with two iovecs, bytes to send, bytes received. */
const ADDRESS = 0;
const ADDRESS_SIZE = 128;
const ADDRESS_LENGTH = 128;
const OPTION = 136;
const OPTION_LENGTH = 140;
const MESSAGE = 144;
const IOVECS = 208;
const SENT = 240;
const RECEIVED = 256;
const BLOCK_SIZE = 512;

const TEXT = Buffer.from('known');
const STREAM = SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK;

/** A call of each function with an answer that is known, in this order. */
const ANSWERS: { readonly [Name in SocketFunctionName]: (trial: Trial) => boolean } = {
  socket(trial) {
    trial.listener = trial.functions.socket(AF_UNIX, STREAM, 0);
    trial.client = trial.functions.socket(AF_UNIX, STREAM, 0);
    return isSocket(trial.listener) && isSocket(trial.client);
  },
  bind({ functions, listener, block }) {
    // An address without a name: the kernel assigns an abstract one, unix(7).
    block.view.setUint16(ADDRESS, AF_UNIX, true);
    return functions.bind(listener, block.address + ADDRESS, 2) === 0;
  },
  listen: ({ functions, listener }) => functions.listen(listener, 1) === 0,
  getsockname({ functions, listener, block }) {
    const { view, address } = block;
    view.setUint32(ADDRESS_LENGTH, ADDRESS_SIZE, true);
    // The family, a NUL and five digits.
    return (
      functions.getsockname(listener, address + ADDRESS, address + ADDRESS_LENGTH) === 0 &&
      view.getUint32(ADDRESS_LENGTH, true) === 8 &&
      view.getUint16(ADDRESS, true) === AF_UNIX
    );
  },
  connect: ({ functions, client, block }) => functions.connect(client, block.address + ADDRESS, 8) === 0,
  accept4(trial) {
    const { functions, listener } = trial;
    if (functions.accept4(listener, 0, 0, 1) !== -1 || trial.errno[0] !== EINVAL) return false;
    trial.accepted = functions.accept4(listener, 0, 0, SOCK_CLOEXEC | SOCK_NONBLOCK);
    return isSocket(trial.accepted);
  },

  getpeername({ functions, client, block }) {
    const { view, address } = block;
    view.setUint32(ADDRESS_LENGTH, ADDRESS_SIZE, true);
    return (
      functions.getpeername(client, address + ADDRESS, address + ADDRESS_LENGTH) === 0 &&
      view.getUint32(ADDRESS_LENGTH, true) === 8
    );
  },

  setsockopt({ functions, client, block }) {
    block.view.setInt32(OPTION, 1, true);
    return functions.setsockopt(client, SOL_SOCKET, SO_KEEPALIVE, block.address + OPTION, 4) === 0;
  },
  getsockopt: trial =>
    optionOf(trial, trial.client, SO_KEEPALIVE) === 1 && optionOf(trial, trial.listener, SO_ACCEPTCONN) === 1,

  send({ functions, client, block }) {
    block.bytes.set(TEXT, SENT);
    return functions.send(client, block.address + SENT, TEXT.length, MSG_NOSIGNAL | MSG_DONTWAIT) === TEXT.length;
  },
  recv(trial) {
    const { functions, accepted, block } = trial;
    return (
      functions.recv(accepted, block.address + RECEIVED, 3, MSG_DONTWAIT | MSG_PEEK) === 3 &&
      functions.recv(accepted, block.address + RECEIVED, 100, MSG_DONTWAIT) === TEXT.length &&
      received(trial) === 'known'
    );
  },
  sendmsg({ functions, accepted, block }) {
    putMessage(block, SENT);
    return functions.sendmsg(accepted, block.address + MESSAGE, MSG_NOSIGNAL | MSG_DONTWAIT) === TEXT.length;
  },
  recvmsg(trial) {
    const { functions, client, block } = trial;
    block.bytes.fill(0, RECEIVED);
    putMessage(block, RECEIVED);
    return (
      functions.recvmsg(client, block.address + MESSAGE, MSG_DONTWAIT) === TEXT.length &&
      received(trial) === 'known' &&
      (block.view.getInt32(MESSAGE + 48, true) & MSG_TRUNC) === 0
    );
  },
  shutdown({ functions, client, accepted, block }) {
    // SHUT_WR: the other side is at its end.
    return functions.shutdown(client, 1) === 0 && functions.recv(accepted, block.address + RECEIVED, 1, 0) === 0;
  },
};

/**
 * Calls each function for an answer that is known.
 * @param errno C's `errno`, as its only element
 * @param close closes a descriptor. Node's own function warns of those that a worker has not opened through Node
 * @returns the name of the first function that gives another one; undefined if there is none
 */
export function wrongSocketAnswer(
  ffi: Ffi,
  functions: SocketFunctions,
  errno: Int32Array,
  close: (fd: number) => unknown,
): SocketFunctionName | undefined {
  const trial: Trial = { functions, errno, block: new Block(ffi, BLOCK_SIZE), listener: -1, client: -1, accepted: -1 };
  try {
    return (Object.keys(ANSWERS) as SocketFunctionName[]).find(name => {
      errno[0] = 0;
      return !ANSWERS[name](trial);
    });
  } finally {
    for (const fd of [trial.listener, trial.client, trial.accepted]) if (isSocket(fd)) close(fd);
  }
}

function isSocket(fd: number): boolean {
  try {
    return fd > 2 && fstatSync(fd).isSocket();
  } catch {
    return false;
  }
}

function optionOf({ functions, block: { view, address } }: Trial, fd: number, option: number): number {
  view.setInt32(OPTION, -1, true);
  view.setUint32(OPTION_LENGTH, 4, true);
  const result = functions.getsockopt(fd, SOL_SOCKET, option, address + OPTION, address + OPTION_LENGTH);
  return result === 0 ? view.getInt32(OPTION, true) : -1;
}

function received({ block }: Trial): string {
  return Buffer.from(block.bytes.subarray(RECEIVED, RECEIVED + TEXT.length)).toString('latin1');
}

/** A `struct msghdr` with the bytes at an offset, in two iovecs. */
function putMessage({ view, address, bytes }: Block, offset: number): void {
  bytes.fill(0, MESSAGE, SENT);
  view.setBigUint64(MESSAGE + 16, BigInt(address + IOVECS), true);
  view.setBigUint64(MESSAGE + 24, 2n, true);
  const members = [address + offset, 2, address + offset + 2, TEXT.length - 2];
  members.forEach((value, index) => {
    view.setBigUint64(IOVECS + index * 8, BigInt(value), true);
  });
}
