/** Parts of sentences about calls. All of it is printable ASCII in one line. */

import { encodeUtf8 } from '../../domain/index.js';
import { quote, quoteLabel } from './quote.js';

/** An earlier call in a sentence: `path_open (call 12)`. */
export function referenceText({ sequence, name }: { readonly sequence: number; readonly name: string }): string {
  return `${name} (call ${sequence})`;
}

/** A descriptor in a sentence, as in a trace: `3</data>`. */
export function descriptorText({ fd, label }: { readonly fd: number; readonly label?: string | undefined }): string {
  return label === undefined ? String(fd | 0) : `${fd | 0}<${quoteLabel(label)}>`;
}

/** A name or a path in a sentence: between quotes, with a trace's escapes. */
export function quoted(text: string): string {
  const bytes = encodeUtf8(text);
  return quote(bytes, bytes.length, bytes.length);
}

/** `a, b and c`. */
export function listed(items: readonly string[], word = 'and'): string {
  return items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} ${word} ${items.at(-1)}`;
}

/** A sentence of the tables as a part of another one: no full stop, no capital, no code marks, ASCII. */
export function clause(sentence: string): string {
  const plain = sentence.replaceAll('`', '').replaceAll('\u2019', "'").replace(/\.$/, '');
  return /^[A-Z][a-z]|^A /.test(plain) ? `${plain[0]?.toLowerCase()}${plain.slice(1)}` : plain;
}
