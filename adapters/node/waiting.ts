import { performance } from 'node:perf_hooks';
import type { Waiting } from '../../domain/index.js';

/** The longest single wait. Well below what `Atomics.wait` takes. */
const LONGEST_MS = 3_600_000;
const SHORTEST_LOOK_MS = 1;
const LONGEST_LOOK_MS = 10;
/** Looks closer together than this belong to one wait of the guest. */
const SAME_WAIT_MS = 5;

/**
 * Blocks the thread on a memory of its own that nobody ever notifies. Node cannot wait for descriptors synchronously: whoever is watching
 * any is woken to look at them, after 1 ms at first, then ever later, up to 10 ms.
 */
export class NodeWaiting implements Waiting {
  readonly #never = new Int32Array(new SharedArrayBuffer(4));
  #look = SHORTEST_LOOK_MS;
  #lastLook = Number.NEGATIVE_INFINITY;

  wait(nanoseconds: number, watching: boolean): void {
    const begin = performance.now();
    const milliseconds = nanoseconds / 1e6;
    if (watching) {
      this.#look =
        begin - this.#lastLook < SAME_WAIT_MS ? Math.min(this.#look * 1.25, LONGEST_LOOK_MS) : SHORTEST_LOOK_MS;
      Atomics.wait(this.#never, 0, 0, Math.min(milliseconds, this.#look));
      this.#lastLook = performance.now();
      return;
    }
    for (let left = milliseconds; left > 0; left = begin + milliseconds - performance.now()) {
      Atomics.wait(this.#never, 0, 0, Math.min(left, LONGEST_MS));
    }
  }
}
