/** The file that a recording is written to. */
import { type BigIntStats, closeSync, fstatSync, openSync, statSync, writeSync } from 'node:fs';
import { isStackOverflow } from '../../web/index.js';
import { CommandLineError } from '../command-line-error.js';
import { ExitStatus } from '../exit-status.js';

/** A recording that is being written. A failure does not reach the program; it is reported at the end. */
export class RecordingFile {
  readonly #path: string;
  readonly #fd: number;
  #failure: Error | undefined;

  /**
   * @param path is created, or emptied
   * @throws CommandLineError if it can't be
   */
  constructor(path: string) {
    this.#path = path;
    try {
      this.#fd = openSync(path, 'w');
    } catch (error) {
      throw this.#trouble(error as Error);
    }
  }

  /** Writes bytes behind those before, unless that has failed already. Throws, and writes nothing, where the guest has used up the stack. */
  add(bytes: Uint8Array): void {
    if (this.#failure !== undefined) return;
    try {
      for (let done = 0; done < bytes.length; ) done += writeSync(this.#fd, bytes, done);
    } catch (error) {
      if (isStackOverflow(error)) throw error;
      this.#failure = error as Error;
    }
  }

  /** @throws CommandLineError if that, or anything before, failed */
  close(): void {
    try {
      closeSync(this.#fd);
    } catch (error) {
      this.#failure ??= error as Error;
    }
    if (this.#failure !== undefined) throw this.#trouble(this.#failure);
  }

  #trouble(error: Error): CommandLineError {
    return new CommandLineError(
      `the recording can't be written to ${this.#path}: ${error.message}`,
      'name another file with -o',
      ExitStatus.failure,
      { cause: error },
    );
  }
}

/** @throws CommandLineError for what is a pipe, or stdout, for the trace of `trace -o` */
export function refusePipe(path: string): void {
  if (path !== '-' && !/^[|!]/.test(path)) return;
  throw new CommandLineError(
    `a recording goes to a file, and not to '${path}'`,
    'name one with -o, such as -o ./run.hcr',
  );
}

/** @throws CommandLineError if the recording would go to where the program prints: mixed with that, it could not be read */
export function refuseOutputStream(path: string): void {
  const file = statSync(path, { bigint: true, throwIfNoEntry: false });
  if (file === undefined || !(file.isFile() || file.isFIFO())) return;
  for (const [fd, name] of [
    [1, 'stdout'],
    [2, 'stderr'],
  ] as const) {
    const stream = openFile(fd);
    if (stream?.dev === file.dev && stream.ino === file.ino)
      throw new CommandLineError(
        `the recording can't be written to ${path}, where the ${name} of the program goes`,
        'name another file with -o',
      );
  }
}

/** undefined if it is closed. */
function openFile(fd: number): BigIntStats | undefined {
  try {
    return fstatSync(fd, { bigint: true });
  } catch {
    return undefined;
  }
}
