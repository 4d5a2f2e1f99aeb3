import type { CallList } from '../../../application/inspection/index.js';
import type { HostcallName } from '../../../domain/index.js';

/** A call as a row of the list shows it. */
export interface CallLine {
  readonly name: HostcallName;
  /** Up to the closing parenthesis. */
  readonly head: string;
  /** Behind the `=`; for an errno its name comes first, then its text. */
  readonly result: string;
  /** `(INJECTED)`, `(DELAYED)`, or both; empty if it was not tampered with. */
  readonly marks: string;
}

/** How many lines are kept: those in view, and some pages around them. */
const KEPT = 512;

/** The lines of the list, on demand. */
export class CallLines {
  readonly #calls: CallList;
  readonly #kept = new Map<number, CallLine>();

  constructor(calls: CallList) {
    this.#calls = calls;
  }

  at(call: number): CallLine {
    const kept = this.#kept.get(call);
    if (kept !== undefined) return kept;
    const line = callLine(this.#calls, call);
    if (this.#kept.size >= KEPT) this.#kept.clear();
    this.#kept.set(call, line);
    return line;
  }
}

function callLine(calls: CallList, call: number): CallLine {
  const { head, result, marks } = calls.pieces(call);
  return {
    name: calls.name(call),
    head,
    result: result === undefined ? 'has not returned' : result.replace(/^-1 (?=E[A-Z\d]+ \()/, ''),
    marks,
  };
}
