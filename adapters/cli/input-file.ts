/** Reading the files that a command is about: to their end, and no further than they can be used. */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { CommandLineError } from './command-line-error.js';
import { ExitStatus } from './exit-status.js';
import type { Progress } from './terminal/progress.js';

const GIB = 2 ** 30;
/** The size of a read from a source of unknown size, such as a pipe. */
const PIECE = 1 << 20;
/** Bytes that are read at once, before it is told how far that is. */
const STEP = 1 << 24;

/**
 * Reads a file.
 * @param most how many GiB it may have. A device may have no end
 * @param progress is told how much is read
 * @throws CommandLineError for one that can't be read or is larger
 */
export function readWholeFile(path: string, wanted: WantedFile, most: number, progress?: Progress): Uint8Array {
  let fd: number | undefined;
  try {
    fd = openSync(path, 'r');
    progress?.begin(`reading ${path}`, fstatSync(fd).size || undefined, 'bytes');
    const bytes = readUpTo(fd, most * GIB, by => progress?.advance(by));
    if (bytes !== undefined) return bytes;
  } catch (error) {
    throw unreadable(path, wanted, error);
  } finally {
    if (fd !== undefined) closeSync(fd);
  }
  throw new CommandLineError(
    `${path} is larger than ${most} GiB, the most that hostcall reads of a ${wanted.what}`,
    `check the path of the ${wanted.what}`,
  );
}

/** @returns undefined if there is more than that */
function readUpTo(fd: number, most: number, advance: (by: number) => void): Uint8Array | undefined {
  const { size } = fstatSync(fd);
  if (size > most) return undefined;
  const pieces: Buffer[] = [];
  let total = 0;
  for (let ended = false; !ended; ) {
    const room = Buffer.allocUnsafe(Math.min(GIB, Math.max(PIECE, size - total + 1)));
    let count = 0;
    while (count < room.length && !ended) {
      const read = readSync(fd, room, count, Math.min(STEP, room.length - count), null);
      ended = read === 0;
      count += read;
      advance(read);
    }
    total += count;
    if (total > most) return undefined;
    pieces.push(2 * count < room.length ? Buffer.from(room.subarray(0, count)) : room.subarray(0, count));
  }
  const [first] = pieces;
  return pieces.length === 1 && first !== undefined ? first : Buffer.concat(pieces);
}

/** The kind of a file on the command line, for a message about one that can't be read. */
export interface WantedFile {
  /** `program`, say. */
  readonly what: string;
  /** What to do if it is a directory: `name the .wasm file in it`. */
  readonly inDirectory: string;
}

/**
 * What to say of a file that can't be read.
 * @param error what Node threw
 * @returns the error to throw: one with a remedy; that of Node where none is known
 */
export function unreadable(path: string, { what, inDirectory }: WantedFile, error: unknown): unknown {
  const problems: Readonly<Record<string, readonly [string, string]>> = {
    ENOENT: ['no such file', `check the path of the ${what}`],
    ENOTDIR: ['no such file', `check the path of the ${what}`],
    EISDIR: ['is a directory', inDirectory],
    EACCES: ['permission denied', 'make the file readable'],
    EPERM: ['permission denied', 'make the file readable'],
  };
  const [problem, remedy] = problems[(error as NodeJS.ErrnoException).code ?? ''] ?? [];
  if (problem === undefined || remedy === undefined) return error;
  return new CommandLineError(`${path}: ${problem}`, remedy, ExitStatus.usage, { cause: error });
}
