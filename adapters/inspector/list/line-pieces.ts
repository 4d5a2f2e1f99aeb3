/** A call's line, in pieces for colours. It may be of any trace, so nothing of it is taken for granted. */

/** The kind of a piece of a line. */
export type PieceKind = 'name' | 'string' | 'label' | 'number' | 'constant' | 'field' | 'comment' | 'plain';

/** A piece of a line. */
export interface Piece {
  readonly kind: PieceKind;
  readonly text: string;
}

/** The longest line that is taken apart; more of it would not be seen. */
const LONGEST = 600;

const PIECES: readonly (readonly [PieceKind, string])[] = [
  ['string', String.raw`"(?:[^"\\]|\\.)*"?(?:\.\.\.)?`],
  ['comment', String.raw`/\*.*?\*/`],
  ['label', String.raw`<[^<>\s][^<>]*>`],
  ['field', String.raw`\b[a-z_][\w.]*(?==)`],
  ['number', String.raw`-?\b(?:0x[\da-f]+|\d+(?:\.\d+)?)(?:ns)?\b`],
  ['constant', String.raw`\b[A-Z][A-Z_\d]+\b`],
];

const PATTERN = new RegExp(PIECES.map(([, source]) => `(${source})`).join('|'), 'g');

/** @param line a call as a trace prints it, without its result */
export function linePieces(line: string): Piece[] {
  const shown = line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line;
  const name = /^\w+(?=\()/.exec(shown)?.[0] ?? '';
  const found: Piece[] = name === '' ? [] : [{ kind: 'name', text: name }];
  let at = name.length;
  const rest = shown.slice(at);
  for (const match of rest.matchAll(PATTERN)) {
    const from = name.length + match.index;
    if (from > at) found.push({ kind: 'plain', text: shown.slice(at, from) });
    const kind = PIECES[match.slice(1).findIndex(group => group !== undefined)]?.[0] ?? 'plain';
    found.push({ kind, text: match[0] });
    at = from + match[0].length;
  }
  if (at < shown.length) found.push({ kind: 'plain', text: shown.slice(at) });
  return found;
}
