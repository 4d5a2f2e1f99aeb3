import { Block, type Ffi } from '../../system/index.js';
import {
  AF_INET,
  FIONBIO,
  FIONREAD,
  POLLRDNORM,
  POLLWRNORM,
  SO_ACCEPTCONN,
  SO_KEEPALIVE,
  SOL_SOCKET,
  WINSOCK_VERSION,
  WSA_FLAG_NO_HANDLE_INHERIT,
  WSA_FLAG_OVERLAPPED,
  WSAENOTCONN,
  WSAEWOULDBLOCK,
} from './winsock-constants.js';
import type { WinsockFunctionName, WinsockFunctions } from './winsock-functions.js';

/** The sockets with which the functions are tried: a listener, a client, and the accepted connection, at a local port that Windows chooses. */
interface Trial {
  readonly functions: WinsockFunctions;
  readonly block: Block;
  listener: number;
  client: number;
  accepted: number;
}

/** Offsets in the block: an address and its length, a number, another, a WSAPOLLFD, a set of one socket, no time, two buffers, bytes, the data of WSAStartup. */
const ADDRESS = 0;
const ADDRESS_SIZE = 32;
const ADDRESS_LENGTH = 32;
const NUMBER = 40;
const FLAGS = 48;
const POLLED = 64;
const SET = 80;
const NO_TIME = 96;
const BUFFERS = 112;
const BYTES = 144;
const DATA = 256;
const BLOCK_SIZE = 1024;

const SOCK_STREAM = 1;
const MSG_PEEK = 2;
const SHUT_WR = 1;
const IPV4_SIZE = 16;
const LOOPBACK = [127, 0, 0, 1];
const TEXT = Buffer.from('known');
/** What happens on this machine alone takes less, in milliseconds. */
const SOON = 2000;

/** A call of each function with an answer that is known, in this order. */
const ANSWERS: { readonly [Name in WinsockFunctionName]: (trial: Trial) => boolean } = {
  WSAStartup({ functions, block: { address, view } }) {
    return (
      functions.WSAStartup(WINSOCK_VERSION, address + DATA) === 0 && view.getUint16(DATA, true) === WINSOCK_VERSION
    );
  },
  WSASocketW(trial) {
    trial.listener = opened(trial);
    trial.client = opened(trial);
    return trial.listener > 0 && trial.client > 0 && trial.listener !== trial.client;
  },
  ioctlsocket: ({ functions, listener, client, block: { address, view } }) =>
    [listener, client].every(socket => {
      view.setUint32(NUMBER, 1, true);
      return functions.ioctlsocket(socket, FIONBIO, address + NUMBER) === 0;
    }),
  bind({ functions, listener, block: { address, bytes, view } }) {
    view.setUint16(ADDRESS, AF_INET, true);
    bytes.set(LOOPBACK, ADDRESS + 4);
    return functions.bind(listener, address + ADDRESS, IPV4_SIZE) === 0;
  },
  listen: ({ functions, listener }) => functions.listen(listener, 1) === 0,
  getsockname: trial => nameOf(trial, trial.listener, 'getsockname') && trial.block.view.getUint16(ADDRESS + 2) !== 0,
  // A listening socket has no peer.
  WSAGetLastError: ({ functions, listener, block: { address } }) =>
    functions.getpeername(listener, address + SET, address + ADDRESS_LENGTH) === -1 &&
    functions.WSAGetLastError() === WSAENOTCONN,
  connect({ functions, client, block }) {
    const result = functions.connect(client, block.address + ADDRESS, IPV4_SIZE);
    return result === 0 || functions.WSAGetLastError() === WSAEWOULDBLOCK;
  },
  WSAPoll: trial =>
    polled(trial, trial.listener, POLLRDNORM, SOON) === POLLRDNORM &&
    polled(trial, trial.client, POLLWRNORM, SOON) === POLLWRNORM &&
    polled(trial, trial.client, POLLRDNORM, 0) === 0,
  accept(trial) {
    const { functions, listener, block } = trial;
    trial.accepted = functions.accept(listener, 0, 0);
    block.view.setUint32(NUMBER, 1, true);
    return functions.ioctlsocket(trial.accepted, FIONBIO, block.address + NUMBER) === 0;
  },
  select({ functions, client, block: { address, view } }) {
    view.setUint32(SET, 1, true);
    view.setBigUint64(SET + 8, BigInt(client), true);
    view.setBigUint64(NO_TIME, 0n, true);
    return functions.select(0, 0, address + SET, 0, address + NO_TIME) === 1 && view.getUint32(SET, true) === 1;
  },
  getpeername: trial => nameOf(trial, trial.client, 'getpeername'),

  setsockopt({ functions, client, block: { address, view } }) {
    view.setInt32(NUMBER, 1, true);
    return functions.setsockopt(client, SOL_SOCKET, SO_KEEPALIVE, address + NUMBER, 4) === 0;
  },
  getsockopt: trial =>
    optionOf(trial, trial.client, SO_KEEPALIVE) === 1 && optionOf(trial, trial.listener, SO_ACCEPTCONN) === 1,

  WSASendTo({ functions, client, block }) {
    const { address, bytes, view } = block;
    bytes.set(TEXT, BYTES);
    putBuffers(block);
    return (
      functions.WSASendTo(client, address + BUFFERS, 2, address + NUMBER, 0, 0, 0, 0, 0) === 0 &&
      view.getUint32(NUMBER, true) === TEXT.length
    );
  },
  WSAEventSelect: ({ functions, client }) => functions.WSAEventSelect(client, 0, 0) === 0,
  WSARecvFrom(trial) {
    const { functions, accepted, block } = trial;
    if (polled(trial, accepted, POLLRDNORM, SOON) !== POLLRDNORM) return false;
    block.view.setUint32(NUMBER, 0, true);
    functions.ioctlsocket(accepted, FIONREAD, block.address + NUMBER);
    if (block.view.getUint32(NUMBER, true) !== TEXT.length) return false;
    const isReceived = [MSG_PEEK, 0].every(flags => received(trial, flags) === TEXT.toString());
    return isReceived && polled(trial, accepted, POLLRDNORM, 0) === 0;
  },
  shutdown(trial) {
    if (trial.functions.shutdown(trial.client, SHUT_WR) !== 0) return false;
    // The other side is at its end.
    return polled(trial, trial.accepted, POLLRDNORM, SOON) !== 0 && received(trial, 0) === '';
  },
  closesocket(trial) {
    const { functions, client } = trial;
    trial.client = 0;
    return functions.closesocket(client) === 0 && functions.closesocket(-1) === -1;
  },
};

