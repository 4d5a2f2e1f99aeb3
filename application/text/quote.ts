import { encodeUtf8 } from '../../domain/index.js';

export const hexStrings = ['none', 'non-ascii-chars', 'non-ascii', 'all'] as const;

/** Which strings are in hexadecimal: none; only bytes that are not ASCII; all of a string that has such bytes; all. */
export type HexStrings = (typeof hexStrings)[number];

const NAMED = new Map([
  [0x09, '\\t'],
  [0x0a, '\\n'],
  [0x0b, '\\v'],
  [0x0c, '\\f'],
  [0x0d, '\\r'],
  [0x22, '\\"'],
  [0x5c, '\\\\'],
]);

const isPrintable = (byte: number) => byte >= 0x20 && byte < 0x7f;
const bytes = <Value>(of: (byte: number) => Value): readonly Value[] => Array.from({ length: 256 }, (_, i) => of(i));

const HEX = bytes(byte => `\\x${byte.toString(16).padStart(2, '0')}`);
/** How each byte is written where no digit follows. */
const SHORT = bytes(
  byte => NAMED.get(byte) ?? (isPrintable(byte) ? String.fromCharCode(byte) : `\\${byte.toString(8)}`),
);
/** How it is written before a digit that would otherwise be read as part of it. */
const PADDED = SHORT.map((text, byte) => (/^\\[0-7]/.test(text) ? `\\${byte.toString(8).padStart(3, '0')}` : text));
/** How it is written where those that are not ASCII are in hexadecimal. */
const SHORT_HEX = SHORT.map((text, byte) => (/^\\[0-7]/.test(text) ? (HEX[byte] as string) : text));
/** Bytes for which a string is written in hexadecimal. White space is not among them. */
const STRANGE = bytes(byte => !isPrintable(byte) && !NAMED.has(byte));

function inHex(u8: Uint8Array, from: number, to: number): string {
  let text = '';
  for (let i = from; i < to; i++) text += HEX[u8[i] as number];
  return text;
}

/** Bytes that are written as they are. */
const PLAIN = bytes(byte => isPrintable(byte) && !NAMED.has(byte));
const { fromCharCode } = String;

/** Text as it is: four characters at once, since to join strings one by one takes most of the time of a line. */
function plainText(u8: Uint8Array, from: number, to: number): string {
  let text = '';
  let i = from;
  for (; i + 4 <= to; i += 4) {
    text += fromCharCode(u8[i] as number, u8[i + 1] as number, u8[i + 2] as number, u8[i + 3] as number);
  }
  for (; i < to; i++) text += SHORT[u8[i] as number];
  return text;
}

function escaped(u8: Uint8Array, from: number, to: number): string {
  let plain = from;
  while (plain < to && PLAIN[u8[plain] as number]) plain++;
  let text = plainText(u8, from, plain);
  for (let i = plain; i < to; i++) {
    const byte = u8[i] as number;
    const next = i + 1 < to ? (u8[i + 1] as number) : 0;
    text += (next >= 0x30 && next <= 0x37 ? PADDED : SHORT)[byte];
  }
  return text;
}

function written(u8: Uint8Array, from: number, to: number, hex: HexStrings): string {
  if (hex === 'none') return escaped(u8, from, to);
  if (hex === 'all') return inHex(u8, from, to);
  let text = '';
  for (let i = from; i < to; i++) {
    const byte = u8[i] as number;
    if (hex === 'non-ascii' && STRANGE[byte]) return inHex(u8, from, to);
    text += SHORT_HEX[byte];
  }
  return text;
}

/**
 * A string as strace prints it: `\t \n \v \f \r \" \\` by name, other bytes that are not printable ASCII as the shortest octal number,
 * padded to three digits before a digit 0 to 7.
 * @param u8 where there is some of it
 * @param from where that begins
 * @param captured how many bytes of it there are
 * @param size how long it really is
 * @param limit how many bytes to show at most; `...` stands for the rest
 */
export function quoteRange(
  u8: Uint8Array,
  from: number,
  captured: number,
  size: number,
  limit: number,
  hex: HexStrings,
): string {
  const shown = Math.min(captured, limit);
  return `"${written(u8, from, from + shown, hex)}"${shown < size ? '...' : ''}`;
}

/** The same of bytes that are all there is. */
export function quote(bytes: Uint8Array, size: number, limit: number, hex: HexStrings = 'none'): string {
  return quoteRange(bytes, 0, bytes.length, size, limit, hex);
}

/** A text with the escapes of such strings, and no quotes around it. */
export function escapedText(text: string): string {
  const bytes = encodeUtf8(text);
  return written(bytes, 0, bytes.length, 'none');
}

/** The same with every byte in hexadecimal, for bytes that are not text. */
export function quoteHex(bytes: Uint8Array, size: number, limit: number): string {
  return quote(bytes, size, limit, 'all');
}

/** The label of a descriptor, for between `<` and `>`; these two are escaped as well. */
export function quoteLabel(label: string, hex: HexStrings = 'none'): string {
  if (hex !== 'all' && /^[ !#-;=?-[\]-~]*$/.test(label)) return label;
  const bytes = encodeUtf8(label);
  return written(bytes, 0, bytes.length, hex).replace(/</g, '\\074').replace(/>/g, '\\076');
}

/** As much of the bytes of one value as JSON shows. With its escapes that fits in a line that can be read again, and in the longest string of V8. */
const MOST_IN_JSON = 8 * 2 ** 20;

/** Bytes as a text of JSON has them: with the escapes of such strings, no quotes around them, and cut after 8 MiB. */
export function plainBytes(bytes: Uint8Array): string {
  return written(bytes, 0, Math.min(bytes.length, MOST_IN_JSON), 'none');
}
