/** How a program ends that has reached a limit: as the kernel ends a process at the same limit of setrlimit(2), or timeout(1) does. */
import type { StopReason } from '../../../application/errors.js';
import { ExitStatus } from '../exit-status.js';
import type { SizeLimits } from './size-limits.js';
import type { TimeLimits } from './time-limits.js';

/** The end at a limit. */
export interface LimitEnding {
  /** The ending in a trace and a recording. */
  readonly signal: NodeJS.Signals;
  readonly status: number;
  /** What stderr says. */
  readonly text: string;
}

/** The limits that have been set. */
export type ProgramLimits = TimeLimits & SizeLimits;

/** How a program ends at a limit. @returns undefined if the reason is not a limit */
export function limitEnding(reason: StopReason, limits: Partial<ProgramLimits>): LimitEnding | undefined {
  switch (reason) {
    case 'timeout':
      return {
        signal: 'SIGALRM',
        status: ExitStatus.timeout,
        text: `the program was ended after ${seconds(limits.timeout)}; give it a longer --timeout`,
      };
    case 'cpu':
      return {
        signal: 'SIGXCPU',
        status: ExitStatus.cpuTime,
        text: `the program was ended after ${seconds(limits.maxCpuTime)} of CPU time; give it a longer --max-cpu-time`,
      };
    case 'output':
      return {
        signal: 'SIGXFSZ',
        status: ExitStatus.output,
        text: `the program was ended, since it wrote more than ${limits.maxOutput} bytes; give it a larger --max-output`,
      };
    default:
      return undefined;
  }
}

/** Whether the signal stands for a time limit of the command line, rather than for one that was sent. */
export function isTimeLimit(signal: NodeJS.Signals): boolean {
  return signal === 'SIGALRM' || signal === 'SIGXCPU';
}

function seconds(milliseconds = 0): string {
  return `${milliseconds / 1000} s`;
}
