import type { Waiting } from '../../domain/index.js';
import { block, mayBlock } from './blocking.js';
import { now } from './globals.js';

/** The longest single wait. Well below what `Atomics.wait` takes. */
const LONGEST_MS = 3_600_000;
const SHORTEST_LOOK_MS = 1;
const LONGEST_LOOK_MS = 10;
/** Looks closer together than this belong to one wait of the guest. */
const SAME_WAIT_MS = 5;

/**
 * Blocks the thread on a memory of its own that nothing ever notifies. Nothing tells a blocked thread that a stream has become ready:
 * a caller that watches streams is woken to look at them, after 1 ms at first, then ever later, up to 10 ms.
 *
 * A thread that may not block (a browser's main thread) looks at the clock until the time has passed: a program that sleeps there takes as
 * long as it does elsewhere, and the page stands still meanwhile, as it does while the program computes.
 */
export class StandardWaiting implements Waiting {
  #look = SHORTEST_LOOK_MS;
  #lastLook = Number.NEGATIVE_INFINITY;

  wait(nanoseconds: number, watching: boolean): void {
    const begin = now();
    const milliseconds = nanoseconds / 1e6;
    if (watching) {
      this.#look =
        begin - this.#lastLook < SAME_WAIT_MS ? Math.min(this.#look * 1.25, LONGEST_LOOK_MS) : SHORTEST_LOOK_MS;
      pass(Math.min(milliseconds, this.#look));
      this.#lastLook = now();
      return;
    }
    for (let left = milliseconds; left > 0; left = begin + milliseconds - now()) pass(Math.min(left, LONGEST_MS));
  }
}

/** Lets time pass. */
function pass(milliseconds: number): void {
  if (mayBlock()) {
    block(milliseconds);
    return;
  }
  const end = now() + milliseconds;
  while (now() < end);
}
