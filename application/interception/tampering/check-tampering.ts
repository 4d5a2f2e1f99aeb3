import {
  comparablePaths,
  describe,
  Errno,
  errnoName,
  errnoNamed,
  errnos,
  errnosOf,
  type HostcallName,
  isPromoted,
  nearestErrnos,
} from '../../../domain/index.js';
import { ConfigurationError } from '../../errors.js';
import { hostcallsIn } from '../../hostcall-set.js';
import { everyOccurrence, type Occurrences, parseOccurrences } from '../../occurrences.js';
import {
  ANYTHING,
  checkOptions,
  FLAG,
  type OptionKinds,
  required,
  TEXT_OR_NUMBER,
  TEXTS,
} from '../../options/index.js';
import { interceptedShape } from '../intercepted-shape.js';
import type { Tampering } from './tampering.js';

/** A valid tampering in the form that `tamper` works with. */
export interface CheckedTampering {
  readonly calls: readonly HostcallName[];
  /** The result of a call that is not executed: a result, or an errno as a negative number; undefined if it is executed. */
  readonly returned: number | undefined;
  /** Nanoseconds. */
  readonly delayEnter: number;
  readonly delayExit: number;
  readonly when: Occurrences;
  readonly paths: readonly string[] | undefined;
}

const kinds: OptionKinds<Tampering> = {
  calls: required(TEXTS),
  error: TEXT_OR_NUMBER,
  // The next three are checked below, by what the hostcalls allow.
  retval: ANYTHING,
  delayEnter: ANYTHING,
  delayExit: ANYTHING,
  when: TEXT_OR_NUMBER,
  paths: TEXTS,
  force: FLAG,
};

/**
 * Checks a tampering against what the hostcalls can return.
 * @throws ConfigurationError that names what is invalid, and what is valid instead
 */
export function checkTampering(tampering: Tampering): CheckedTampering {
  checkOptions(tampering, 'a tampering', kinds);
  const { error, retval, delayEnter, delayExit, when, paths } = tampering;
  const calls = callsOf(tampering);
  if (error !== undefined && retval !== undefined)
    throw new ConfigurationError('error and retval exclude each other', 'keep one of them');
  if (error === undefined && retval === undefined && delayEnter === undefined && delayExit === undefined)
    throw new ConfigurationError(
      `nothing is to be done to ${listed(calls)}`,
      'add an error, a retval, or a delay on entry or exit',
    );
  let returned: number | undefined;
  if (error !== undefined) returned = -checkedError(error, calls, tampering.force === true);
  if (retval !== undefined) returned = checkedResult(retval, calls);
  return {
    calls,
    returned,
    delayEnter: checkedDelay(delayEnter),
    delayExit: checkedDelay(delayExit),
    when: when === undefined ? everyOccurrence : parseOccurrences(when),
    paths: paths === undefined ? undefined : comparablePaths(paths),
  };
}

function callsOf({ calls }: Tampering): readonly HostcallName[] {
  const found = hostcallsIn(calls);
  if (found.length === 0) throw new ConfigurationError('no hostcalls to tamper with', 'name at least one');
  return found;
}

function checkedError(error: string | number, calls: readonly HostcallName[], force: boolean): number {
  const errno = errnoNamed(String(error));
  if (errno === undefined) throw unknownError(error);
  rejectEndings(calls);
  const name = errnoName(errno);
  // ENOSYS is possible for every call: a host may lack any of them.
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
    return new ConfigurationError(`${error} is not the errno of a failure`, `they go from 1 to ${errnos.length - 1}`);
  const near = nearestErrnos(String(error));
  const hint = near.length > 0 ? `did you mean ${near.join(', ')}?` : '`hostcall explain errnos` lists them';
  return new ConfigurationError(`unknown errno '${error}'`, hint);
}

function rejectEndings(calls: readonly HostcallName[]): void {
  const ending = calls.find(call => describe(call).noreturn);
  if (ending !== undefined)
    throw new ConfigurationError(`${ending} ends the program and never returns`, 'leave it out');
}

function checkedResult(retval: number, calls: readonly HostcallName[]): number {
  if (!Number.isSafeInteger(retval) || retval < 0)
    throw new ConfigurationError(`invalid retval ${retval}`, 'give a whole number, 0 or more');
  rejectEndings(calls);
  const richer = calls.filter(returnsMore);
  if (richer.length > 0)
    throw new ConfigurationError(
      `${listed(richer)} ${richer.length === 1 ? 'returns' : 'return'} more than a number, which retval cannot provide`,
      `leave ${richer.length === 1 ? 'it' : 'them'} out, or write an interceptor`,
    );
  for (const call of calls) {
    const { largest } = interceptedShape(call);
    if (retval <= largest) continue;
    if (largest === 0) throw new ConfigurationError(`${call} returns only success`, 'its retval can only be 0');
    throw new ConfigurationError(`retval ${retval} is more than ${call} can return`, `give at most ${largest}`);
  }
  return retval;
}

/** Whether a call fills records or events. The bytes of a read do not count: its result says how many of them there are. */
function returnsMore(name: HostcallName): boolean {
  const { params, results } = describe(name);
  const records = results.slice(isPromoted(results[0]?.kind) ? 1 : 0).filter(({ kind }) => kind !== 'roflags');
  return records.length > 0 || params.some(({ kind }) => kind === 'events');
}

function checkedDelay(delay = 0): number {
  if (typeof delay === 'number' && delay >= 0 && delay <= Number.MAX_SAFE_INTEGER) return delay;
  throw new ConfigurationError(`invalid delay of ${delay} ns`, 'give nanoseconds, from 0 to 2^53');
}

/** Names in a message: the first few of many. */
function listed(calls: readonly HostcallName[]): string {
  const [first, ...others] = calls;
  if (others.length === 0) return first ?? '';
  if (others.length > 2) return `${first}, ${others[0]} and ${others.length - 1} more`;
  return `${calls.slice(0, -1).join(', ')} and ${others.at(-1)}`;
}
