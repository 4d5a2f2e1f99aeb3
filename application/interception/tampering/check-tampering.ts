import {
  comparablePaths,
  describe,
  Errno,
  errnoName,
  errnoNamed,
  errnos,
  errnosOf,
  type HostcallName,
  hostcallNames,
  isPromoted,
  nearestErrnos,
} from '../../../domain/index.js';
import { ConfigurationError } from '../../errors.js';
import { everyOccurrence, type Occurrences, parseOccurrences } from '../../occurrences.js';
import { parseHostcallSet } from '../../reference/index.js';
import { interceptedShape } from '../intercepted-shape.js';
import type { Tampering } from './tampering.js';

/** A tampering that can be meant so, ready to be done. */
export interface CheckedTampering {
  readonly calls: readonly HostcallName[];
  /** What the call answers in place of being made: a result, or an errno as a negative number; undefined if it is made. */
  readonly answer: number | undefined;
  /** Nanoseconds. */
  readonly delayEnter: number;
  readonly delayExit: number;
  readonly when: Occurrences;
  readonly paths: readonly string[] | undefined;
}

/**
 * Checks what is to be done against what hostcalls can do.
 * @throws ConfigurationError that tells what cannot be, and what can
 */
export function checkTampering(tampering: Tampering): CheckedTampering {
  const { error, retval, delayEnter, delayExit, when, paths } = tampering;
  const calls = callsOf(tampering);
  if (error !== undefined && retval !== undefined)
    throw new ConfigurationError('error and retval are two answers to one call', 'keep one of them');
  if (error === undefined && retval === undefined && delayEnter === undefined && delayExit === undefined)
    throw new ConfigurationError(
      `nothing is to be done to ${listed(calls)}`,
      'add an error, a retval, or a delay on entry or exit',
    );
  let answer: number | undefined;
  if (error !== undefined) answer = -checkedError(error, calls, tampering.force === true);
  if (retval !== undefined) answer = checkedResult(retval, calls);
  return {
    calls,
    answer,
    delayEnter: checkedDelay(delayEnter),
    delayExit: checkedDelay(delayExit),
    when: when === undefined ? everyOccurrence : parseOccurrences(when),
    paths: paths === undefined ? undefined : comparablePaths(paths),
  };
}

function callsOf({ calls }: Tampering): readonly HostcallName[] {
  // A name is a set too; what is wrong with it is told there.
  const names = typeof calls === 'string' ? parseHostcallSet(calls) : [...calls].flatMap(parseHostcallSet);
  const found = hostcallNames.filter(name => names.includes(name));
  if (found.length === 0) throw new ConfigurationError('there is no hostcall to tamper with', 'name at least one');
  return found;
}

function checkedError(error: string | number, calls: readonly HostcallName[], force: boolean): number {
  const errno = errnoNamed(String(error));
  if (errno === undefined) throw unknownError(error);
  refuseEndings(calls);
  const name = errnoName(errno);
  // Any host may lack any call.
  if (force || errno === Errno.ENOSYS) return errno;
  const without = calls.filter(call => !(errnosOf(call) as string[]).includes(name));
  const [first] = without;
  if (first === undefined) return errno;
  if (calls.length === 1) {
    const known = errnosOf(first);
    const others = known.length === 0 ? 'it never fails' : `it can give ${known.join(', ')}`;
    throw new ConfigurationError(
      `${first} does not give ${name}: ${others}`,
      'add force to have it do so all the same',
    );
  }
  throw new ConfigurationError(
    `${listed(without)} ${without.length === 1 ? 'does' : 'do'} not give ${name}`,
    `leave ${without.length === 1 ? 'it' : 'them'} out, or add force`,
  );
}

function unknownError(error: string | number): ConfigurationError {
  if (/^-?\d+$/.test(String(error)))
    return new ConfigurationError(
      `${error} is no errno that a call fails with`,
      `they go from 1 to ${errnos.length - 1}`,
    );
  const near = nearestErrnos(String(error));
  const hint = near.length > 0 ? `did you mean ${near.join(', ')}?` : '`hostcall explain errnos` lists them';
  return new ConfigurationError(`unknown errno '${error}'`, hint);
}

function refuseEndings(calls: readonly HostcallName[]): void {
  const ending = calls.find(call => describe(call).noreturn);
  if (ending !== undefined)
    throw new ConfigurationError(`${ending} ends the program, whatever it is answered`, 'leave it out');
}

function checkedResult(retval: number, calls: readonly HostcallName[]): number {
  if (!Number.isSafeInteger(retval) || retval < 0)
    throw new ConfigurationError(`retval ${retval} is no result`, 'give a whole number, 0 or more');
  refuseEndings(calls);
  const richer = calls.filter(answersMore);
  if (richer.length > 0)
    throw new ConfigurationError(
      `${listed(richer)} ${richer.length === 1 ? 'answers' : 'answer'} with more than a number, which retval can't give`,
      `leave ${richer.length === 1 ? 'it' : 'them'} out, or write an interceptor`,
    );
  for (const call of calls) {
    const { largest } = interceptedShape(call);
    if (retval <= largest) continue;
    if (largest === 0)
      throw new ConfigurationError(`${call} returns no result but success`, 'its retval can only be 0');
    throw new ConfigurationError(`retval ${retval} is more than ${call} can return`, `give at most ${largest}`);
  }
  return retval;
}

/** Whether a call fills records or events. What a read puts into buffers is not among that: a count tells how much of it is there. */
function answersMore(name: HostcallName): boolean {
  const { params, results } = describe(name);
  const records = results.slice(isPromoted(results[0]?.kind) ? 1 : 0).filter(({ kind }) => kind !== 'roflags');
  return records.length > 0 || params.some(({ kind }) => kind === 'events');
}

function checkedDelay(delay = 0): number {
  if (typeof delay === 'number' && delay >= 0 && delay <= Number.MAX_SAFE_INTEGER) return delay;
  throw new ConfigurationError(`a delay of ${delay} ns cannot be`, 'give nanoseconds, from 0 to 2^53');
}

/** Names in a message: the first few of many. */
function listed(calls: readonly HostcallName[]): string {
  const [first, ...others] = calls;
  if (others.length === 0) return first ?? '';
  if (others.length > 2) return `${first}, ${others[0]} and ${others.length - 1} more`;
  return `${calls.slice(0, -1).join(', ')} and ${others.at(-1)}`;
}
