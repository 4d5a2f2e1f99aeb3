import { type DescriptorTable, describe, everyHostcall, type HostcallName } from '../../domain/index.js';
import { ConfigurationError } from '../errors.js';
import { type HostcallSelection, hostcallsIn } from '../hostcall-set.js';
import { CALLBACK, COUNT, checkOptions, MEASURE, type OptionKinds, required, TEXTS } from '../options/index.js';
import type { InterceptedCall, Interceptor, Interceptors } from './interceptor.js';

/** A limit on the rate of a guest's hostcalls. */
export interface RateLimitSettings {
  /** Calls per second, greater than 0. */
  readonly perSecond: number;
  /** How many may come at once, after a pause; at least 1. Default: a tenth of `perSecond`. */
  readonly burst?: number | undefined;
  /** Only these hostcalls. Default: all but proc_exit. */
  readonly calls?: HostcallSelection | undefined;
  /**
   * Called for each call beyond the limit, in place of the delay: to end the program, abort the signal that it runs with. The call itself is made.
   */
  readonly onExceeded?: ((call: HostcallName) => void) | undefined;
}

const kinds: OptionKinds<RateLimitSettings> = {
  perSecond: required(MEASURE),
  burst: COUNT,
  calls: TEXTS,
  onExceeded: CALLBACK,
};

/** A call, made or rejected. */
type AnyCall = Pick<InterceptedCall, 'name' | 'descriptors' | 'monotonic' | 'delay'>;

/**
 * Bounds how many hostcalls a guest makes per second, by delaying those beyond the limit. Each guest has a rate of its own, on its monotonic clock.
 * Calls with invalid pointers count too.
 * @returns interceptors for `intercept()` or `createRuntime()`
 * @throws ConfigurationError for a rate of 0, and for unknown hostcalls
 */
export function rateLimit(settings: RateLimitSettings): Interceptors {
  checkOptions(settings, 'rateLimit()', kinds);
  const { perSecond, burst = Math.max(Math.floor(perSecond / 10), 1), calls, onExceeded } = settings;
  if (perSecond === 0 || burst === 0)
    throw new ConfigurationError(
      'a rate or burst of 0 allows no call',
      'give rateLimit() a perSecond greater than 0, and a burst of at least 1',
    );
  const interval = 1e9 / perSecond;
  const ahead = (burst - 1) * interval;
  /** When the next call of each guest would come if they came evenly, in nanoseconds: calls may be so much ahead of it. */
  const due = new WeakMap<DescriptorTable, number>();

  function admit(call: AnyCall): void {
    const now = call.monotonic();
    const next = Math.max(due.get(call.descriptors) ?? 0, now);
    const wait = next - ahead - now;
    if (wait > 0 && onExceeded !== undefined) {
      onExceeded(call.name);
      return;
    }
    due.set(call.descriptors, next + interval);
    if (wait > 0) call.delay(wait);
  }

  const interceptor: Interceptor = Object.assign(
    (call: InterceptedCall, proceed: () => number) => {
      admit(call);
      return proceed();
    },
    {
      rejected: (call: AnyCall & { readonly errno: number }) => {
        admit(call);
        return call.errno;
      },
    },
  );
  const names =
    calls === undefined ? everyHostcall.filter(name => describe(name).noreturn !== true) : hostcallsIn(calls);
  return Object.fromEntries([...names].map(name => [name, interceptor])) as Interceptors;
}