/**
 * Calls each function for an answer that is known.
 * @returns the name of the first function that gives another one; undefined if there is none
 */
export function wrongWinsockAnswer(ffi: Ffi, functions: WinsockFunctions): WinsockFunctionName | undefined {
  const trial: Trial = { functions, block: new Block(ffi, BLOCK_SIZE), listener: 0, client: 0, accepted: 0 };
  try {
    return (Object.keys(ANSWERS) as WinsockFunctionName[]).find(name => !ANSWERS[name](trial));
  } finally {
    for (const socket of [trial.listener, trial.client, trial.accepted]) if (socket > 0) functions.closesocket(socket);
  }
}

function opened({ functions }: Trial): number {
  return functions.WSASocketW(AF_INET, SOCK_STREAM, 0, 0, 0, WSA_FLAG_OVERLAPPED | WSA_FLAG_NO_HANDLE_INHERIT);
}

/** Gets an address, which must be one of this machine. */
function nameOf({ functions, block }: Trial, socket: number, name: 'getsockname' | 'getpeername'): boolean {
  const { address, bytes, view } = block;
  view.setInt32(ADDRESS_LENGTH, ADDRESS_SIZE, true);
  return (
    functions[name](socket, address + ADDRESS, address + ADDRESS_LENGTH) === 0 &&
    view.getInt32(ADDRESS_LENGTH, true) === IPV4_SIZE &&
    LOOPBACK.every((byte, index) => bytes[ADDRESS + 4 + index] === byte)
  );
}

function polled({ functions, block }: Trial, socket: number, events: number, milliseconds: number): number {
  const { address, view } = block;
  view.setBigUint64(POLLED, BigInt(socket), true);
  view.setInt16(POLLED + 8, events, true);
  view.setInt16(POLLED + 10, 0, true);
  functions.WSAPoll(address + POLLED, 1, milliseconds);
  return view.getUint16(POLLED + 10, true);
}

function optionOf({ functions, block: { address, view } }: Trial, socket: number, option: number): number {
  view.setInt32(NUMBER, 0, true);
  view.setInt32(FLAGS, 4, true);
  const result = functions.getsockopt(socket, SOL_SOCKET, option, address + NUMBER, address + FLAGS);
  return result === 0 ? view.getInt32(NUMBER, true) : -1;
}

/** Receives into two buffers. */
function received({ functions, accepted, block }: Trial, flags: number): string | undefined {
  const { address, bytes, view } = block;
  bytes.fill(0, BYTES, BYTES + TEXT.length);
  putBuffers(block);
  view.setUint32(FLAGS, flags, true);
  const { WSARecvFrom } = functions;
  const result = WSARecvFrom(accepted, address + BUFFERS, 2, address + NUMBER, address + FLAGS, 0, 0, 0, 0);
  return result < 0 ? undefined : Buffer.from(bytes.subarray(BYTES, BYTES + view.getUint32(NUMBER, true))).toString();
}

/** Two WSABUFs, of two bytes and of the rest of the text. */
function putBuffers({ view, address }: Block): void {
  view.setUint32(BUFFERS, 2, true);
  view.setBigUint64(BUFFERS + 8, BigInt(address + BYTES), true);
  view.setUint32(BUFFERS + 16, TEXT.length - 2, true);
  view.setBigUint64(BUFFERS + 24, BigInt(address + BYTES + 2), true);
}
