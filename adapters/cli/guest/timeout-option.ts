/** `--timeout`: how long a program may run. */
import type { OptionDescription } from '../command-description.js';
import { CommandLineError } from '../command-line-error.js';

/** The option of commands that run programs. */
export const timeoutOption: OptionDescription = {
  long: 'timeout',
  argument: 'TIME',
  text: 'end the program when it has run so long, such as 5s or 500ms; the status is then 124',
  details:
    'how long the program may run, in seconds, or with `ms`, `s`, `m` or `h`. When the time is up, the program ends, whatever it does, and the exit status is 124. What there is of a trace, table, recording or list of changes is written, as [for a signal](#signals). With this option everything runs in a second thread',
  default: 'no limit',
};

/** What is reported of a program whose time was up. */
export function timeoutText(milliseconds: number): string {
  return `the program was ended after ${milliseconds / 1000} s; give it a longer --timeout`;
}

/** Milliseconds of each unit; seconds without one, as with timeout(1). */
const UNITS: Readonly<Record<string, number>> = { ms: 1, '': 1000, s: 1000, m: 60_000, h: 3_600_000 };
/** What a timer of Node takes. */
const MOST_MS = 2 ** 31 - 1;

/**
 * Reads a time.
 * @returns milliseconds; undefined if the option was not given
 * @throws CommandLineError for what is none, or too long
 */
export function timeoutOf({ timeout }: { readonly timeout?: string | undefined }): number | undefined {
  if (timeout === undefined) return undefined;
  const [, digits, unit = ''] = /^(\d+(?:\.\d+)?)(ms|s|m|h)?$/.exec(timeout) ?? [];
  if (digits === undefined)
    throw new CommandLineError(
      `invalid --timeout '${timeout}'`,
      'write a time, such as --timeout 5s or --timeout 500ms',
    );
  const milliseconds = Number(digits) * (UNITS[unit] as number);
  if (milliseconds > MOST_MS) throw new CommandLineError(`--timeout ${timeout} is too long`, 'the maximum is 596h');
  return milliseconds;
}
