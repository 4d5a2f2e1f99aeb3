import { hostText, type NetworkAddress } from '../../../domain/index.js';
import { AF_INET, AF_UNIX } from '../constants.js';

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
 * @param inet6 the number of the family of IPv6, which is not the same on all systems
 * @returns undefined if it cannot be one: the path is too long, or the host is a name
 */
export function sockaddr(address: SocketAddress, inet6: number): Uint8Array | undefined {
  if ('path' in address) {
    const path = new TextEncoder().encode(address.path);
    return path.length === 0 || path.length >= PATH_SIZE || path.includes(0)
      ? undefined
      : new Uint8Array([...family(AF_UNIX), ...path, 0]);
  }
  const bytes = addressBytes(address.host);
  return bytes && networkSockaddr({ bytes, port: address.port }, inet6);
}

/** The bytes of an address in the order of the network; undefined for a name. */
export function addressBytes(host: string): Uint8Array | undefined {
  switch (process.getBuiltinModule('node:net').isIP(host)) {
    case 4:
      return Uint8Array.from(ipv4Bytes(host));
    case 6:
      return Uint8Array.from(ipv6Bytes(host));
    default:
      return undefined;
  }
}

/** The address of the internet in a `struct sockaddr`; undefined for other families. */
export function networkAddress(bytes: Uint8Array, inet6: number): NetworkAddress | undefined {
  if (bytes.length < IPV4_SIZE) return undefined;
  const family = familyOf(bytes);
  const port = ((bytes[2] as number) << 8) | (bytes[3] as number);
  if (family === AF_INET) return { bytes: bytes.slice(4, 8), port };
  return family === inet6 && bytes.length >= IPV6_ADDRESS + 16
    ? { bytes: bytes.slice(IPV6_ADDRESS, IPV6_ADDRESS + 16), port }
    : undefined;
}

/** A `struct sockaddr` of an address of the internet. */
export function networkSockaddr({ bytes, port }: NetworkAddress, inet6: number): Uint8Array {
  const isV4 = bytes.length === 4;
  const found = new Uint8Array(isV4 ? IPV4_SIZE : IPV6_SIZE);
  found.set([...family(isV4 ? AF_INET : inet6), port >> 8, port & 0xff]);
  found.set(bytes, isV4 ? 4 : IPV6_ADDRESS);
  return found;
}

/** The address in a `struct sockaddr`; undefined for an unnamed socket, and for other families. */
export function socketAddress(bytes: Uint8Array, inet6: number): SocketAddress | undefined {
  const address = networkAddress(bytes, inet6);
  if (address !== undefined) return { host: hostText(address.bytes), port: address.port };
  if (familyOf(bytes) !== AF_UNIX) return undefined;
  const [path] = new TextDecoder().decode(bytes.subarray(FAMILY_SIZE)).split('\0', 1);
  return path ? { path } : undefined;
}

/** As people write it: `127.0.0.1:80`, `[::1]:80`, `/run/app.sock`. */
export function addressText(address: SocketAddress): string {
  if ('path' in address) return address.path;
  return address.host.includes(':') ? `[${address.host}]:${address.port}` : `${address.host}:${address.port}`;
}

/** The family of a `struct sockaddr`; 0, which is that of none, if it has no bytes. */
function familyOf([low = 0, high = 0]: Uint8Array): number {
  return low | (high << 8);
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
