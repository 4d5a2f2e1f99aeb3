import { statSync } from 'node:fs';
import { CommandLineError } from './command-line-error.js';

/** @throws CommandLineError if what is written, a trace or a recording, would be written over the program */
export function refuseSameFile(program: string, path: string, what: 'trace' | 'recording'): void {
  const [one, other] = [program, path].map(each => statSync(each, { bigint: true, throwIfNoEntry: false }));
  if (one !== undefined && one.dev === other?.dev && one.ino === other.ino)
    throw new CommandLineError(
      `the ${what} would be written over the program, ${program}`,
      'name another file with -o',
    );
}
