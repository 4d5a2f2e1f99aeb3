import { AF_INET, AF_INET6, AF_UNIX } from './constants.js';

/** Where a socket is: an address of the internet with a port, or a file of the host. */
export type SocketAddress = { readonly host: string; readonly port: number } | { readonly path: string };

/** Bytes of a `struct sockaddr_in`, a `struct sockaddr_in6`, and of the path in a `struct sockaddr_un`, its NUL included. */
const IPV4_SIZE = 16;
const IPV6_SIZE = 28;
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
    case 4: {
      const bytes = new Uint8Array(IPV4_SIZE);
      bytes.set([...family(AF_INET), port >> 8, port & 0xff, ...ipv4Bytes(host)]);
      return bytes;
    }
    case 6: {
      const bytes = new Uint8Array(IPV6_SIZE);
      bytes.set([...family(AF_INET6), port >> 8, port & 0xff, 0, 0, 0, 0, ...ipv6Bytes(host)]);
      return bytes;
    }
    default:
      return undefined;
  }
}

/** What a `struct sockaddr` says; undefined for what has no name, and for other families. */
export function socketAddress(bytes: Uint8Array): SocketAddress | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  switch (bytes.length < FAMILY_SIZE ? -1 : view.getUint16(0, true)) {
    case AF_INET:
      return { host: [...bytes.subarray(4, 8)].join('.'), port: view.getUint16(2) };
    case AF_INET6: {
      const groups = Array.from({ length: 8 }, (_, i) => view.getUint16(8 + 2 * i).toString(16));
      return { host: shortened(groups), port: view.getUint16(2) };
    }
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

/** The longest run of two zeros or more as `::`, RFC 5952. */
function shortened(groups: readonly string[]): string {
  let [start, length] = [-1, 1];
  for (let i = 0; i < groups.length; i++) {
    let end = i;
    while (groups[end] === '0') end++;
    if (end - i > length) [start, length] = [i, end - i];
  }
  if (start < 0) return groups.join(':');
  return `${groups.slice(0, start).join(':')}::${groups.slice(start + length).join(':')}`;
}
