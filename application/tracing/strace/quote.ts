import { encodeUtf8 } from '../../../domain/index.js';

const NAMED = new Map([
  [0x09, '\\t'],
  [0x0a, '\\n'],
  [0x0b, '\\v'],
  [0x0c, '\\f'],
  [0x0d, '\\r'],
  [0x22, '\\"'],
  [0x5c, '\\\\'],
]);

/** How each byte is written where no digit follows. */
const SHORT = Array.from({ length: 256 }, (_, byte) => {
  if (byte >= 0x20 && byte < 0x7f && !NAMED.has(byte)) return String.fromCharCode(byte);
  return NAMED.get(byte) ?? `\\${byte.toString(8)}`;
});
/** How it is written before a digit that would otherwise be read as part of it. */
const PADDED = SHORT.map((text, byte) => (/^\\[0-7]/.test(text) ? `\\${byte.toString(8).padStart(3, '0')}` : text));
const HEX = Array.from({ length: 256 }, (_, byte) => `\\x${byte.toString(16).padStart(2, '0')}`);

/** The bytes as strace writes strings, without the quotes. */
function escaped(bytes: Uint8Array, length: number): string {
  let text = '';
  for (let i = 0; i < length; i++) {
    const byte = bytes[i] as number;
    const next = i + 1 < length ? (bytes[i + 1] as number) : 0;
    text += (next >= 0x30 && next <= 0x37 ? PADDED : SHORT)[byte];
  }
  return text;
}

/**
 * A string as strace prints it: `\t \n \v \f \r \" \\` by name, other bytes that are not printable ASCII as the shortest octal number,
 * padded to three digits before a digit 0 to 7.
 * @param bytes what there is of it
 * @param size how long it really is
 * @param limit how many bytes to show at most; `...` stands for the rest
 */
export function quote(bytes: Uint8Array, size: number, limit: number): string {
  const shown = Math.min(bytes.length, limit);
  return `"${escaped(bytes, shown)}"${shown < size ? '...' : ''}`;
}

/** The same with every byte in hexadecimal, for bytes that are no text. */
export function quoteHex(bytes: Uint8Array, size: number, limit: number): string {
  const shown = Math.min(bytes.length, limit);
  let text = '';
  for (let i = 0; i < shown; i++) text += HEX[bytes[i] as number];
  return `"${text}"${shown < size ? '...' : ''}`;
}

/** What a descriptor is called, for between `<` and `>`; these two are escaped as well. */
export function quoteLabel(label: string): string {
  if (/^[ !#-;=?-[\]-~]*$/.test(label)) return label;
  const bytes = encodeUtf8(label);
  return escaped(bytes, bytes.length).replace(/</g, '\\074').replace(/>/g, '\\076');
}
