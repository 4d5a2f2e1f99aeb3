import { type Interest, Notifier, type Waiting } from '../../domain/index.js';
import { StandardWaiting } from '../web/waiting.js';
import { type AwaitedDescriptor, awaitDescriptor } from './await-descriptor.js';
import { DescriptorHandle } from './descriptor-handle.js';
import { inWorker } from './worker.js';

/** Below a millisecond libuv does not measure. */
const SHORTEST = 1e6;
/** The longest wait in the kernel of a thread that can be ended from outside, in nanoseconds: it cannot be ended there. */
const LONGEST_IN_WORKER = 50e6;

/**
 * Waits with the standard functions, and for one host descriptor in the kernel. If that is impossible, or the wait is also for something else, it
 * wakes the caller from time to time to ask.
 */
export class NodeWaiting implements Waiting {
  readonly #standard = new StandardWaiting();

  wait(nanoseconds: number, interests: readonly Interest[]): number {
    const awaited = nanoseconds < SHORTEST ? undefined : awaitedDescriptor(interests);
    const longest = inWorker() ? Math.min(nanoseconds, LONGEST_IN_WORKER) : nanoseconds;
    if (awaited !== undefined && awaitDescriptor(awaited, longest)) return 0;
    return this.#standard.wait(nanoseconds, interests);
  }

  waitAsync(nanoseconds: number, interests: readonly Interest[]): Promise<number> {
    return this.#standard.waitAsync(nanoseconds, interests);
  }
}

/** @returns undefined if there is none, or something else is waited for too */
function awaitedDescriptor(interests: readonly Interest[]): AwaitedDescriptor | undefined {
  let awaited: AwaitedDescriptor | undefined;
  for (const { source, event } of interests) {
    const { handle } = source;
    if (handle instanceof Notifier) continue;
    if (!(handle instanceof DescriptorHandle)) return undefined;
    const writing = event === 'write';
    const fd = handle.awaited(writing);
    if (fd === undefined || (awaited !== undefined && (awaited.fd !== fd || awaited.writing !== writing)))
      return undefined;
    awaited = { fd, writing };
  }
  return awaited;
}
