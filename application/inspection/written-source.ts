import { decodeUtf8 } from '../../domain/index.js';
import {
  parseStrace,
  stepsOfJson,
  stepsOfText,
  TraceFormatError,
  type TraceItem,
  type TraceStep,
} from '../comparison/index.js';
import type { LinePieces } from '../formats/index.js';
import type { ColumnWriter } from './call-columns.js';
import type { CallSource } from './call-source.js';
import { factsOfStep } from './step-facts.js';
import type { TouchedTable } from './touched.js';

const NEWLINE = 0x0a;
const RETURN = 0x0d;
const BRACE = 0x7b;
const NO_BYTES = new Uint8Array(0);

/** The lines of some bytes, and where the last one began. */
class Lines implements Iterable<string> {
  readonly #bytes: Uint8Array;
  /** Where the line that was given last begins. */
  start = 0;
  /** Where the next one begins. */
  next = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  *[Symbol.iterator](): Generator<string> {
    while (this.next < this.#bytes.length) {
      this.start = this.next;
      const end = lineEnd(this.#bytes, this.start);
      this.next = end + 1;
      yield lineAt(this.#bytes, this.start);
    }
  }
}

function lineEnd(bytes: Uint8Array, start: number): number {
  const end = bytes.indexOf(NEWLINE, start);
  return end < 0 ? bytes.length : end;
}

/** A line, without its end. Bytes that are not ASCII in a line that is not UTF-8 are replaced by U+FFFD. */
function lineAt(bytes: Uint8Array, start: number): string {
  let end = lineEnd(bytes, start);
  if (end > start && bytes[end - 1] === RETURN) end--;
  const text = decodeUtf8(bytes, start, end - start);
  if (text !== undefined) return text;
  let replaced = '';
  for (let i = start; i < end; i++) {
    const byte = bytes[i] as number;
    replaced += byte < 0x80 ? String.fromCharCode(byte) : '\ufffd';
  }
  return replaced;
}

/** The calls of a trace that was written as text or as NDJSON. It is read once all of it is there. */
export class WrittenSource implements CallSource {
  readonly end = undefined;
  ending: string | undefined;
  #pieces: Uint8Array[] = [];
  #bytes = NO_BYTES as Uint8Array;
  #lines: Lines | undefined;
  #json = false;
  #steps: Iterator<TraceItem> | undefined;
  /** Where the line of each call begins. */
  #starts = new Float64Array(4096);
  #last: TraceStep | undefined;

  get progress(): number {
    return this.#lines === undefined || this.#bytes.length === 0 ? 0 : this.#lines.next / this.#bytes.length;
  }

  add(bytes: Uint8Array): void {
    if (this.#steps !== undefined) throw new TypeError('the trace has been finished');
    this.#pieces.push(bytes);
  }

  finish(): void {
    if (this.#steps !== undefined) return;
    this.#bytes = joined(this.#pieces);
    this.#pieces = [];
    this.#json = this.#bytes.find(byte => byte > 0x20) === BRACE;
    this.#lines = new Lines(this.#bytes);
    this.#steps = (this.#json ? stepsOfJson : stepsOfText)(this.#lines);
  }

  read(columns: ColumnWriter, touched: TouchedTable, most: number): boolean {
    const steps = this.#steps;
    if (steps === undefined) return false;
    for (let left = most; left > 0; left--) {
      const next = steps.next();
      if (next.done === true) {
        if (columns.length === 0 && this.ending === undefined) throw new TraceFormatError(1, 'is not part of a trace');
        return false;
      }
      const item = next.value;
      if ('ending' in item) this.ending = item.ending;
      else this.#add(item, columns, touched);
    }
    return true;
  }

  event(): undefined {
    return undefined;
  }

  line(index: number): string {
    const line = lineAt(this.#bytes, this.#starts[index] as number);
    return this.#json ? (JSON.parse(line) as { readonly text: string }).text : line;
  }

  pieces(index: number): LinePieces {
    const line = this.line(index);
    const step = parseStrace(line, 0);
    if (typeof step === 'string' || !('args' in step)) return { head: line, result: '', marks: '' };
    const { name, args, result, marks } = step;
    return { head: `${name}(${args.join(', ')})`, result, marks: marks.trim() };
  }

  #add(step: TraceStep, columns: ColumnWriter, touched: TouchedTable): void {
    const { length } = columns;
    if (length === this.#starts.length) {
      const starts = new Float64Array(2 * length);
      starts.set(this.#starts);
      this.#starts = starts;
    }
    // A call that a line says was repeated has the line of the first.
    const repeated = this.#last !== undefined && step.args === this.#last.args;
    this.#starts[length] = repeated ? (this.#starts[length - 1] as number) : (this.#lines as Lines).start;
    this.#last = step;
    columns.add(factsOfStep(step, touched));
  }
}

function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const [only] = pieces;
  if (only !== undefined && pieces.length === 1) return only;
  const bytes = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}
