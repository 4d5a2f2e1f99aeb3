import { ConfigurationError } from '../../errors.js';

/** Which calls of a hostcall are meant, counted from 1. */
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
 * Reads which calls are meant, as strace has it: `3` the third, `3+` it and all that follow, `3+2` it and every other one that follows, `3..6` up
 * to the sixth, `3..9+2` every other one of these.
 * @throws ConfigurationError for anything else
 */
export function parseOccurrences(text: string): Occurrences {
  const match = FORM.exec(text);
  if (match === null)
    throw new ConfigurationError(
      `when=${text} tells no calls`,
      'write one of first, first+, first+step, first..last, first..last+step, such as when=2+',
    );
  const [, begin, end, open, by = ''] = match;
  const first = Number(begin);
  const step = by === '' ? 1 : Number(by);
  const last = end !== undefined ? Number(end) : open === undefined ? first : Number.POSITIVE_INFINITY;
  if (first < 1) throw new ConfigurationError(`when=${text} begins before the first call`, 'calls count from 1');
  if (step < 1) throw new ConfigurationError(`when=${text} never goes on`, 'a step is 1 or more');
  if (last < first) throw new ConfigurationError(`when=${text} ends before it begins`, 'put the smaller number first');
  return { first, last, step };
}

/** Whether a call is meant. @param count which one it is, from 1 */
export function occurs({ first, last, step }: Occurrences, count: number): boolean {
  return count >= first && count <= last && (count - first) % step === 0;
}
