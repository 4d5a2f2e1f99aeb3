import type { PlainValue } from '../tracing/index.js';

/** The condition on a value: equal; an object with these members; a list with such items; or an operator. */
export type ValuePattern = PlainValue | ValueRule | { readonly [name: string]: ValuePattern } | readonly ValuePattern[];

/** A rule about a value. Its members add up. */
export interface ValueRule {
  readonly min?: number;
  readonly max?: number;
  /** How long a list or a text is. */
  readonly length?: number;
  /** Names of flags or rights, with `|` between them, that it has. */
  readonly has?: string;
  /** Names of flags or rights, with `|` between them, that it lacks. */
  readonly lacks?: string;
}

/** The conditions on a call. */
export interface CallPattern {
  readonly call: string;
  readonly args?: Readonly<Record<string, ValuePattern>>;
  /** Members of the result, which only a call that succeeded has. */
  readonly result?: Readonly<Record<string, ValuePattern>>;
  /** The errno that it returns; `none` if it has to succeed. */
  readonly error?: string;
  /** How many bytes it moves. */
  readonly bytes?: ValuePattern;
  /** When it begins: nanoseconds of MONOTONIC. */
  readonly start?: ValuePattern;
  /** Whether an interceptor returns the result. */
  readonly injected?: boolean;
}

/** How often something happens. */
export interface Times {
  readonly min?: number;
  readonly max?: number;
}

/** The texts of every check. */
interface CheckTexts {
  /** The expectation, as a sentence without a full stop. */
  readonly expects: string;
  /** Said when it is not so: what the likely mistake is. */
  readonly advice?: string;
}

/** The program ends with an exit code. */
export interface ExitCheck extends CheckTexts {
  readonly exitCode: number;
}

/** All that was written to a stream. */
export interface OutputCheck extends CheckTexts {
  readonly stdout?: string;
  readonly stderr?: string;
}

/** How many calls there are of a kind. At least one, if nothing is said. */
export interface CallCheck extends CheckTexts, CallPattern {
  readonly times?: Times;
}

/** Calls that come in this order, others between them. */
export interface OrderCheck extends CheckTexts {
  readonly order: readonly CallPattern[];
}

/** The final contents of a file. */
export interface FileCheck extends CheckTexts {
  readonly file: string;
  /** Its text; null if it must not be there. */
  readonly text: string | null;
}

/** What each client of a socket gets. */
export interface ReceivedCheck extends CheckTexts {
  readonly received: readonly string[];
}

/** The result of the module's function. */
export interface AnswerCheck extends CheckTexts {
  readonly answer: Readonly<Record<string, ValuePattern>>;
}

/** Every test of the port's contract passes. */
export interface ContractCheck extends CheckTexts {
  readonly contract: 'passes';
}

/** One thing that a run has to show. */
export type Check =
  | ExitCheck
  | OutputCheck
  | CallCheck
  | OrderCheck
  | FileCheck
  | ReceivedCheck
  | AnswerCheck
  | ContractCheck;
