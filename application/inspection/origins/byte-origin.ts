import { layouts, takesBytes } from '../../../domain/index.js';
import { type CallRecord, crc32, recordOf } from '../../tracing/index.js';
import type { CallList } from '../call-list.js';
import { descriptorFacts } from '../descriptors/descriptor-facts.js';
import type { DescriptorLife } from '../descriptors/descriptor-state.js';
import { type HostWrite, hostWrites } from './host-writes.js';

/** Bytes that have to be the same before a place with the same contents is taken for where they may come from. */
export const FEWEST_ALIKE = 8;

/** The host's write that a byte in memory comes from. */
export interface ByteOrigin {
  /** The number of the call in the list. */
  readonly call: number;
  /** Which of its parameters or results it is a part of, as in `MemoryArea.path`: `*iovs[0].buf`, `stat`. */
  readonly path: string;
  /** How many bytes of that come before it. */
  readonly offset: number;
  readonly value: number;
  /** What the call read it from; undefined if not from a descriptor. */
  readonly from: ByteSource | undefined;
}

/** Where a call read bytes from. */
export interface ByteSource {
  /** The descriptor and how it was opened, up to what the program had from the start. */
  readonly chain: readonly DescriptorLife[];
  /** Where in the file the byte is; undefined if it is unknown or not in a file. */
  readonly fileOffset: number | undefined;
}

/** How certain it is that a byte that a program wrote comes from one that it read. */
export interface TracedByte extends ByteOrigin {
  /**
   * - `certain`: it is where a call put it, and everything known of what the program wrote from there is what the call had put there.
   * - `overwritten`: a call put something there, and the program has changed it.
   * - `possible`: a call read the same bytes, at least eight of them, into another place.
   * - `unknown`: a call put something there; what the program wrote from there is not recorded.
   */
  readonly certainty: 'certain' | 'overwritten' | 'possible' | 'unknown';
}

/** A search through the calls before one, the nearest first. It works in steps, so a page can abandon it. */
export interface OriginSearch<Found> {
  /** What was found; undefined during the search, and if nothing was found. */
  readonly found: Found | undefined;
  /** How many calls are left to search. */
  readonly left: number;
  /**
   * Searches further calls.
   * @param most how many
   * @returns whether there are more to search
   */
  advance(most?: number): boolean;
  /** Searches all that are left. */
  all(): Found | undefined;
}

class BackwardSearch<Found> implements OriginSearch<Found> {
  readonly #list: CallList;
  readonly #look: (call: CallRecord, index: number) => Found | undefined;
  #next: number;
  #found: Found | undefined;

  /** @param before the first call that is not looked at */
  constructor(list: CallList, before: number, look: (call: CallRecord, index: number) => Found | undefined) {
    this.#list = list;
    this.#next = before - 1;
    this.#look = look;
  }

  get found(): Found | undefined {
    return this.#found;
  }

  get left(): number {
    return this.#next + 1;
  }

  advance(most = 4000): boolean {
    for (let left = most; left > 0 && this.#next >= 0 && this.#found === undefined; left--) {
      const index = this.#next--;
      const event = this.#list.event(index);
      if (event === undefined) this.#next = -1;
      else this.#found = this.#look(recordOf(event), index);
    }
    return this.#found === undefined && this.#next >= 0;
  }

  all(): Found | undefined {
    while (this.advance());
    return this.#found;
  }
}

/**
 * Searches for the last call that wrote a byte of memory.
 * @param list of a recording
 * @param address of the byte
 * @param before the call before which the byte was there; for a byte that a call itself wrote, the next call
 * @param instance the guest whose memory it is
 */
export function searchOrigin(
  list: CallList,
  address: number,
  before: number,
  instance: number,
): OriginSearch<ByteOrigin> {
  return new BackwardSearch(list, before, (call, index) => {
    if (call.instance !== instance) return undefined;
    // Of writes that lie over each other, the last one counts.
    const found = hostWrites(call).findLast(({ address: at, bytes }) => address >= at && address < at + bytes.length);
    return found && originIn(list, call, index, found, address - found.address);
  });
}

/**
 * Searches for the origin of a byte that a call read from memory, such as one that the program wrote to a file. What the program computes is not
 * recorded: a computed byte is traced only to what was in its place before.
 * @param list of a recording
 * @param index the call
 * @param address of the byte, in a buffer of that call
 * @returns undefined for a byte that is not in a buffer of the call
 */
export function traceByte(list: CallList, index: number, address: number): OriginSearch<TracedByte> | undefined {
  const event = list.event(index);
  if (event === undefined) return undefined;
  const call = recordOf(event);
  const taken = takenBuffers(call);
  const own = taken.findLast(({ address: at, length }) => address >= at && address < at + length);
  if (own === undefined) return undefined;
  return new BackwardSearch(list, index, (earlier, at) => {
    if (earlier.instance !== call.instance) return undefined;
    const writes = hostWrites(earlier);
    const direct = writes.findLast(({ address: start, bytes }) => address >= start && address < start + bytes.length);
    if (direct !== undefined) {
      const origin = originIn(list, earlier, at, direct, address - direct.address);
      return { ...origin, certainty: certaintyOf(direct, own, taken, call) };
    }
    return alike(list, earlier, at, writes, own, address);
  });
}

