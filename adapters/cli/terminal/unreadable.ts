import { CommandLineError, ExitStatus } from './report.js';

/** What a file on the command line was to be, for a message about one that can't be read. */
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
