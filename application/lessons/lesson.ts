/**
 * A lesson as data. It is read from the files of a folder in `docs/lessons` when hostcall is built; the command line and pages get it as JSON.
 */
import type { Check } from './check.js';
import type { MarkdownBlock } from './markdown.js';

/** A file that a lesson has. */
export interface LessonFile {
  readonly name: string;
  readonly text: string;
}

/** The inputs of a program of a lesson. Everything is in memory, and the same in every run. */
export interface LessonWorld {
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Files by path. A folder is there with its files; an empty one has a name that ends in a slash. */
  readonly files?: Readonly<Record<string, string>>;
  /** Folders of these files, by guest path. A path that ends in `:ro` is preopened read-only. */
  readonly preopens?: Readonly<Record<string, string>>;
  /** What arrives on standard input: all of it before the program starts, or each text at its time. One read returns no more than one of these texts. */
  readonly stdin?: string | readonly Arrival[];
  /** A socket that listens, and what each of the clients has sent that wait to be accepted. */
  readonly listen?: { readonly name: string; readonly clients: readonly string[] };
  /** Nanoseconds that each look at the clock takes. */
  readonly tick?: number;
}

/** Input that arrives while a program runs. */
export interface Arrival {
  /** Milliseconds of MONOTONIC. */
  readonly at: number;
  readonly text: string;
}

/**
 * What the learner writes.
 *
 * - `program`: a program in WebAssembly text.
 * - `runtime`: a module that makes the runtime in which a given program runs. Its default export gets ports, and returns a runtime.
 * - `adapter`: a module that makes an adapter of a port, which has to keep the port's contract.
 * - `investigation`: a module whose default export finds something out, and returns it.
 */
export const exerciseKinds = ['program', 'runtime', 'adapter', 'investigation'] as const;
export type ExerciseKind = (typeof exerciseKinds)[number];

/** The contracts that an adapter can be checked with. */
export const contractNames = ['random', 'clocks', 'output'] as const;
export type ContractName = (typeof contractNames)[number];

/** An exercise: the program, its world, and the checks of its result. */
export interface Exercise {
  readonly kind: ExerciseKind;
  readonly world: LessonWorld;
  /** Of an `adapter`. */
  readonly contract?: ContractName;
  readonly checks: readonly Check[];
}

/** One of the possible answers to a question. */
export interface Choice {
  readonly text: string;
  readonly right: boolean;
  /** Said when it is chosen. */
  readonly reply: string;
}

/** A question: a learner who knows the answer may skip the lesson. */
export interface Question {
  readonly text: readonly MarkdownBlock[];
  readonly choices: readonly Choice[];
}

/** A place in this project's source. */
export interface Reading {
  /** From the repository's folder. */
  readonly path: string;
  readonly about: string;
}

/** A lesson. */
export interface Lesson {
  /** Its place in the order, from 1. */
  readonly number: number;
  /** The name of its folder without the number: `hello`. */
  readonly name: string;
  /** The name of its folder: `01-hello`. */
  readonly folder: string;
  readonly title: string;
  /** The text, the task and what to read, as they are written. */
  readonly markdown: string;
  /** The explanation. */
  readonly text: readonly MarkdownBlock[];
  /** What to do. */
  readonly task: readonly MarkdownBlock[];
  readonly exercise: Exercise;
  /** The file that the learner edits. */
  readonly start: LessonFile;
  /** A text that passes. */
  readonly solution: LessonFile;
  /** The program that a `runtime` runs, and what else belongs to the lesson: text, or bytes in base64 if the name ends in `.wasm` or `.hcr`. */
  readonly given: readonly LessonFile[];
  readonly question: Question;
  /** Each says more than the one before it. */
  readonly hints: readonly (readonly MarkdownBlock[])[];
  /** Said after success. */
  readonly after: readonly MarkdownBlock[];
  readonly reading: readonly Reading[];
}
