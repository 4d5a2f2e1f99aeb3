import { decodeUtf8 } from '../../domain/index.js';
import { quote, quoteLabel } from '../text/index.js';
import { stringEnd } from './string-end.js';

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

/** What stands for itself in a trace's string or label, without its escapes; undefined if that is not UTF-8. */
export function unescaped(text: string): string | undefined {
  if (!text.includes('\\')) return text;
  const bytes = bytesOf(text);
  return decodeUtf8(bytes, 0, bytes.length);
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

/** Where the name of a descriptor ends that begins at `at`: at the first `<`, `>` or quote. Escapes keep these out of it. */
function nameEnd(text: string, at: number): number {
  let i = at;
  for (; i < text.length; i++) {
    const char = text[i];
    if (char === '\\') i++;
    else if (char === '<' || char === '>' || char === '"') break;
  }
  return i;
}

/** Where what is told of a descriptor beside its name ends: behind the `>` that belongs to the `<` at `at`. -1 if it does not. */
function detailsEnd(text: string, at: number): number {
  for (let i = at + 1; i < text.length; ) {
    const char = text[i];
    if (char === '<') return -1;
    if (char === '>') return i + 1;
    i = char === '"' ? stringEnd(text, i) : i + 1;
    if (i < 0) return -1;
  }
  return -1;
}

/** Where a name ends that begins behind the `<` at `at`, and all that is in these brackets; undefined if they do not end. */
function labelAt(text: string, at: number): { readonly name: number; readonly end: number } | undefined {
  const name = nameEnd(text, at + 1);
  const end = text[name] === '<' ? detailsEnd(text, name) : name;
  return end >= 0 && text[end] === '>' ? { name, end: end + 1 } : undefined;
}

const isDigit = (char: string | undefined) => char !== undefined && char >= '0' && char <= '9';

/**
 * An argument or a result as it is printed without options: strings are not in hexadecimal (`-x`), and descriptors have no more than a name
 * (`-yy`).
 */
export function plainForm(text: string): string {
  if (!text.includes('\\x') && !text.includes('>>')) return text;
  let plain = '';
  let done = 0;
  for (let i = 0; i < text.length; ) {
    const char = text[i];
    let end = i + 1;
    if (char === '"') {
      end = stringEnd(text, i);
      if (end < 0) break;
      plain += text.slice(done, i) + plainString(text.slice(i, end));
      done = end;
    } else if (char === '<' && isDigit(text[i - 1])) {
      const label = labelAt(text, i);
      if (label !== undefined) {
        end = label.end;
        plain += `${text.slice(done, i)}<${plainLabel(text.slice(i + 1, label.name))}>`;
        done = end;
      }
    }
    i = end;
  }
  return plain + text.slice(done);
}
