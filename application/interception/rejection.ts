import type { Reject } from '../abi/index.js';
import { type Chain, LOWEST } from './chain.js';
import type { RejectedCall } from './interceptor.js';

/** Returns the errno unchanged: no interceptor sees rejected calls. */
export const reject: Reject = (_call, errno) => errno;

/**
 * Passes rejected calls through the interceptors that have a `rejected` function, the innermost first.
 * @param chains by the hostcall's number
 */
export function rejecter(chains: readonly (Chain | undefined)[]): Reject {
  return (number, errno) => {
    const chain = chains[number];
    if (chain === undefined) return errno;
    let result = -errno;
    for (const { rejected } of chain.interceptors) {
      if (rejected === undefined) continue;
      const call: RejectedCall = { ...chain.common, errno: result };
      try {
        result = required(rejected(call), chain);
      } catch (error) {
        chain.report(error);
      }
    }
    return 0 - result;
  };
}

/** A result cannot be stored: its out-pointer may be the reason for the rejection. */
function required(result: unknown, { common: { name }, shape }: Chain): number {
  const highest = shape.hasResults ? -1 : 0;
  if (Number.isInteger(result) && (result as number) >= LOWEST && (result as number) <= highest)
    return result as number;
  throw new TypeError(
    `an interceptor of ${name} returned ${String(result)} for a rejected call; it must return an errno as a negative number` +
      (shape.hasResults ? '' : ', or 0'),
  );
}
