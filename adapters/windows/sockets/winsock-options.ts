import { Errno, Socketoption, Sockettype } from '../../../domain/index.js';
import { errnoOfNumber } from '../../node/host-errors.js';
import { Block, type Ffi } from '../../system/index.js';
import {
  SO_ACCEPTCONN,
  SO_BROADCAST,
  SO_DONTROUTE,
  SO_ERROR,
  SO_KEEPALIVE,
  SO_LINGER,
  SO_OOBINLINE,
  SO_RCVBUF,
  SO_SNDBUF,
  SO_TYPE,
  SOCK_DGRAM,
  SOL_SOCKET,
} from './winsock-constants.js';
import type { WinsockFunctions } from './winsock-functions.js';

/** Where in the block things are. */
const VALUE = 0;
const LENGTH = 8;
const SIZE = 16;

/** Winsock's numbers of the options that it treats as C on Linux does. */
const OPTIONS: Readonly<Record<number, number>> = {
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

/** Options of sockets, as C on Linux has them. */
export class WinsockOptions {
  readonly #functions: WinsockFunctions;
  readonly #block: Block;
  /** Sockets with REUSEADDR. It is kept from Winsock: what it means on Linux is always so, and what it means there would let ports be taken away. */
  readonly #reusing = new Set<number>();

  constructor(ffi: Ffi, functions: WinsockFunctions) {
    this.#functions = functions;
    this.#block = new Block(ffi, SIZE);
  }

  /** As `NetworkSocket.option`. */
  get(socket: number, option: number): Uint8Array | number {
    if (option === Socketoption.REUSEADDR) return intBytes(this.#reusing.has(socket) ? 1 : 0);
    const name = OPTIONS[option];
    if (name === undefined) return -Errno.ENOTSUP;
    const value = this.number(socket, name);
    if (typeof value !== 'number') return value.errno;
    // Two numbers of 16 bits instead of 32.
    if (option === Socketoption.LINGER) return intBytes(value & 0xffff, value >>> 16);
    if (option === Socketoption.TYPE) return intBytes(value === SOCK_DGRAM ? Sockettype.DGRAM : Sockettype.STREAM);
    if (option === Socketoption.ERROR) return intBytes(value === 0 ? 0 : -errnoOfNumber(value));
    return intBytes(value);
  }

  /** As `NetworkSocket.setOption`. */
  set(socket: number, option: number, value: Uint8Array): number {
    const isLinger = option === Socketoption.LINGER;
    const name = OPTIONS[option];
    if (name === undefined && option !== Socketoption.REUSEADDR) return -Errno.ENOTSUP;
    if (value.length < (isLinger ? 8 : 4)) return -Errno.EINVAL;
    const view = new DataView(value.buffer, value.byteOffset, value.length);
    const first = view.getInt32(0, true);
    if (name === undefined) {
      if (first === 0) this.#reusing.delete(socket);
      else this.#reusing.add(socket);
      return 0;
    }
    if (!isLinger) return this.setNumber(socket, name, first);
    const seconds = Math.min(Math.max(view.getInt32(4, true), 0), 0xffff);
    return this.setNumber(socket, name, (first === 0 ? 0 : 1) | (seconds << 16));
  }

  /** Forgets a socket that is closed. */
  forget(socket: number): void {
    this.#reusing.delete(socket);
  }

  /** An option that is an int. @param name Winsock's number of it */
  number(socket: number, name: number): number | { readonly errno: number } {
    const { address, view } = this.#block;
    // Some are a byte.
    view.setInt32(VALUE, 0, true);
    view.setInt32(LENGTH, 4, true);
    const { getsockopt } = this.#functions;
    const errno = this.#result(getsockopt(socket, SOL_SOCKET, name, address + VALUE, address + LENGTH));
    return errno < 0 ? { errno } : view.getInt32(VALUE, true);
  }

  /** Sets an option that is an int. @param name Winsock's number of it */
  setNumber(socket: number, name: number, value: number): number {
    const { address, view } = this.#block;
    view.setInt32(VALUE, value, true);
    return this.#result(this.#functions.setsockopt(socket, SOL_SOCKET, name, address + VALUE, 4));
  }

  /** Why a connection could not be made: a negative errno, or 0. */
  error(socket: number): number {
    const number = this.number(socket, SO_ERROR);
    if (typeof number !== 'number') return number.errno;
    return number === 0 ? 0 : errnoOfNumber(number);
  }

  #result(result: number): number {
    return result < 0 ? errnoOfNumber(this.#functions.WSAGetLastError()) : result;
  }
}

function intBytes(...values: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(4 * values.length);
  const view = new DataView(bytes.buffer);
  for (const [index, value] of values.entries()) view.setInt32(4 * index, value, true);
  return bytes;
}
