/** Addresses of the internet as people write them. */

const IPV4 = 4;
const IPV6 = 16;
/** WasmEdge's later form of an address: two bytes for the family, and the address behind them. */
const WITH_FAMILY = 128;
const FAMILY_INET4 = 1;

/** The bytes of an address in any form that WasmEdge has: 4 or 16 bytes. undefined for what is none. */
export function bareAddress(bytes: Uint8Array): Uint8Array | undefined {
  if (bytes.length === IPV4 || bytes.length === IPV6) return bytes;
  if (bytes.length !== WITH_FAMILY) return undefined;
  const family = (bytes[0] as number) | ((bytes[1] as number) << 8);
  if (family === 0 || family > 2) return undefined;
  return bytes.subarray(2, 2 + (family === FAMILY_INET4 ? IPV4 : IPV6));
}

/**
 * An address in any form that WasmEdge has. In 16 bytes it may be one of IPv4, with zeros behind it: an address of IPv6 that ends so is that of a network,
 * and not of a host.
 * @returns undefined for what is none
 */
export function addressText(bytes: Uint8Array): string | undefined {
  const bare = bareAddress(bytes);
  if (bare === undefined) return undefined;
  const short = bytes.length === IPV6 && bare.subarray(IPV4).every(byte => byte === 0) && bare.some(byte => byte !== 0);
  return hostText(short ? bare.subarray(0, IPV4) : bare);
}

/** 4 bytes as `127.0.0.1`, 16 as `::1`. */
export function hostText(bytes: Uint8Array): string {
  if (bytes.length === IPV4) return bytes.join('.');
  const groups = Array.from({ length: 8 }, (_, i) =>
    (((bytes[2 * i] as number) << 8) | (bytes[2 * i + 1] as number)).toString(16),
  );
  return shortened(groups);
}

/** As people write it: `127.0.0.1:80`, `[::1]:80`. */
export function hostAndPort(bytes: Uint8Array, port: number): string {
  return bytes.length === IPV4 ? `${hostText(bytes)}:${port}` : `[${hostText(bytes)}]:${port}`;
}

/** The longest run of two zeros or more as `::`, RFC 5952. */
export function shortened(groups: readonly string[]): string {
  let [start, length] = [-1, 1];
  for (let i = 0; i < groups.length; i++) {
    let end = i;
    while (groups[end] === '0') end++;
    if (end - i > length) [start, length] = [i, end - i];
  }
  if (start < 0) return groups.join(':');
  return `${groups.slice(0, start).join(':')}::${groups.slice(start + length).join(':')}`;
}
