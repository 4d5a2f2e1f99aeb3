import type { HostcallName } from '../../domain/index.js';

/** One call of a trace, as texts: what a line of it says. Traces of every kind come down to these before they are compared. */
export interface TraceStep {
  /** Which call of its trace it is; counts from 0, as `-n` and recordings do. */
  readonly number: number;
  /** Which guest made it; 0 where a trace does not say. */
  readonly instance: number;
  /** Which thread of that guest; 1, or undefined, is its first. */
  readonly thread?: number | undefined;
  readonly name: HostcallName;
  /** What stands between the parentheses, one text each: `4</a.txt>`, `[{buf="hi", buf_len=2}]`, `1`. */
  readonly args: readonly string[];
  /** What follows the `=`, without marks and times; undefined for a call that had not ended. */
  readonly result: string | undefined;
  /** ` (INJECTED)`, ` (DELAYED)` or both, if it was tampered with; else empty. Does not count: the program does not see it. */
  readonly marks: string;
  /** How long it took, in nanoseconds; NaN where the trace does not say. */
  readonly duration: number;
  /** When it began, in nanoseconds on the clock of the trace: the program's, since 1970, or since midnight. */
  readonly start?: number | undefined;
  /** What identifies the contents that it moved, beyond what `args` show of them, where a trace has that. */
  readonly contents?: string | undefined;
}

/** What a trace consists of: calls, and at its end how the program ended. */
export type TraceItem = TraceStep | { readonly ending: string };

/** A trace that can't be read. */
export class TraceFormatError extends Error {
  /** Counts from 1. */
  readonly line: number;

  /**
   * @param line where in the trace
   * @param problem what is wrong there, to follow "line 7 "
   */
  constructor(line: number, problem: string) {
    super(problem);
    this.name = 'TraceFormatError';
    this.line = line;
  }
}

/**
 * A step as a line of a trace.
 * @param column of the `=`, at least
 */
export function stepText({ name, args, result, marks }: TraceStep, column = 40): string {
  const call = `${name}(${args.join(', ')}`;
  return result === undefined ? `${call} <unfinished ...>` : `${`${call})`.padEnd(column - 1)} = ${result}${marks}`;
}
