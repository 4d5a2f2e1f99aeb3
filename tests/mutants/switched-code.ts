import { javascriptLanguage } from '@codemirror/lang-javascript';

/** A mutation of a script. */
export interface NumberedCode {
  readonly number: number;
  /** The whole script with the mutation. */
  readonly code: string;
}

/** What a process that no one tells anything has its mutation from. */
export const VARIABLE = 'HOSTCALL_MUTATION';

/** Defines `isOn`: set by whoever runs tests in this thread, and by the environment in other threads and processes. */
const PRELUDE = `const isOn = globalThis.isMutationOn ?? (chosen => number => number === chosen)(Number(globalThis.process?.env?.${VARIABLE} ?? NaN));\n`;

/** Expressions that can be put in parentheses wherever they stand, and the condition of an `if`. */
const WHOLE = new Set(['BinaryExpression', 'UnaryExpression', 'CallExpression', 'ConditionalExpression']);
/** What an expression belongs to, if it is its beginning. */
const CHAIN = new Set(['MemberExpression', 'CallExpression']);

/** A piece of a script that mutations change. */
interface Piece {
  readonly from: number;
  readonly to: number;
  readonly changed: { readonly number: number; readonly text: string }[];
}

type Place = ReturnType<typeof javascriptLanguage.parser.parse>['topNode'];

/** Whether a place can be made conditional by itself. */
function isWhole({ name, parent }: Place): boolean {
  if (name === 'ParenthesizedExpression') return parent?.name === 'IfStatement';
  return WHOLE.has(name) && !(name === 'CallExpression' && CHAIN.has(parent?.name ?? ''));
}

/**
 * A script with many mutations, each of which can be switched on while it is running.
 * @returns the script, and the numbers of the mutations that are not in it, since they change more than an expression
 */
export function switchedCode(code: string, mutations: readonly NumberedCode[]): { code: string; left: Set<number> } {
  const tree = javascriptLanguage.parser.parse(code);
  const pieces = new Map<string, Piece>();
  const left = new Set<number>();
  for (const { number, code: mutated } of mutations) {
    const from = firstDifference(code, mutated);
    const to = code.length - sameEnd(code, mutated, from);
    let place: Place | null = tree.resolveInner(from, 1);
    while (place !== null && !(place.from <= from && to <= place.to && isWhole(place))) place = place.parent;
    if (place === null) {
      left.add(number);
      continue;
    }
    const { from: start, to: end } = place;
    const piece = pieces.get(`${start}-${end}`) ?? { from: start, to: end, changed: [] };
    piece.changed.push({ number, text: mutated.slice(start, end + mutated.length - code.length) });
    pieces.set(`${start}-${end}`, piece);
  }
  // The outermost of those that begin together is first.
  const sorted = [...pieces.values()].sort((one, other) => one.from - other.from || other.to - one.to);
  return { code: PRELUDE + rendered(code, 0, code.length, sorted), left };
}

/** A part of a script with what can be changed in it. @param pieces consumed as far as they are in the part */
function rendered(code: string, from: number, to: number, pieces: Piece[]): string {
  let text = '';
  let at = from;
  while (pieces[0] !== undefined && pieces[0].to <= to) {
    const piece = pieces.shift() as Piece;
    const original = rendered(code, piece.from, piece.to, pieces);
    const choice = piece.changed.reduceRight(
      (rest, { number, text }) => `isOn(${number}) ? ${text} : ${rest}`,
      original,
    );
    text += `${code.slice(at, piece.from)}(${choice})`;
    at = piece.to;
  }
  return text + code.slice(at, to);
}

/** Where two texts begin to differ. */
function firstDifference(one: string, other: string): number {
  let at = 0;
  while (one[at] === other[at]) at++;
  return at;
}

/** How many characters are the same at the end of two texts, not counting those before a place. */
function sameEnd(one: string, other: string, from: number): number {
  const most = Math.min(one.length, other.length) - from;
  let length = 0;
  while (length < most && one[one.length - 1 - length] === other[other.length - 1 - length]) length++;
  return length;
}
