import type { StackFrame } from '../domain/index.js';
import { printable, printableLines } from './text/index.js';

/** Something that the embedder passed cannot be used. The message is `problem; remedy`. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
  /** What is wrong. */
  readonly problem: string;
  /** What to do about it. */
  readonly remedy: string;

  /**
   * Both texts may quote names that come from a guest or a file: characters that are not printable are shown by their numbers.
   * @param problem what is wrong, in lower case and without a full stop
   * @param remedy what to do about it, in the same form
   */
  constructor(problem: string, remedy: string, options?: ErrorOptions) {
    super(printableLines(`${problem}; ${remedy}`), options);
    this.problem = printableLines(problem);
    this.remedy = printableLines(remedy);
  }
}

/**
 * The guest trapped: it did something WebAssembly forbids, aborted, or ended with an exception that it did not catch. The `cause` is what it threw:
 * the engine's error, or the exception, such as a `WebAssembly.Exception`.
 */
export class GuestTrap extends Error {
  override readonly name = 'GuestTrap';
  /** The engine's text for the trap, such as `unreachable`; `uncaught exception` for an exception. */
  readonly text: string;
  /**
   * Where it trapped: the functions of the guest that were being called, the innermost first, and none of the host's between them. Engines keep only
   * the innermost of a deep stack, V8 as many as `Error.stackTraceLimit` says, and none of an exception. `functionSymbols` knows where functions begin.
   */
  readonly frames: readonly StackFrame[];

  constructor(text: string, cause: unknown, frames: readonly StackFrame[] = []) {
    super(`the guest trapped: ${printable(text)}`, { cause });
    this.text = text;
    this.frames = frames;
  }
}

/** An exported function that the embedder called ended the program with `proc_exit`. */
export class GuestExit extends Error {
  override readonly name = 'GuestExit';
  /** 0 to 2^32 − 1, as the guest passed it. */
  readonly exitCode: number;

  constructor(exitCode: number) {
    super(`the guest exited with ${exitCode}`);
    this.exitCode = exitCode;
  }
}

/**
 * Why a program was stopped from outside: `signal`: its signal was aborted; `timeout`: its time was up; `cpu`: it used up its CPU time; `output`: it
 * wrote more than it may; `closed`: it was closed while it was suspended, or by `stop()` in a worker.
 */
export type StopReason = 'signal' | 'timeout' | 'cpu' | 'output' | 'closed';

/** The embedder stopped the program. What it had written is not lost. The `cause` is the signal's reason, if a signal stopped it. */
export class GuestStopped extends Error {
  override readonly name = 'GuestStopped';
  readonly reason: StopReason;

  /** @param why what happened, as a clause */
  constructor(reason: StopReason, why: string, options?: ErrorOptions) {
    super(`the guest was stopped: ${why}`, options);
    this.reason = reason;
  }
}
