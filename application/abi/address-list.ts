/**
 * The list of addresses that sock_getaddrinfo fills: structs that the guest has made and linked, each with a `sockaddr` and room for its bytes.
 *
 * Source: https://github.com/WasmEdge/WasmEdge/blob/0.13.5/thirdparty/wasi/api.hpp, `__wasi_addrinfo_t` and `__wasi_sockaddr_t`.
 */
import { Addressfamily, type AddressInfo, Sockettype } from '../../domain/index.js';
import type { GuestMemory } from './guest-memory.js';

/** The part of the memory that is read. */
export type ReadMemory = Pick<GuestMemory, 'holds' | 'view' | 'u8'>;

/** Bytes of an `addrinfo`, and where its members are. */
const ADDRINFO = 28;
const FAMILY = 2;
const SOCKTYPE = 3;
const PROTOCOL = 4;
const ADDRLEN = 8;
const ADDR = 12;
const CANONNAME_LEN = 20;
const NEXT = 24;

/** Bytes of a `sockaddr`, and where its members are. */
const SOCKADDR = 12;
const SA_DATA_LEN = 4;
const SA_DATA = 8;

/** The bytes behind a `sockaddr`: the port as the network has it, and then as in C the address; before one of IPv6 there are 4 other bytes, behind it 4. */
const IPV4_DATA = 14;
const IPV6_DATA = 26;
const IPV6_ADDRESS = 6;

/** How an address is kept in a trace: its length, its type, its port and room for 16 bytes. */
const KEPT = 20;

/** Where one address of the list goes. */
interface Place {
  readonly info: number;
  readonly sockaddr: number;
  readonly data: number;
}

/** The first places of the list; undefined if one of them is not inside the memory. */
function placesIn(memory: ReadMemory, pointer: number, sizes: readonly number[]): Place[] | undefined {
  if (!memory.holds(pointer, 4)) return undefined;
  const places: Place[] = [];
  let info = memory.view.getUint32(pointer >>> 0, true);
  for (const size of sizes) {
    if (!memory.holds(info, ADDRINFO)) return undefined;
    const sockaddr = memory.view.getUint32(info + ADDR, true);
    if (!memory.holds(sockaddr, SOCKADDR)) return undefined;
    const data = memory.view.getUint32(sockaddr + SA_DATA, true);
    if (!memory.holds(data, size)) return undefined;
    places.push({ info, sockaddr, data });
    info = memory.view.getUint32(info + NEXT, true);
  }
  return places;
}

function dataSize({ bytes }: AddressInfo): number {
  return bytes.length === 4 ? IPV4_DATA : IPV6_DATA;
}

/**
 * Stores addresses in the guest's list.
 * @param pointer to the pointer to its first struct
 * @returns false, with nothing stored, if not all of it is inside the memory
 */
export function storeAddresses(memory: ReadMemory, pointer: number, items: readonly AddressInfo[]): boolean {
  const places = placesIn(memory, pointer, items.map(dataSize));
  if (places === undefined) return false;
  const { view, u8 } = memory;
  for (const [index, item] of items.entries()) {
    const { info, sockaddr, data } = places[index] as Place;
    const { bytes, type, port } = item;
    const family = bytes.length === 4 ? Addressfamily.INET4 : Addressfamily.INET6;
    const size = dataSize(item);
    view.setUint16(info, 0, true);
    view.setUint8(info + FAMILY, family);
    view.setUint8(info + SOCKTYPE, type);
    view.setUint32(info + PROTOCOL, type === Sockettype.DGRAM ? 2 : 1, true);
    view.setUint32(info + ADDRLEN, size + 2, true);
    view.setUint32(info + CANONNAME_LEN, 0, true);
    view.setUint32(sockaddr, family, true);
    view.setUint32(sockaddr + SA_DATA_LEN, size, true);
    u8.fill(0, data, data + size);
    view.setUint16(data, port);
    u8.set(bytes, data + (bytes.length === 4 ? 2 : IPV6_ADDRESS));
  }
  return true;
}

/**
 * Reads the first addresses of the guest's list, for a trace.
 * @returns what {@link unpackAddresses} reads; undefined if not all of it is inside the memory
 */
export function packAddresses(memory: ReadMemory, pointer: number, count: number): Uint8Array | undefined {
  const places = placesIn(memory, pointer, Array(count).fill(0));
  if (places === undefined) return undefined;
  const packed = new Uint8Array(count * KEPT);
  for (const [index, { info, data }] of places.entries()) {
    const at = index * KEPT;
    const isV4 = memory.view.getUint8(info + FAMILY) === Addressfamily.INET4;
    const from = data + (isV4 ? 2 : IPV6_ADDRESS);
    const length = isV4 ? 4 : 16;
    if (!memory.holds(from, length)) return undefined;
    packed[at] = length;
    packed[at + 1] = memory.view.getUint8(info + SOCKTYPE);
    packed.set(memory.u8.subarray(data, data + 2), at + 2);
    packed.set(memory.u8.subarray(from, from + length), at + 4);
  }
  return packed;
}

/** The addresses that a trace has kept. */
export function unpackAddresses(packed: Uint8Array): AddressInfo[] {
  const items: AddressInfo[] = [];
  for (let at = 0; at + KEPT <= packed.length; at += KEPT) {
    const [length = 0, type = 0, high = 0, low = 0] = packed.subarray(at, at + 4);
    items.push({ type, port: high * 256 + low, bytes: packed.slice(at + 4, at + 4 + Math.min(length, 16)) });
  }
  return items;
}
