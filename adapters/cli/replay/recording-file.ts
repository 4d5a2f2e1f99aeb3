/** The file of a recording on the host: to be written, and to be read. */
import { type BigIntStats, closeSync, fstatSync, openSync, statSync, writeSync } from 'node:fs';
import { type Recording, type RecordingError, readRecording } from '../../../application/recording/index.js';
import { isStackOverflow } from '../../../application/tracing/index.js';
import { CommandLineError, ExitStatus } from '../terminal/report.js';
import { readWholeFile } from '../whole-file.js';

/** A recording that is being written. The program is not to notice that this fails; whoever asked for it learns it at the end. */
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

/** @throws CommandLineError if what is written, a trace or a recording, would be written over the program */
export function refuseSameFile(program: string, path: string, what: 'trace' | 'recording'): void {
  const [one, other] = [program, path].map(each => statSync(each, { bigint: true, throwIfNoEntry: false }));
  if (one !== undefined && one.dev === other?.dev && one.ino === other.ino)
    throw new CommandLineError(
      `the ${what} would be written over the program, ${program}`,
      'name another file with -o',
    );
}

/** @throws CommandLineError if the recording would go to where the program prints: with that in between, nobody could read it */
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
        `${path} is where the program's ${name} goes, and the recording can't go there as well`,
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

const MOST_GIB = 2;
const RECORDING = { what: 'recording', inDirectory: 'name the .hcr file in it' };

/**
 * Reads a recording.
 * @param path of the file
 * @param partial whether one that is cut off or damaged will do, as far as it is whole
 * @throws CommandLineError for a file that can't be read or is no whole recording
 */
export function readRecordingFile(path: string, partial = false): Recording {
  const bytes = readWholeFile(path, RECORDING, MOST_GIB);
  try {
    return readRecording(bytes, { partial });
  } catch (error) {
    throw unusable(path, error as RecordingError, !partial && hasCalls(bytes));
  }
}

/** Whether there are calls in a recording that is not whole. */
function hasCalls(bytes: Uint8Array): boolean {
  try {
    return readRecording(bytes, { partial: true }).calls().next().done !== true;
  } catch {
    return false;
  }
}

/**
 * What to say of a file that is no whole recording.
 * @param printable there is something of it that can be printed, and was not
 */
export function unusable(path: string, error: Error, printable = false): Error {
  if (error.name !== 'RecordingError') return error;
  return new CommandLineError(
    `${path}: ${error.message}`,
    `name a whole file that \`hostcall record\` has written${printable ? '; `hostcall replay --print` shows what there is of this one' : ''}`,
    ExitStatus.usage,
    { cause: error },
  );
}
