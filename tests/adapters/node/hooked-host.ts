import { type HostCalls, nodeHostCalls } from '../../../adapters/node/index.js';

/** What happens around each primitive. */
export interface Hooks {
  before?(name: string): void;
  after?(name: string): void;
}

/**
 * Node's host primitives, with something done around each of them.
 * @param instead primitives that differ
 */
export function hookedHost({ before, after }: Hooks, instead: Partial<HostCalls> = {}): HostCalls {
  const hooked = Object.entries({ ...nodeHostCalls, ...instead }).map(([name, primitive]) => [
    name,
    typeof primitive !== 'function'
      ? primitive
      : (...args: never[]) => {
          before?.(name);
          try {
            return (primitive as (...args: never[]) => unknown)(...args);
          } finally {
            after?.(name);
          }
        },
  ]);
  return Object.fromEntries(hooked) as HostCalls;
}
