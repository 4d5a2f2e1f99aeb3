import type { PlainEvent, PlainValue } from '../tracing/index.js';

/** A call of the program. */
export interface ObservedCall extends PlainEvent {
  /** Its line in a trace. */
  readonly text: string;
  /** What it asked for and got, in a sentence, if that is known. */
  readonly sentence?: string;
}

/** How a run ended. */
export type RunEnd =
  | { readonly kind: 'exit'; readonly code: number }
  | { readonly kind: 'trap'; readonly text: string }
  /** It took too long, made too many calls, or waited for what never comes. */
  | { readonly kind: 'stopped'; readonly why: string }
  /** It could not be run: it does not assemble, is not JavaScript, or asks for what there is not. */
  | { readonly kind: 'failed'; readonly problem: string; readonly detail?: string };

/** A test of a contract, and what it said if it failed. */
export interface TestResult {
  readonly title: string;
  readonly error?: string;
}

/** The result of a run of an exercise. It can be cloned and posted. */
export interface ExerciseRun {
  readonly end: RunEnd;
  readonly calls: readonly ObservedCall[];
  readonly stdout: string;
  readonly stderr: string;
  /** Files in the end, by path. */
  readonly files: Readonly<Record<string, string>>;
  /** What clients got from sockets, in their order. */
  readonly received?: readonly string[];
  /** The run as a recording, if it was traced by us. */
  readonly recording?: Uint8Array;
  /** Of an adapter. */
  readonly tests?: readonly TestResult[];
  /** Of an investigation. */
  readonly answer?: PlainValue;
}

/** A run that gave nothing but its end. */
export function runWithout(end: RunEnd): ExerciseRun {
  return { end, calls: [], stdout: '', stderr: '', files: {} };
}
