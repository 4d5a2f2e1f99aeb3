/** How calls are shown beside each other: a sign, the calls' numbers in both traces, the lines. */
import { stepText, stringEnd, type TraceStep } from '../../../application/comparison/index.js';
import { printable } from '../../../application/text/index.js';
import type { Paint } from '../terminal/colour.js';

/** Prints calls in columns. */
export class DiffRows {
  readonly #width: number;
  readonly #paint: Paint;
  readonly #stringLimit: number | undefined;

  /**
   * @param most the highest number of a call
   * @param stringLimit how many characters of a string are shown; undefined for as many as there are
   */
  constructor(most: number, paint: Paint, stringLimit: number | undefined) {
    this.#width = String(most).length;
    this.#paint = paint;
    this.#stringLimit = stringLimit;
  }

  /** A call that both have. */
  same(a: TraceStep, b: TraceStep): string {
    return this.#row(' ', a.number, b.number, this.#text(a));
  }

  /** A call that only A has. */
  onlyA(step: TraceStep): string {
    return this.#paint('red', this.#row('-', step.number, undefined, this.#text(step)));
  }

  /** A call that only B has. */
  onlyB(step: TraceStep): string {
    return this.#paint('green', this.#row('+', undefined, step.number, this.#text(step)));
  }

  /** Two calls that belong together and differ: two lines, in which what differs stands out. */
  changed(a: TraceStep, b: TraceStep): string[] {
    const [ours, theirs] = [this.#pieces(a), this.#pieces(b)];
    const alike = stepText(ours) === stepText(theirs);
    const marked = (pieces: TraceStep, others: TraceStep, style: 'red' | 'green'): TraceStep => {
      const mark = (text: string, other: string | undefined) =>
        text === other ? this.#paint(style, text) : this.#paint([style, 'bold', 'underline'], text);
      return {
        ...pieces,
        args: pieces.args.map((arg, index) => mark(arg, others.args[index])),
        ...(pieces.result !== undefined && { result: mark(pieces.result, others.result) }),
      };
    };
    return [
      this.#paint('red', this.#row('-', a.number, undefined, '')) + this.#aligned(marked(ours, theirs, 'red'), ours),
      this.#paint('green', this.#row('+', undefined, b.number, '')) +
        this.#aligned(marked(theirs, ours, 'green'), theirs),
      ...(alike ? [this.#row(' ', undefined, undefined, 'They differ in what is not shown of their strings.')] : []),
    ];
  }

  #row(sign: string, a: number | undefined, b: number | undefined, text: string): string {
    const number = (value: number | undefined) => String(value ?? '').padStart(this.#width);
    return `${sign} ${number(a)} ${number(b)}  ${text}`;
  }

  #text(step: TraceStep): string {
    return stepText(this.#pieces(step));
  }

  /** Colours take room in a text and none on a terminal. */
  #aligned(painted: TraceStep, plain: TraceStep): string {
    const extra = painted.args.join('').length - plain.args.join('').length;
    return stepText(painted, 40 + extra);
  }

  /** A step as it is shown: its strings cut, and nothing in it that a terminal would obey. */
  #pieces(step: TraceStep): TraceStep {
    const limit = this.#stringLimit;
    return {
      ...step,
      args: step.args.map(arg => printable(limit === undefined ? arg : cutStrings(arg, limit))),
      result: step.result === undefined ? undefined : printable(step.result),
    };
  }
}

/** A character of a quoted string, as it is written. */
const CHARACTER = /[^\\]|\\(?:[0-7]{1,3}|x[0-9a-f]{2}|.)/sy;

/** The end of a string's first characters, if it has more. */
function charactersEnd(text: string, from: number, to: number, limit: number): number {
  let at = from;
  for (let i = 0; i < limit && at < to; i++) {
    CHARACTER.lastIndex = at;
    at += CHARACTER.exec(text)?.[0].length ?? 1;
  }
  return Math.min(at, to);
}

/** Names of files are not cut, and they are arguments of their own. */
function cutStrings(arg: string, limit: number): string {
  if (arg.startsWith('"')) return arg;
  let text = '';
  let done = 0;
  for (let start = arg.indexOf('"'); start >= 0; start = arg.indexOf('"', done)) {
    const end = stringEnd(arg, start);
    if (end < 0) break;
    const cut = charactersEnd(arg, start + 1, end - 1, limit);
    const isCut = cut < end - 1;
    text += `${arg.slice(done, cut)}"${isCut ? '...' : ''}`;
    done = isCut && arg.startsWith('...', end) ? end + 3 : end;
  }
  return text + arg.slice(done);
}
