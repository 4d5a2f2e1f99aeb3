import { Errno, type NameQuery, type NetworkAddress } from '../../../domain/index.js';
import { Block, type Ffi, listedAddresses, type NameResolver } from '../../system/index.js';
import { bindTable, type Functions, type FunctionTable } from '../calls/function-table.js';
import { AF_INET, AF_INET6 } from './winsock-constants.js';

const library = 'ws2_32.dll';

/** The functions for names of hosts; see `WINSOCK_FUNCTIONS`. What `FreeAddrInfoW` is said to return means nothing. */
const RESOLVER_FUNCTIONS = {
  GetAddrInfoW: { library, result: 'int', parameters: ['address', 'address', 'address', 'address'] },
  FreeAddrInfoW: { library, result: 'int', parameters: ['address'] },
} as const satisfies FunctionTable;

/** Members of [ADDRINFOW](https://learn.microsoft.com/en-us/windows/win32/api/ws2def/ns-ws2def-addrinfow); the others are where they are on Linux. */
const FLAGS = 0;
const FAMILY = 4;
const SOCKTYPE = 8;
const ADDR = 32;
const ADDRINFO = 48;

const AI_PASSIVE = 1;
const SOCK_STREAM = 1;

/** Bytes of a text of UTF-16, more than a name of DNS has. */
const TEXT_SIZE = 1024;
const HOST = ADDRINFO + 8;
const SERVICE = HOST + TEXT_SIZE;
const SIZE = SERVICE + TEXT_SIZE;

/** Errors of GetAddrInfoW: WSATRY_AGAIN, WSANO_RECOVERY, WSA_NOT_ENOUGH_MEMORY. Any other means that the name is unknown. */
const FAILURES: Readonly<Record<number, number>> = { 11002: Errno.EAGAIN, 11003: Errno.EIO, 8: Errno.ENOMEM };

/** Resolves names by GetAddrInfoW. */
export class WinsockResolver implements NameResolver {
  readonly #ffi: Ffi;
  readonly #functions: Functions<typeof RESOLVER_FUNCTIONS>;
  /** An ADDRINFOW with hints, the pointer to the result, and two texts. */
  readonly #block: Block;

  /** @throws Error if the functions do not exist, or do not give a known answer */
  constructor(ffi: Ffi) {
    this.#ffi = ffi;
    this.#functions = bindTable(ffi, RESOLVER_FUNCTIONS);
    this.#block = new Block(ffi, SIZE);
    const known = this.resolve('127.0.0.1', '80', { family: 4, passive: false });
    const [first] = typeof known === 'number' ? [] : known;
    if (first?.port !== 80 || first.bytes.join('.') !== '127.0.0.1')
      throw new Error('GetAddrInfoW does not give the known answer');
  }

  resolve(host: string, service: string, { family, passive }: NameQuery): readonly NetworkAddress[] | number {
    const { view, bytes, address } = this.#block;
    bytes.fill(0, 0, HOST);
    const errno = this.#putText(HOST, host) || this.#putText(SERVICE, service);
    if (errno < 0) return errno;
    view.setInt32(FLAGS, passive ? AI_PASSIVE : 0, true);
    view.setInt32(FAMILY, family === 0 ? 0 : family === 4 ? AF_INET : AF_INET6, true);
    view.setInt32(SOCKTYPE, SOCK_STREAM, true);
    const failure = this.#functions.GetAddrInfoW(
      host === '' ? 0 : address + HOST,
      service === '' ? 0 : address + SERVICE,
      address,
      address + ADDRINFO,
    );
    if (failure !== 0) return -(FAILURES[failure] ?? Errno.ENOENT);
    const list = Number(view.getBigUint64(ADDRINFO, true));
    try {
      return listedAddresses(this.#ffi, list, ADDR, AF_INET6);
    } finally {
      this.#functions.FreeAddrInfoW(list);
    }
  }

  #putText(at: number, text: string): number {
    if (text.includes('\0')) return -Errno.EINVAL;
    if (text.length >= TEXT_SIZE / 2) return -Errno.ENAMETOOLONG;
    for (let i = 0; i < text.length; i++) this.#block.view.setUint16(at + 2 * i, text.charCodeAt(i), true);
    this.#block.view.setUint16(at + 2 * text.length, 0, true);
    return 0;
  }
}
