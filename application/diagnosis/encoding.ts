import { decodeUtf8, Errno } from '../../domain/index.js';
import type { EncodingDenial } from '../tracing/index.js';

/** No character takes more bytes. */
const LONGEST = 4;

/**
 * Looks for what is not UTF-8.
 * @param bytes where the text lies
 * @param at its first byte
 * @returns undefined if all of it is UTF-8
 */
export function findEncoding(param: string, bytes: Uint8Array, at: number, length: number): EncodingDenial | undefined {
  const end = at + length;
  for (let from = at; from < end; ) {
    let size = 1;
    while (size <= LONGEST && (from + size > end || decodeUtf8(bytes, from, size) === undefined)) size++;
    if (size > LONGEST) {
      return { kind: 'encoding', errno: Errno.EILSEQ, param, position: from - at, byte: bytes[from] as number };
    }
    from += size;
  }
  return undefined;
}

export function encodingText({ param, position, byte }: EncodingDenial): string {
  return `${param} is not UTF-8: byte ${position}, 0x${byte.toString(16).padStart(2, '0')}, belongs to no character`;
}
