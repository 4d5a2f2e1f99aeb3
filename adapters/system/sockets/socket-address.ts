import { hostText, type NetworkAddress } from '../../../domain/index.js';
import { AF_INET, AF_INET6, AF_UNIX } from '../constants.js';

/** Where a socket is: an address of the internet with a port, or a file of the host. */
export type SocketAddress = { readonly host: string; readonly port: number } | { readonly path: string };

/** Bytes of a `struct sockaddr_in`, a `struct sockaddr_in6`, and of the path in a `struct sockaddr_un`, its NUL included. */
const IPV4_SIZE = 16;
const IPV6_SIZE = 28;
/** Where the address is in a `struct sockaddr_in6`. */
const IPV6_ADDRESS = 8;
const PATH_SIZE = 108;
const FAMILY_SIZE = 2;

/**
 * A `struct sockaddr`.
 * @param address its host is an address, not a name
 * @returns undefined if it cannot be one: the path is too long, or the host is a name
 */
export function sockaddr(address: SocketAddress): Uint8Array | undefined {
  if ('path' in address) {
    const path = new TextEncoder().encode(address.path);
    return path.length === 0 || path.length >= PATH_SIZE || path.includes(0)
      ? undefined
      : new Uint8Array([...family(AF_UNIX), ...path, 0]);
  }
  const { host, port } = address;
  switch (process.getBuiltinModule('node:net').isIP(host)) {
    case 4:
      return networkSockaddr({ bytes: Uint8Array.from(ipv4Bytes(host)), port });
    case 6:
      return networkSockaddr({ bytes: Uint8Array.from(ipv6Bytes(host)), port });
    default:
      return undefined;
  }
}

/** The address of the internet in a `struct sockaddr`; undefined for other families. */
export function networkAddress(bytes: Uint8Array): NetworkAddress | undefined {
  const family = bytes.length < IPV4_SIZE ? -1 : (bytes[0] as number) | ((bytes[1] as number) << 8);
  const port = ((bytes[2] as number) << 8) | (bytes[3] as number);
  if (family === AF_INET) return { bytes: bytes.slice(4, 8), port };
  return family === AF_INET6 && bytes.length >= IPV6_ADDRESS + 16
    ? { bytes: bytes.slice(IPV6_ADDRESS, IPV6_ADDRESS + 16), port }
    : undefined;
}

/** A `struct sockaddr` of an address of the internet. */
export function networkSockaddr({ bytes, port }: NetworkAddress): Uint8Array {
  const isV4 = bytes.length === 4;
  const found = new Uint8Array(isV4 ? IPV4_SIZE : IPV6_SIZE);
  found.set([...family(isV4 ? AF_INET : AF_INET6), port >> 8, port & 0xff]);
  found.set(bytes, isV4 ? 4 : IPV6_ADDRESS);
  return found;
}

/** What a `struct sockaddr` says; undefined for what has no name, and for other families. */
export function socketAddress(bytes: Uint8Array): SocketAddress | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const address = networkAddress(bytes);
  if (address !== undefined) return { host: hostText(address.bytes), port: address.port };
  switch (bytes.length < FAMILY_SIZE ? -1 : view.getUint16(0, true)) {
    case AF_UNIX: {
      const end = bytes.indexOf(0, FAMILY_SIZE);
      const path = bytes.subarray(FAMILY_SIZE, end < 0 ? bytes.length : end);
      return path.length === 0 ? undefined : { path: new TextDecoder().decode(path) };
    }
    default:
      return undefined;
  }
}

/** As people write it: `127.0.0.1:80`, `[::1]:80`, `/run/app.sock`. */
export function addressText(address: SocketAddress): string {
  if ('path' in address) return address.path;
  return address.host.includes(':') ? `[${address.host}]:${address.port}` : `${address.host}:${address.port}`;
}

/** The family of an address, as x64 and arm64 store it. */
function family(number: number): [number, number] {
  return [number, 0];
}

function ipv4Bytes(host: string): number[] {
  return host.split('.').map(Number);
}

/** Of an address without a zone. */
function ipv6Bytes(host: string): number[] {
  const text = host.replace(/%.*$/, '').replace(/[\d.]+\.[\d.]+$/, last => {
    const [a = 0, b = 0, c = 0, d = 0] = ipv4Bytes(last);
    return `${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`;
  });
  const [before = '', after] = text.split('::');
  const groups = (part: string) => part.split(':').flatMap(group => (group === '' ? [] : [Number.parseInt(group, 16)]));
  const [first, last] = [groups(before), groups(after ?? '')];
  const all = after === undefined ? first : [...first, ...Array(8 - first.length - last.length).fill(0), ...last];
  return all.flatMap(group => [group >> 8, group & 0xff]);
}
