import { printable, printableLines } from './text/index.js';

/** What the embedder gave us is not usable. The message says what is wrong and what to do. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';

  /** @param message may tell names that a guest or a file has: what of it is not printable is shown by its number */
  constructor(message: string, options?: ErrorOptions) {
    super(printableLines(message), options);
  }
}

/**
 * The guest trapped: it did something WebAssembly forbids, aborted, or ended with an exception that it did not catch. The `cause` is what came out of
 * it: the engine's error, or the exception, a `WebAssembly.Exception` for one.
 */
export class GuestTrap extends Error {
  override readonly name = 'GuestTrap';
  /** The engine's text for the trap, such as `unreachable`; `uncaught exception` for an exception. */
  readonly text: string;

  constructor(text: string, cause: unknown) {
    super(`the guest trapped: ${printable(text)}`, { cause });
    this.text = text;
  }
}

/** An exported function that the embedder called ended the program with `proc_exit`. */
export class GuestExit extends Error {
  override readonly name = 'GuestExit';
  /** 0 to 2^32 − 1, as the guest gave it. */
  readonly exitCode: number;

  constructor(exitCode: number) {
    super(`the guest exited with ${exitCode}`);
    this.exitCode = exitCode;
  }
}
