import { Errno, type Interest, Notifier, type Waiting } from '../../domain/index.js';
import { block, mayBlock } from './blocking.js';
import { globals, now } from './globals.js';

/** The longest single wait. Well below what `Atomics.wait` takes. */
const LONGEST_MS = 3_600_000;
const SHORTEST_LOOK_MS = 1;
const LONGEST_LOOK_MS = 10;
/** Looks closer together than this belong to one wait of the guest. */
const SAME_WAIT_MS = 5;

/**
 * Blocks the thread on a memory of its own that nothing ever notifies. Nothing tells a blocked thread that a stream has become ready:
 * a caller that waits for one is woken to ask it, after 1 ms at first, then ever later, up to 10 ms. Where all that is waited for is made ready by the
 * same thread (see {@link Notifier}), nobody is woken before the time has passed.
 *
 * A thread that may not block (a browser's main thread) looks at the clock until the time has passed: a program that sleeps there takes as
 * long as it does elsewhere, and the page stands still meanwhile, as it does while the program computes.
 */
export class StandardWaiting implements Waiting {
  #look = SHORTEST_LOOK_MS;
  #lastLook = Number.NEGATIVE_INFINITY;

  wait(nanoseconds: number, interests: readonly Interest[]): number {
    const milliseconds = nanoseconds / 1e6;
    if (interests.some(({ source }) => !(source.handle instanceof Notifier))) {
      pass(Math.min(milliseconds, this.#nextLook()));
      this.#lastLook = now();
      return 0;
    }
    if (interests.length > 0 && milliseconds === Number.POSITIVE_INFINITY) return -Errno.EAGAIN;
    const begin = now();
    for (let left = milliseconds; left > 0; left = begin + milliseconds - now()) pass(Math.min(left, LONGEST_MS));
    return 0;
  }

  waitAsync(nanoseconds: number, interests: readonly Interest[]): Promise<number> {
    const looks = interests.some(({ source }) => !(source.handle instanceof Notifier));
    const milliseconds = Math.min(nanoseconds / 1e6, looks ? this.#nextLook() : LONGEST_MS);
    return new Promise(resolve => {
      const wake = () => {
        globals.clearTimeout?.(timer);
        for (const end of subscriptions) end();
        if (looks) this.#lastLook = now();
        resolve(0);
      };
      const timer = globals.setTimeout?.(wake, Math.ceil(milliseconds));
      const subscriptions = interests.flatMap(({ source: { handle } }) =>
        handle instanceof Notifier ? [handle.subscribe(wake)] : [],
      );
    });
  }

  /** Milliseconds until those are to be asked that are waited for. */
  #nextLook(): number {
    const again = now() - this.#lastLook < SAME_WAIT_MS;
    this.#look = again ? Math.min(this.#look * 1.25, LONGEST_LOOK_MS) : SHORTEST_LOOK_MS;
    return this.#look;
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
