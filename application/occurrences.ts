import { ConfigurationError } from './errors.js';

/** Which of the matching calls are meant, counted from 1. */
export interface Occurrences {
  readonly first: number;
  /** `Infinity` for no end. */
  readonly last: number;
  /** 1 for each call, 2 for every other one. */
  readonly step: number;
}

/** Every call. */
export const everyOccurrence: Occurrences = { first: 1, last: Number.POSITIVE_INFINITY, step: 1 };

const FORM = /^(\d+)(?:\.\.(\d+))?(?:(\+)(\d*))?$/;

/**
 * Reads which calls are meant, in the syntax of strace's `when=`: `3` is the third call; `3+` the third and all that follow; `3+2` every second
 * call from the third on; `3..6` the third to the sixth; `3..9+2` every second call of the third to the ninth.
 * @param subject what has this condition, for the beginning of the message
 * @throws ConfigurationError for anything else
 * @see https://man7.org/linux/man-pages/man1/strace.1.html
 */
export function parseOccurrences(expression: string | number, subject?: string): Occurrences {
  const text = String(expression);
  const problem = `${subject === undefined ? '' : `${subject}: `}invalid when=${text}`;
  const match = FORM.exec(text);
  if (match === null)
    throw new ConfigurationError(
      problem,
      'write one of first, first+, first+step, first..last, first..last+step, such as when=2+',
    );
  const [, begin, end, open, by = ''] = match;
  const first = Number(begin);
  const step = by === '' ? 1 : Number(by);
  const last = end !== undefined ? Number(end) : open === undefined ? first : Number.POSITIVE_INFINITY;
  if (first < 1) throw new ConfigurationError(problem, 'calls are counted from 1');
  if (step < 1) throw new ConfigurationError(problem, 'the step is 1 or more');
  if (last < first) throw new ConfigurationError(problem, 'the last call is not before the first');
  return { first, last, step };
}

/** Whether a call is meant. @param count which one it is, from 1 */
export function occurs({ first, last, step }: Occurrences, count: number): boolean {
  return count >= first && count <= last && (count - first) % step === 0;
}
