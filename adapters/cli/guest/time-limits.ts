/** `--timeout` and `--max-cpu-time`: for how long a program may run, and compute. */
import type { OptionDescription } from '../command-description.js';
import { CommandLineError } from '../command-line-error.js';

/** The options as they were given. */
export interface TimeLimitOptions {
  readonly timeout?: string;
  readonly maxCpuTime?: string;
}

/** In milliseconds; undefined for no limit. */
export interface TimeLimits {
  readonly timeout: number | undefined;
  readonly maxCpuTime: number | undefined;
}

export const timeoutOption: OptionDescription = {
  long: 'timeout',
  argument: 'TIME',
  text: 'end the program after this time, such as 5s or 500ms, with status 124',
  details:
    'how long the program may run, in seconds, or with `ms`, `s`, `m` or `h`. When the time is up, the program ends, whatever it does, and the exit status is 124. What there is of a trace, table, recording or list of changes is written, as [for a signal](#signals). With this option everything runs in a second thread',
  default: 'no limit',
};

export const maxCpuTimeOption: OptionDescription = {
  long: 'max-cpu-time',
  argument: 'TIME',
  text: 'end the program after this much processor time, such as 5s or 500ms, with status 152',
  details:
    'how long the program may compute, its hostcalls included: the CPU time of its thread, without the time in which it waits. It ends as with `--timeout`, with the exit status 152, as SIGXCPU ends native programs. On other systems than Linux this needs Node 22.19 or later',
  default: 'no limit',
};

/** Milliseconds of each unit; seconds without one, as with timeout(1). */
const UNITS: Readonly<Record<string, number>> = { ms: 1, '': 1000, s: 1000, m: 60_000, h: 3_600_000 };
/** The maximum of a timer of Node. */
const MOST_MS = 2 ** 31 - 1;

/**
 * Reads the options.
 * @throws CommandLineError for an invalid time, or one that is too long
 */
export function timeLimits({ timeout, maxCpuTime }: TimeLimitOptions): TimeLimits {
  return { timeout: timeOf('--timeout', timeout), maxCpuTime: timeOf('--max-cpu-time', maxCpuTime) };
}

function timeOf(option: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const [, digits, unit = ''] = /^(\d+(?:\.\d+)?)(ms|s|m|h)?$/.exec(text) ?? [];
  if (digits === undefined)
    throw new CommandLineError(`invalid ${option} '${text}'`, `write a time, such as ${option} 5s or ${option} 500ms`);
  const milliseconds = Number(digits) * (UNITS[unit] as number);
  if (milliseconds > MOST_MS) throw new CommandLineError(`${option} ${text} is too long`, 'the maximum is 596h');
  return milliseconds;
}
