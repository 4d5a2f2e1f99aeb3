import type { Refuse } from '../guest/shell-parts.js';
import type { RefusedCall } from './interceptor.js';
import { type Chain, LOWEST } from './passage.js';

/** Nobody else has a say. */
export const refuse: Refuse = (_call, errno) => errno;

/**
 * Interceptors that want to see refused calls have a say, the innermost first.
 * @param chains by the hostcall's number
 */
export function refuser(chains: readonly (Chain | undefined)[]): Refuse {
  return (number, errno) => {
    const chain = chains[number];
    if (chain === undefined) return errno;
    let answer = -errno;
    for (const { refused } of chain.interceptors) {
      if (refused === undefined) continue;
      const call: RefusedCall = { ...chain.common, errno: answer };
      try {
        answer = required(refused(call), chain);
      } catch (error) {
        chain.report(error);
      }
    }
    return 0 - answer;
  };
}

/** A result cannot be stored: the place for it may be what was refused. */
function required(answer: unknown, { common: { name }, shape }: Chain): number {
  const highest = shape.hasResults ? -1 : 0;
  if (Number.isInteger(answer) && (answer as number) >= LOWEST && (answer as number) <= highest)
    return answer as number;
  throw new TypeError(
    `an interceptor of ${name} returned ${String(answer)} for a call that was refused; it has to return an errno as a negative number` +
      (shape.hasResults ? '' : ', or 0'),
  );
}
