import { StandardClocks } from '../web/index.js';

/** How often the clock has to be seen moving: once in a while it moves by more than it must. */
const MOVES = 3;
const NANOSECONDS_PER_MS = 1e6;

/**
 * A browser's clocks. Browsers show time coarsely, each in its own way: 100 µs or 1 ms to a page that is not cross-origin isolated, 5 or 20 µs to one
 * that is, 100 ms where fingerprinting is resisted. No API reports which, so the first request for the resolution observes a few steps of the clock.
 * No browser reports CPU time: those clocks are `-ENOTSUP`.
 */
export class BrowserClocks extends StandardClocks {
  #step: number | undefined;

  override resolution(id: number): number {
    const known = super.resolution(id);
    if (known < 0) return known;
    this.#step ??= watchedStep();
    return this.#step;
  }
}

/** The smallest of a few steps of `performance.now()`, in nanoseconds. */
function watchedStep(): number {
  let smallest = Number.POSITIVE_INFINITY;
  let last = performance.now();
  for (let moves = 0; moves < MOVES; ) {
    const now = performance.now();
    if (now === last) continue;
    smallest = Math.min(smallest, now - last);
    last = now;
    moves++;
  }
  return Math.max(Math.round(smallest * NANOSECONDS_PER_MS), 1);
}
