import { type HostCalls, nodeHostCalls } from '../../../adapters/node/index.js';

/** Node's host primitives, which write down what is called. */
export interface CountingHost extends HostCalls {
  /** The names of what was called since this was last asked. */
  calls(): string[];
}

/**
 * Makes one.
 * @param instead primitives that differ
 */
export function countingHost(instead: Partial<HostCalls> = {}): CountingHost {
  let called: string[] = [];
  const counted = Object.entries({ ...nodeHostCalls, ...instead }).map(([name, primitive]) => [
    name,
    typeof primitive !== 'function'
      ? primitive
      : (...args: never[]) => {
          called.push(name);
          return (primitive as (...args: never[]) => unknown)(...args);
        },
  ]);
  return {
    ...(Object.fromEntries(counted) as HostCalls),
    calls: () => {
      const before = called;
      called = [];
      return before;
    },
  };
}
