import type { WorkerOutcome } from '../../adapters/browser/index.js';
import type { FileTreeEntry } from '../../domain/index.js';

/** A task for a page or a worker. */
export type Job = ErrandJob | ContractJob | WorkersJob | ThreadsJob;

/** To run a program. */
export interface ErrandJob {
  readonly kind: 'errand';
  /** The address of the program. */
  readonly url: string;
  readonly args: readonly string[];
  /** Answers to the program's questions, one at a time. */
  readonly answers: readonly string[];
  readonly files: Readonly<Record<string, string>>;
  /** Whether output goes to the console. */
  readonly console: boolean;
}

/** To run the suites of ports on the browser's adapter. */
export interface ContractJob {
  readonly kind: 'contract';
  readonly ports: readonly ('clocks' | 'engine' | 'random' | 'waiting')[];
}

/** To run programs in workers of the page. */
export interface WorkersJob {
  readonly kind: 'workers';
  /** The bytes of programs, by name. */
  readonly guests: Readonly<Record<string, readonly number[]>>;
}

/** To run a program with threads. */
export interface ThreadsJob {
  readonly kind: 'threads';
  /** The address of the program. */
  readonly url: string;
  readonly scenario: string;
}

/** What came of a program with threads. */
export interface ThreadsReport {
  readonly exitCode?: number;
  /** The text of a trap, or of another error. */
  readonly failed?: string;
  /** Lines of its outputs. */
  readonly output: readonly string[];
  /** The numbers of the threads that made calls. */
  readonly threads: readonly number[];
}

/** What came of it. */
export interface Report {
  readonly workers?: WorkersReport;
  readonly threads?: ThreadsReport;
  readonly thread: Thread;
  readonly errand?: ErrandReport;
  readonly tests?: readonly TestReport[];
}

/** Where it was done. */
export interface Thread {
  readonly isolated: boolean;
  readonly sharedArrayBuffer: boolean;
  readonly blocks: boolean;
}

export interface ErrandReport {
  readonly exitCode?: number;
  /** The text of a trap. */
  readonly trapped?: string;
  /** Lines and answers in the order in which they came and went, each with `1:`, `2:` or `0:` before it. */
  readonly dialogue: readonly string[];
  readonly trace: readonly string[];
  /** All that is in the program's file system then: path and entry. */
  readonly files: readonly (readonly [string, FileTreeEntry])[];
}

export interface TestReport {
  readonly title: string;
  /** The failure's text. */
  readonly failure?: string;
}

/** What came of programs in workers; `refused` alone if none could be run. */
export interface WorkersReport {
  readonly refused?: string;
  /** The output of a program that copies its input. */
  readonly copied?: {
    readonly begin: string;
    readonly length: number;
    readonly outcome: WorkerOutcome;
    /** The errnos of its reads, each once. */
    readonly errnos: readonly number[];
  };
  readonly stopped?: readonly WorkerOutcome[];
  readonly trapped?: WorkerOutcome;
  readonly unloadable?: WorkerOutcome;
  readonly pooled?: readonly WorkerOutcome[];
}
