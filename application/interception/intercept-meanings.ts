import {
  type Clocks,
  type DescriptorTable,
  everyHostcall,
  type HostcallName,
  type Meanings,
  type Waiting,
} from '../../domain/index.js';
import type { Reject } from '../abi/index.js';
import { type Chain, ChainRun } from './chain.js';
import { interceptedShape } from './intercepted-shape.js';
import type { Interceptor, Interceptors } from './interceptor.js';
import { reject, rejecter } from './rejection.js';

/** What an interceptor has done to a call, for its trace event. */
export interface CallMark {
  readonly injected?: true;
  readonly delayed?: true;
}

/** Whose calls are intercepted. */
export interface Intercepted {
  readonly descriptors: DescriptorTable;
  readonly instance: number;
  readonly clocks: Pick<Clocks, 'monotonic'>;
  readonly waiting: Waiting;
  /** Marks the current call in the trace. */
  readonly note: (mark: CallMark, call: number) => void;
  /** Reports an error to the embedder, later and outside of the guest. */
  readonly report: (error: unknown) => void;
}

/**
 * Puts something before the meanings of one guest, which it changes in place.
 * @returns the function that handles calls that are rejected before their meaning
 */
export type Interception = (meanings: Meanings, guest: Intercepted) => Reject;

/** Nothing stands before the meanings. */
export const noInterception: Interception = () => reject;

/**
 * Interceptors stand before the meanings of guests.
 * @param added in the order they were added: the last is the outermost, which sees a call first
 */
export function interceptionBy(added: readonly Interceptors[]): Interception {
  return added.length === 0 ? noInterception : (meanings, guest) => interceptMeanings(meanings, added, guest);
}

/**
 * Puts interceptors before the meanings of one guest. Meanings without an interceptor stay the functions they were.
 * @param meanings changed in place
 * @param added in the order they were added: the last is the outermost, which sees a call first
 * @returns the function that handles calls that are rejected before their meaning
 */
function interceptMeanings(meanings: Meanings, added: readonly Interceptors[], guest: Intercepted): Reject {
  const chains: (Chain | undefined)[] = [];
  for (const [call, name] of everyHostcall.entries()) {
    const interceptors: Interceptor[] = [];
    for (const each of added) {
      const interceptor = each[name] as Interceptor | undefined;
      if (interceptor !== undefined) interceptors.push(bound(interceptor, each));
    }
    if (interceptors.length > 0) chains[call] = wrap(meanings, call, name, interceptors, guest);
  }
  return chains.some(chain => chain?.interceptors.some(({ rejected }) => rejected !== undefined))
    ? rejecter(chains)
    : reject;
}

function bound(interceptor: Interceptor, to: Interceptors): Interceptor {
  const { rejected } = interceptor;
  return Object.assign(interceptor.bind(to), rejected && { rejected: rejected.bind(to) });
}

function wrap(
  meanings: Meanings,
  call: number,
  name: HostcallName,
  interceptors: readonly Interceptor[],
  guest: Intercepted,
): Chain {
  const table = meanings as Record<HostcallName, (...values: never[]) => number>;
  const { descriptors, instance, clocks, waiting, note, report } = guest;
  const chain: Chain = {
    shape: interceptedShape(name),
    meaning: table[name] as Chain['meaning'],
    interceptors,
    report,
    common: {
      name,
      descriptors,
      instance,
      monotonic: () => clocks.monotonic(),
      markInjected: () => note({ injected: true }, call),
      delay: nanoseconds => {
        if (!(nanoseconds >= 0 && nanoseconds < Number.POSITIVE_INFINITY))
          throw new RangeError(`${name} cannot be delayed by ${nanoseconds} ns`);
        note({ delayed: true }, call);
        pass(nanoseconds, clocks, waiting);
      },
    },
  };
  table[name] = (...values) => new ChainRun(chain, values).run();
  return chain;
}

/** Lets time pass. A host may wake up early. */
function pass(nanoseconds: number, clocks: Pick<Clocks, 'monotonic'>, waiting: Waiting): void {
  const end = clocks.monotonic() + nanoseconds;
  for (let left = nanoseconds; left > 0; left = end - clocks.monotonic()) waiting.wait(left, []);
}
