import type { Iovecs } from '../preview1/index.js';

/** Below this, copying byte by byte is cheaper than making a view for `set`. */
const SHORT = 48;

/** Copies bytes from one array to another. Either may be shared. */
export function copyBytes(
  from: Uint8Array,
  fromOffset: number,
  to: Uint8Array,
  toOffset: number,
  length: number,
): void {
  if (length > SHORT) {
    to.set(from.subarray(fromOffset, fromOffset + length), toOffset);
    return;
  }
  for (let i = 0; i < length; i++) to[toOffset + i] = from[fromOffset + i] as number;
}

/**
 * Spreads bytes over buffers, the first one filled first.
 * @param from where in `bytes` they begin
 * @param length how many there are, not more than the buffers hold; a negative number counts as none
 */
export function scatter(bytes: Uint8Array, from: number, length: number, into: Iovecs): void {
  const { array, offsets, lengths } = into;
  let done = 0;
  for (let i = 0; done < length; i++) {
    const part = Math.min(lengths[i] as number, length - done);
    copyBytes(bytes, from + done, array, offsets[i] as number, part);
    done += part;
  }
}

/** Joins the bytes of all buffers. @param to where in `bytes` they go; there has to be room for them */
export function gather({ array, count, offsets, lengths }: Iovecs, bytes: Uint8Array, to: number): void {
  let at = to;
  for (let i = 0; i < count; i++) {
    const length = lengths[i] as number;
    copyBytes(array, offsets[i] as number, bytes, at, length);
    at += length;
  }
}
