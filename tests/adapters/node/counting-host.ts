import type { HostCalls } from '../../../adapters/node/index.js';
import { hookedHost } from './hooked-host.js';

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
  return {
    ...hookedHost({ before: name => called.push(name) }, instead),
    calls: () => {
      const before = called;
      called = [];
      return before;
    },
  };
}
