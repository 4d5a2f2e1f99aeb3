import { decodeUtf8 } from '../../../domain/index.js';
import { quote, quoteLabel } from '../strace/quote.js';

const STRING = String.raw`"(?:[^"\\]|\\.)*"`;
/** A string, or what a descriptor is called, perhaps with more about it. Escapes keep `<` and `>` out of its name. */
const PIECE = new RegExp(String.raw`${STRING}|(?<=\d)<(?<name>(?:[^<>"\\]|\\.)*)(?:<(?:${STRING}|[^<>"])*>)?>`, 'g');
const ESCAPE = /\\(?:x([0-9a-f]{2})|([0-7]{1,3})|(.))/g;
const NAMED: Readonly<Record<string, string>> = { t: '\t', n: '\n', v: '\v', f: '\f', r: '\r' };

/** The bytes of an escaped text. */
function bytesOf(text: string): Uint8Array {
  const characters = text.replace(ESCAPE, (_, hex?: string, octal?: string, other = '') => {
    if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16));
    if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8) & 0xff);
    return NAMED[other] ?? other;
  });
  return Uint8Array.from(characters, character => character.charCodeAt(0));
}

function plainString(text: string): string {
  if (!text.includes('\\x')) return text;
  const bytes = bytesOf(text.slice(1, -1));
  return quote(bytes, bytes.length, bytes.length);
}

function plainLabel(name: string): string {
  if (!name.includes('\\x')) return name;
  const bytes = bytesOf(name);
  return quoteLabel(decodeUtf8(bytes, 0, bytes.length) ?? name);
}

/**
 * An argument or a result as it is printed without options: strings are not in hexadecimal (`-x`), and descriptors have no more than a name
 * (`-yy`).
 */
export function plainForm(text: string): string {
  if (!text.includes('\\x') && !text.includes('>>')) return text;
  return text.replace(PIECE, (piece, name?: string) =>
    name === undefined ? plainString(piece) : `<${plainLabel(name)}>`,
  );
}
