import {
  comparablePaths,
  type DescriptorTable,
  Errno,
  type ErrnoName,
  type HostcallName,
  hostcallNames,
  SeededNumbers,
  type Timestamp,
} from '../../../domain/index.js';
import { ConfigurationError } from '../../errors.js';
import { parseHostcallSet } from '../../reference/index.js';
import { interceptedShape } from '../intercepted-shape.js';
import type { InterceptedCall, Interceptor, Interceptors, Proceed } from '../interceptor.js';
import { chaosTable, type Trouble, type Troubles } from './chaos-table.js';
import { fits } from './fits.js';
import { buffersOf, firstOf, roomOf } from './room.js';
import { touches } from './touches.js';

/** How much chaos, and which. */
export interface ChaosSettings {
  /** A whole number, of which 64 bits count. The same seed and the same calls: the same troubles. */
  readonly seed: number | bigint;
  /** How likely a call is to be struck, from 0 to 1. Default 0.05, one call in twenty. */
  readonly rate?: number | undefined;
  /** Only these hostcalls: names, or a set as `parseHostcallSet` reads it. Default: all that can have trouble. */
  readonly calls?: Iterable<HostcallName> | string | undefined;
  /** Only calls that touch one of these guest paths or what is below it, by name or through a descriptor. */
  readonly paths?: Iterable<string> | undefined;
  /** Is told of every call that is struck. */
  readonly struck?: ((call: HostcallName, trouble: Trouble) => void) | undefined;
}

/** The rate unless another one is given. */
export const CHAOS_RATE = 0.05;

/**
 * Makes things go wrong by chance, as they do now and then: short reads and writes, full disks, files that are gone, slow calls, a wall clock that is
 * set back. A correct program copes with all of it, or gives up and says why. `chaosTable` has the troubles and their weights. Each guest has random numbers of
 * its own, so several guests at a time don't disturb each other; a call whose pointers are bad is left alone.
 * @returns interceptors for `intercept()` or `createRuntime()`
 * @throws ConfigurationError for a seed or a rate that is none, and for unknown hostcalls
 */
export function chaos(settings: ChaosSettings): Interceptors {
  const { seed, rate = CHAOS_RATE, calls = hostcallNames, paths, struck } = settings;
  if (typeof seed !== 'bigint' && !Number.isSafeInteger(seed))
    throw new ConfigurationError(`the seed of chaos is ${seed}`, 'give a whole number');
  if (!(rate >= 0 && rate <= 1))
    throw new ConfigurationError(`the rate of chaos is ${rate}`, `give a number from 0 to 1, such as ${CHAOS_RATE}`);
  const wanted =
    typeof calls === 'string' ? parseHostcallSet(calls) : [...calls].flatMap(name => parseHostcallSet(name));
  const places = paths === undefined ? undefined : comparablePaths(paths);
  const numbers = new WeakMap<DescriptorTable, SeededNumbers>();
  const interceptors: Partial<Record<HostcallName, Interceptor>> = {};
  for (const name of wanted) {
    const troubles = chaosTable[name];
    if (troubles === undefined) continue;
    const shape = interceptedShape(name);
    interceptors[name] = (call, proceed) => {
      if (places !== undefined && !touches(shape, call.args, call.descriptors, places)) return proceed();
      const chance = numbers.get(call.descriptors) ?? numbersOf(seed, call.instance);
      numbers.set(call.descriptors, chance);
      if (chance.fraction() >= rate) return proceed();
      const trouble = choose(troubles, call, chance.fraction());
      const measure = chance.fraction();
      if (trouble === undefined) return proceed();
      return strike(
        trouble,
        measure,
        struck === undefined ? call : telling(call, () => struck(name, trouble)),
        proceed,
      );
    };
  }
  return interceptors as Interceptors;
}

/** A call that tells when it is marked: a read that is cut short at the end of a file, say, never is. */
function telling(call: InterceptedCall, tell: () => void): InterceptedCall {
  return {
    ...call,
    markInjected() {
      call.markInjected();
      tell();
    },
    delay(nanoseconds) {
      call.delay(nanoseconds);
      tell();
    },
  };
}

function numbersOf(seed: number | bigint, instance: number): SeededNumbers {
  return new SeededNumbers(BigInt(seed) + (BigInt(instance) << 32n));
}

/** One of the troubles that fit a call, by weight. @param point from 0 to below 1 */
function choose(troubles: Troubles, call: InterceptedCall, point: number): Trouble | undefined {
  const fitting = (Object.entries(troubles) as [Trouble, number][]).filter(([trouble]) => fits(trouble, call));
  let left = point * fitting.reduce((sum, [, weight]) => sum + weight, 0);
  return fitting.find(([, weight]) => {
    left -= weight;
    return left < 0;
  })?.[0];
}

/** @param measure from 0 to below 1: how bad it is */
function strike(trouble: Trouble, measure: number, call: InterceptedCall, proceed: Proceed): number {
  switch (trouble) {
    case 'short':
      return short(measure, call, proceed);
    case 'slow':
      call.delay(Math.round(1e6 * 100 ** measure));
      return proceed();
    case 'back':
      return setBack(measure, call, proceed);
    default:
      return fail(trouble, call, proceed);
  }
}

/** Closing fails when what was pending can't be written; the descriptor is closed all the same. */
function fail(errno: ErrnoName, call: InterceptedCall, proceed: Proceed): number {
  call.markInjected();
  if (call.name === 'fd_close') proceed();
  return -Errno[errno];
}

/** Has the call move some of the bytes, at least one and not all. */
function short(measure: number, call: InterceptedCall, proceed: Proceed): number {
  const args = call.args as Readonly<Record<string, unknown>>;
  const name = buffersOf(args) as string;
  const some = 1 + Math.floor(measure * (roomOf(args) - 1));
  const result = proceed({ [name]: firstOf(args[name] as readonly Uint8Array[], some) });
  if (result === some) call.markInjected();
  return result;
}

/** Has the clock say less than it does, by a microsecond to two seconds, this one time. */
function setBack(measure: number, call: InterceptedCall, proceed: Proceed): number {
  const result = proceed();
  const time = (call.results as { time: Timestamp }).time;
  const back = Math.round(1e3 * 2e6 ** measure);
  if (result < 0 || time.seconds < 3) return result;
  call.markInjected();
  const nanoseconds = time.nanoseconds - back;
  time.seconds += Math.floor(nanoseconds / 1e9);
  time.nanoseconds = nanoseconds - Math.floor(nanoseconds / 1e9) * 1e9;
  return result;
}
