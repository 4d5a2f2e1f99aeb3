import type { Reject } from '../abi/index.js';
import { type Chain, LOWEST } from './chain.js';
import type { RejectedCall } from './interceptor.js';

/** Nobody else has a say. */
export const reject: Reject = (_call, errno) => errno;

/**
 * Interceptors that want to see rejected calls have a say, the innermost first.
 * @param chains by the hostcall's number
 */
export function rejecter(chains: readonly (Chain | undefined)[]): Reject {
  return (number, errno) => {
    const chain = chains[number];
    if (chain === undefined) return errno;
    let answer = -errno;
    for (const { rejected } of chain.interceptors) {
      if (rejected === undefined) continue;
      const call: RejectedCall = { ...chain.common, errno: answer };
      try {
        answer = required(rejected(call), chain);
      } catch (error) {
        chain.report(error);
      }
    }
    return 0 - answer;
  };
}

/** A result cannot be stored: the place for it may be what was rejected. */
function required(answer: unknown, { common: { name }, shape }: Chain): number {
  const highest = shape.hasResults ? -1 : 0;
  if (Number.isInteger(answer) && (answer as number) >= LOWEST && (answer as number) <= highest)
    return answer as number;
  throw new TypeError(
    `an interceptor of ${name} returned ${String(answer)} for a call that was rejected; it has to return an errno as a negative number` +
      (shape.hasResults ? '' : ', or 0'),
  );
}
