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

/** A count of things: `1 byte`, `2 entries`. @param noun in the singular */
export function counted(count: number | bigint, noun: string): string {
  const plural = noun.endsWith('y') ? `${noun.slice(0, -1)}ies` : `${noun}s`;
  return `${count} ${Number(count) === 1 ? noun : plural}`;
}

/** `a, b and c`. */
export function listed(items: readonly string[], word = 'and'): string {
  return items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} ${word} ${items.at(-1)}`;
}
