import { Errno, type NameQuery, type NetworkAddress } from '../../../domain/index.js';
import { Block } from '../block.js';
import { CString } from '../c-string.js';
import { AF_INET, AF_INET6, SOCK_STREAM } from '../constants.js';
import type { Ffi } from '../ffi.js';
import { bindFunctions, type Functions, type FunctionTable } from '../libc.js';
import type { SystemCalls } from '../system-calls.js';
import { networkAddress } from './socket-address.js';
import type { NameResolver } from './socket-calls.js';

/** The functions of libc for names of hosts; see `LIBC`. What `freeaddrinfo` is said to return means nothing. */
const RESOLVER_FUNCTIONS = {
  getaddrinfo: { result: 'int', parameters: ['address', 'address', 'address', 'address'] },
  freeaddrinfo: { result: 'int', parameters: ['address'] },
} as const satisfies FunctionTable;

/** Members of `struct addrinfo`: https://man7.org/linux/man-pages/man3/getaddrinfo.3.html */
const FLAGS = 0;
const FAMILY = 4;
const SOCKTYPE = 8;
const ADDRLEN = 16;
const ADDR = 24;
const NEXT = 40;
const ADDRINFO = 48;

const AI_PASSIVE = 1;

/** What getaddrinfo returns in place of 0: https://sourceware.org/git/?p=glibc.git;a=blob;f=resolv/netdb.h, and the same in musl. */
const FAILURES: Readonly<Record<number, number>> = {
  [-3]: Errno.EAGAIN,
  [-4]: Errno.EIO,
  [-10]: Errno.ENOMEM,
  [-11]: Errno.EIO,
};

/** Resolves names as every program of the system does: by `/etc/hosts`, DNS and whatever else it is set up for. The thread waits meanwhile. */
export class Resolver implements NameResolver {
  readonly #calls: SystemCalls;
  readonly #functions: Functions<typeof RESOLVER_FUNCTIONS>;
  readonly #host: CString;
  readonly #service: CString;
  /** An addrinfo with hints, and behind it the pointer to the result. */
  readonly #block: Block;

  /** @throws Error if the functions do not exist, or do not give a known answer */
  constructor(calls: SystemCalls) {
    const { ffi, architecture } = calls;
    this.#calls = calls;
    this.#functions = bindFunctions(ffi, architecture, RESOLVER_FUNCTIONS);
    this.#host = new CString(ffi);
    this.#service = new CString(ffi);
    this.#block = new Block(ffi, ADDRINFO + 8);
    const known = this.resolve('127.0.0.1', '80', { family: 4, passive: false });
    const [first] = typeof known === 'number' ? [] : known;
    if (first?.port !== 80 || first.bytes.join('.') !== '127.0.0.1')
      throw new Error('getaddrinfo does not give the known answer');
  }

  resolve(host: string, service: string, { family, passive }: NameQuery): readonly NetworkAddress[] | number {
    const errno = this.#host.putPath(host) || this.#service.putPath(service);
    if (errno < 0) return errno;
    const { view, bytes, address } = this.#block;
    bytes.fill(0);
    view.setInt32(FLAGS, passive ? AI_PASSIVE : 0, true);
    view.setInt32(FAMILY, family === 0 ? 0 : family === 4 ? AF_INET : AF_INET6, true);
    view.setInt32(SOCKTYPE, SOCK_STREAM, true);
    const failure = this.#functions.getaddrinfo(
      host === '' ? 0 : this.#host.address,
      service === '' ? 0 : this.#service.address,
      address,
      address + ADDRINFO,
    );
    if (failure !== 0) return -(FAILURES[failure] ?? Errno.ENOENT);
    const list = Number(view.getBigUint64(ADDRINFO, true));
    try {
      return listedAddresses(this.#calls.ffi, list, ADDR, AF_INET6);
    } finally {
      this.#functions.freeaddrinfo(list);
    }
  }
}

/**
 * The addresses in a list of `struct addrinfo`s.
 * @param list the address of the first
 * @param addr where the pointer to a `struct sockaddr` is in one
 */
export function listedAddresses(ffi: Ffi, list: number, addr: number, inet6: number): readonly NetworkAddress[] {
  const found: NetworkAddress[] = [];
  for (let at = list; at !== 0; ) {
    const info = new DataView(ffi.memory(at, ADDRINFO));
    const sockaddr = new Uint8Array(ffi.memory(Number(info.getBigUint64(addr, true)), info.getUint32(ADDRLEN, true)));
    const address = networkAddress(sockaddr, inet6);
    if (address !== undefined) found.push(address);
    at = Number(info.getBigUint64(NEXT, true));
  }
  return found;
}
