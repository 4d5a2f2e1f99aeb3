import type { HostcallEvent } from '../../../application/index.js';
import { isStackOverflow } from '../../../application/tracing/capture/stack-overflow.js';

/**
 * Hands calls on, in order. Those that a guest makes with the last of the stack wait until there is more of it, since nothing can be printed there.
 */
export class LateCalls {
  readonly #take: (call: HostcallEvent) => void;
  readonly #waiting: HostcallEvent[] = [];

  /** @param take what it has done when the stack ends is done again */
  constructor(take: (call: HostcallEvent) => void) {
    this.#take = take;
  }

  add(call: HostcallEvent): void {
    try {
      if (this.#waiting.length > 0) this.settle();
      this.#take(call);
    } catch (error) {
      if (!isStackOverflow(error)) throw error;
      this.#waiting.push(call);
    }
  }

  /** Hands on what has waited. To be called when the guest has ended, too. */
  settle(): void {
    for (let first = this.#waiting[0]; first !== undefined; first = this.#waiting[0]) {
      this.#take(first);
      this.#waiting.shift();
    }
  }
}
