import type { Interest, Waiting } from '../../domain/index.js';
import { Notifier } from '../../domain/index.js';

import { StandardWaiting } from '../web/waiting.js';
import { type AwaitedDescriptor, awaitDescriptors } from './await-descriptors.js';
import { DescriptorHandle } from './descriptor-handle.js';
import { inWorker } from './worker.js';

/** Below a millisecond libuv does not measure. */
const SHORTEST = 1e6;
/** The longest wait in the kernel of a thread that can be ended from outside, in nanoseconds: it cannot be ended there. */
const LONGEST_IN_WORKER = 50e6;

/**
 * Waits as the standard has it, and for host descriptors in the kernel. Where that cannot be, or some of what is waited for is nothing of the host's, the
 * caller is woken to ask from time to time.
 */
export class NodeWaiting implements Waiting {
  readonly #standard = new StandardWaiting();

  wait(nanoseconds: number, interests: readonly Interest[]): number {
    const awaited = nanoseconds < SHORTEST ? undefined : awaitedDescriptors(interests);
    const longest = inWorker() ? Math.min(nanoseconds, LONGEST_IN_WORKER) : nanoseconds;
    if (awaited !== undefined && awaitDescriptors(awaited, longest)) return 0;
    return this.#standard.wait(nanoseconds, interests);
  }

  waitAsync(nanoseconds: number, interests: readonly Interest[]): Promise<number> {
    return this.#standard.waitAsync(nanoseconds, interests);
  }
}

/** @returns undefined if there is none, or not all can be waited for in the kernel */
function awaitedDescriptors(interests: readonly Interest[]): AwaitedDescriptor[] | undefined {
  const awaited: AwaitedDescriptor[] = [];
  for (const { source, event } of interests) {
    const { handle } = source;
    if (handle instanceof Notifier) continue;
    if (!(handle instanceof DescriptorHandle)) return undefined;
    const writing = event === 'write';
    const fd = handle.awaited(writing);
    if (fd === undefined) return undefined;
    awaited.push({ fd, writing });
  }
  return awaited.length > 0 ? awaited : undefined;
}
