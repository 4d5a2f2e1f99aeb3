import { type Interest, Notifier, type Waiting } from '../../domain/index.js';
import { DescriptorHandle } from '../node/descriptor-handle.js';
import { NodeWaiting } from '../node/waiting.js';
import { inWorker } from '../node/worker.js';
import { DescriptorPoll } from './descriptor-poll.js';
import type { SharedCalls } from './shared-calls.js';

/** The longest wait in the kernel of a thread that can be ended from outside, in nanoseconds: it cannot be ended there. */
const LONGEST_IN_WORKER = 50e6;

/**
 * Waits for everything that has a descriptor, and for a deadline, in one poll(2). What has none, or where there is no FFI, is waited for as Node can.
 */
export class SystemWaiting implements Waiting {
  readonly #shared: SharedCalls;
  readonly #node = new NodeWaiting();
  #poll: DescriptorPoll | undefined;

  constructor(shared: SharedCalls) {
    this.#shared = shared;
  }

  wait(nanoseconds: number, interests: readonly Interest[]): number {
    const poll = this.#pollFor(interests);
    const longest = inWorker() ? LONGEST_IN_WORKER : Number.POSITIVE_INFINITY;
    return poll?.wait(Math.min(nanoseconds, longest)) === true ? 0 : this.#node.wait(nanoseconds, interests);
  }

  waitAsync(nanoseconds: number, interests: readonly Interest[]): Promise<number> {
    return this.#node.waitAsync(nanoseconds, interests);
  }

  /** A poll of the descriptors; undefined if there are none, or something else is waited for. */
  #pollFor(interests: readonly Interest[]): DescriptorPoll | undefined {
    if (!interests.some(hasDescriptor) || !interests.every(each => hasDescriptor(each) || isNotified(each)))
      return undefined;
    const { calls } = this.#shared;
    if (calls === undefined) return undefined;
    this.#poll ??= new DescriptorPoll(calls);
    this.#poll.clear();
    for (const { source, event } of interests) {
      if (source.handle instanceof DescriptorHandle) this.#poll.add(source.handle.fd, event);
    }
    return this.#poll;
  }
}

function hasDescriptor({ source }: Interest): boolean {
  return source.handle instanceof DescriptorHandle;
}

/** Whether it is made ready by this thread alone, and so not while that is blocked. */
function isNotified({ source }: Interest): boolean {
  return source.handle instanceof Notifier;
}