function originIn(list: CallList, call: CallRecord, index: number, write: HostWrite, offset: number): ByteOrigin {
  const { name, buffer, bytes, before } = write;
  return {
    call: index,
    path: buffer === undefined ? name : `*${name}[${buffer}].buf`,
    offset,
    value: bytes[offset] as number,
    from: buffer === undefined && !isContent(call, name) ? undefined : sourceOf(list, call, index, before + offset),
  };
}

/** Whether a buffer holds what a descriptor leads to: a link's target, or a directory's entries. */
function isContent(call: CallRecord, name: string): boolean {
  return call.shape.params.some(param => param.name === name && param.form === 'span') && call.descriptor !== undefined;
}

function sourceOf(list: CallList, call: CallRecord, index: number, moved: number): ByteSource | undefined {
  const { descriptor: fd } = call;
  const history = list.descriptors;
  const life = fd === undefined ? undefined : history?.lifeAt(call.instance, fd, index);
  if (fd === undefined || history === undefined || life === undefined) return undefined;
  const { sequential, moves } = descriptorFacts(call.call);
  const place = call.shape.params.find(({ kind }) => kind === 'filesize');
  const start = sequential
    ? history.stateBefore(index, fd)?.offset
    : moves !== undefined && place !== undefined
      ? Number(call.u64(place.at))
      : undefined;
  return { chain: history.chain(life), fileOffset: start === undefined ? undefined : start + moved };
}

/** A buffer that a call took bytes from. */
interface TakenBuffer {
  readonly address: number;
  readonly length: number;
  /** The first of its bytes that were kept. */
  readonly known: Uint8Array;
}

function takenBuffers(call: CallRecord): TakenBuffer[] {
  const param = call.shape.params.find(({ kind }) => takesBytes(kind));
  const table = param && call.entryBytes(param.entryPart);
  if (param === undefined || table === undefined) return [];
  const data = call.entryBytes(param.entryPart + 1) ?? new Uint8Array(0);
  const view = new DataView(table.buffer, table.byteOffset, table.byteLength);
  const found: TakenBuffer[] = [];
  let from = 0;
  for (let at = 0; at + layouts.iovec.size <= table.length; at += layouts.iovec.size) {
    const length = view.getUint32(at + 4, true);
    found.push({ address: view.getUint32(at, true), length, known: data.subarray(from, from + length) });
    from += length;
  }
  return found;
}

function certaintyOf(
  write: HostWrite,
  own: TakenBuffer,
  taken: readonly TakenBuffer[],
  call: CallRecord,
): TracedByte['certainty'] {
  const { address, bytes } = write;
  const end = address + bytes.length;
  const from = Math.max(address, own.address);
  const to = Math.min(end, own.address + own.known.length);
  for (let at = from; at < to; at++) if (bytes[at - address] !== own.known[at - own.address]) return 'overwritten';
  const whole = own.known.length === own.length;
  if (whole && to > from) return 'certain';
  // The checksum is that of all buffers together: it tells only if this one is all there is.
  const alone = taken.filter(({ length }) => length > 0).length === 1;
  const inside = own.address >= address && own.address + own.length <= end;
  const checksum = alone && inside ? checksumOf(call) : undefined;
  if (checksum === undefined) return 'unknown';
  const start = own.address - address;
  return crc32(bytes, start, start + own.length, 0) >>> 0 === checksum ? 'certain' : 'overwritten';
}

/** The checksum of all that a call took from its buffers; undefined if it is not kept. */
function checksumOf(call: CallRecord): number | undefined {
  const param = call.shape.params.find(({ kind }) => takesBytes(kind));
  const bytes = param && call.entryBytes(param.entryPart + 2);
  return bytes?.length === 4 ? new DataView(bytes.buffer, bytes.byteOffset, 4).getUint32(0, true) : undefined;
}

/** A place that the program may have copied the bytes around one from: it reads the same ones. */
function alike(
  list: CallList,
  call: CallRecord,
  index: number,
  writes: readonly HostWrite[],
  own: TakenBuffer,
  address: number,
): TracedByte | undefined {
  const place = address - own.address;
  if (place >= own.known.length || own.known.length < FEWEST_ALIKE) return undefined;
  const first = Math.max(0, Math.min(place - FEWEST_ALIKE / 2, own.known.length - FEWEST_ALIKE));
  const pattern = own.known.subarray(first, first + FEWEST_ALIKE);
  // Zeros and blanks are everywhere.
  if (new Set(pattern).size < FEWEST_ALIKE / 2) return undefined;
  for (const write of writes) {
    const at = indexOf(write.bytes, pattern);
    if (at >= 0) return { ...originIn(list, call, index, write, at + place - first), certainty: 'possible' };
  }
  return undefined;
}

function indexOf(bytes: Uint8Array, pattern: Uint8Array): number {
  const [first] = pattern;
  if (first === undefined) return -1;
  for (
    let at = bytes.indexOf(first);
    at >= 0 && at + pattern.length <= bytes.length;
    at = bytes.indexOf(first, at + 1)
  ) {
    let same = 1;
    while (same < pattern.length && bytes[at + same] === pattern[same]) same++;
    if (same === pattern.length) return at;
  }
  return -1;
}
