import type { ByteReader } from './byte-reader.js';
import type { ByteWriter } from './byte-writer.js';

/** Bytes of a struct are written in groups of this size: a byte that says which of them follow, then those. */
const GROUP = 8;

const NO_BYTES = new Uint8Array(0);

/** Where the part that a struct is compared with lies. */
export interface StructPlace {
  u8: Uint8Array;
  at: number;
  length: number;
}

/** A place that holds nothing. */
export function noPlace(): StructPlace {
  return { u8: NO_BYTES, at: 0, length: 0 };
}

/** The most bytes that `writeDelta` writes for a struct of that size. */
export function deltaRoom(length: number): number {
  return length + Math.ceil(length / GROUP);
}

/**
 * Writes the bytes in which a struct differs from an earlier one: for every eight of them a byte whose bits say which do, then those.
 * The room has been reserved.
 * @param before is taken as zeros if it has another length
 */
export function writeDelta(out: ByteWriter, u8: Uint8Array, at: number, length: number, before: StructPlace): void {
  const compared = before.length === length;
  const { u8: earlier, at: earlierAt } = before;
  const to = out.u8;
  let end = out.length;
  for (let from = 0; from < length; from += GROUP) {
    const maskAt = end++;
    let mask = 0;
    const size = Math.min(GROUP, length - from);
    for (let i = 0; i < size; i++) {
      const byte = u8[at + from + i] as number;
      if (byte === (compared ? earlier[earlierAt + from + i] : 0)) continue;
      mask |= 1 << i;
      to[end++] = byte;
    }
    to[maskAt] = mask;
  }
  out.length = end;
}

/** Reads what `writeDelta` has written. */
export function readDelta(source: ByteReader, length: number, before: StructPlace, into: Uint8Array, to: number): void {
  const compared = before.length === length;
  for (let from = 0; from < length; from += GROUP) {
    const mask = source.byte();
    const size = Math.min(GROUP, length - from);
    for (let i = 0; i < size; i++) {
      const same = compared ? (before.u8[before.at + from + i] as number) : 0;
      into[to + from + i] = (mask & (1 << i)) === 0 ? same : source.byte();
    }
  }
}
