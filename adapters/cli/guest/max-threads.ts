/** `--max-threads`: how many threads a program may have. */
import { startsThreads } from '../../../application/runtime/index.js';
import type { CompiledModule } from '../../../domain/index.js';
import type { OptionDescription } from '../command-description.js';
import { CommandLineError } from '../command-line-error.js';
import { wholeNumber } from '../whole-number.js';

/** The value of the option. */
export interface ThreadOptions {
  readonly maxThreads?: string;
}

/** The option of commands that run programs. */
export const maxThreadsOption: OptionDescription = {
  long: 'max-threads',
  argument: 'N',
  text: 'threads that the program may have at once',
  details:
    'threads that the program may have at once, its first one included, from 1 to 10000; beyond it, thread-spawn returns -6 (EAGAIN). See [programs with threads](threads.md)',
  default: '64',
};

/**
 * The number that is asked for; undefined if none is.
 * @throws CommandLineError if it is not a number from 1 to 10000
 */
export function maxThreadsOf({ maxThreads }: ThreadOptions): number | undefined {
  return maxThreads === undefined ? undefined : Number(wholeNumber('--max-threads', maxThreads, 1n, 10_000n, 8));
}

/** @throws CommandLineError for a program with threads whose computing is to be limited: its threads are not the one that is timed */
export function refuseCpuTime(program: string, module: CompiledModule, maxCpuTime: number | undefined): void {
  if (maxCpuTime !== undefined && startsThreads(module))
    throw new CommandLineError(
      `--max-cpu-time is the time of one thread, and ${program} has several`,
      'leave it out, and give a --timeout',
    );
}
