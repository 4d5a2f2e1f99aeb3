import {
  comparablePaths,
  type DescriptorTable,
  describe,
  Errno,
  type ErrnoName,
  everyHostcall,
  type HostcallName,
  SeededNumbers,
  type Timestamp,
} from '../../../domain/index.js';
import { type HostcallSelection, hostcallsIn } from '../../hostcall-set.js';
import { CALLBACK, checkOptions, type OptionKinds, PROBABILITY, required, SEED, TEXTS } from '../../options/index.js';
import { interceptedShape } from '../intercepted-shape.js';
import type { InterceptedCall, Interceptor, Interceptors, Proceed } from '../interceptor.js';
import { type ChaosEffect, type ChaosEffects, chaosTable } from './chaos-table.js';
import { fits } from './fits.js';
import { buffersOf, firstOf, roomOf } from './room.js';
import { touches } from './touches.js';

/** How often calls are affected, and which ones. */
export interface ChaosSettings {
  /** A whole number, of which the low 64 bits count. The same seed and the same calls have the same effects. */
  readonly seed: number | bigint;
  /** The probability that a call is affected, from 0 to 1. Default 0.05, one call in twenty. */
  readonly rate?: number | undefined;
  /** Only these hostcalls. Default: all in `chaosTable`. */
  readonly calls?: HostcallSelection | undefined;
  /** Only calls that touch this guest path, or one of several, or what is below it, by name or through a descriptor. */
  readonly paths?: string | Iterable<string> | undefined;
  /** Called for each call that is affected. */
  readonly onEffect?: ((call: HostcallName, effect: ChaosEffect) => void) | undefined;
}

const kinds: OptionKinds<ChaosSettings> = {
  seed: required(SEED),
  rate: PROBABILITY,
  calls: TEXTS,
  paths: TEXTS,
  onEffect: CALLBACK,
};

/** The default rate. */
export const CHAOS_RATE = 0.05;

/**
 * Fails calls at random, as in practice: short reads and writes, full disks, missing files, slow calls, a wall clock that is set back. A correct
 * program handles all of it, or gives up and reports why. `chaosTable` has the effects and their weights. Each guest has its own random numbers, so
 * guests that run at the same time do not influence each other. Calls with invalid pointers are not affected.
 * @returns interceptors for `intercept()` or `createRuntime()`
 * @throws ConfigurationError for an invalid seed or rate, and for unknown hostcalls
 */
export function chaos(settings: ChaosSettings): Interceptors {
  checkOptions(settings, 'chaos()', kinds);
  const { seed, rate = CHAOS_RATE, calls = everyHostcall, paths, onEffect } = settings;
  const places = paths === undefined ? undefined : comparablePaths(paths);
  const numbers = new WeakMap<DescriptorTable, SeededNumbers>();
  const interceptors: Partial<Record<HostcallName, Interceptor>> = {};
  for (const name of hostcallsIn(calls)) {
    const effects = chaosTable[name];
    if (effects === undefined) continue;
    const shape = interceptedShape(name);
    interceptors[name] = (call, proceed) => {
      if (places !== undefined && !touches(shape, call.args, call.descriptors, places)) return proceed();
      const chance = numbers.get(call.descriptors) ?? numbersOf(seed, call.instance);
      numbers.set(call.descriptors, chance);
      if (chance.fraction() >= rate) return proceed();
      const effect = choose(effects, call, chance.fraction());
      const measure = chance.fraction();
      if (effect === undefined) return proceed();
      return inflict(
        effect,
        measure,
        onEffect === undefined ? call : telling(call, () => onEffect(name, effect)),
        proceed,
      );
    };
  }
  return interceptors as Interceptors;
}

/** A call that reports when it is marked: a read at the end of a file, for example, cannot be cut short and is never marked. */
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

/** One of the effects that are possible for a call, by weight. @param point from 0 to below 1 */
function choose(effects: ChaosEffects, call: InterceptedCall, point: number): ChaosEffect | undefined {
  const fitting = (Object.entries(effects) as [ChaosEffect, number][]).filter(([effect]) => fits(effect, call));
  let left = point * fitting.reduce((sum, [, weight]) => sum + weight, 0);
  return fitting.find(([, weight]) => {
    left -= weight;
    return left < 0;
  })?.[0];
}

/** @param measure from 0 to below 1: the extent of the effect */
function inflict(effect: ChaosEffect, measure: number, call: InterceptedCall, proceed: Proceed): number {
  switch (effect) {
    case 'short':
      return short(measure, call, proceed);
    case 'slow':
      call.delay(Math.round(1e6 * 100 ** measure));
      return proceed();
    case 'back':
      return setBack(measure, call, proceed);
    default:
      return fail(effect, call, proceed);
  }
}

/** A close fails when pending data cannot be written; the descriptor is closed all the same. */
function fail(errno: ErrnoName, call: InterceptedCall, proceed: Proceed): number {
  call.markInjected();
  if (describe(call.name).descriptors === 'closes') proceed();
  return -Errno[errno];
}

/** Moves some of the bytes: at least one, and not all. */
function short(measure: number, call: InterceptedCall, proceed: Proceed): number {
  const args = call.args as Readonly<Record<string, unknown>>;
  const name = buffersOf(args) as string;
  const some = 1 + Math.floor(measure * (roomOf(args) - 1));
  const result = proceed({ [name]: firstOf(args[name] as readonly Uint8Array[], some) });
  if (result === some) call.markInjected();
  return result;
}

/** Sets the clock back by a microsecond to two seconds, for this call. */
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
