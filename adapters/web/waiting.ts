import { Errno, type Interest, Notifier, type Waiting } from '../../domain/index.js';
import { block, mayBlock } from './blocking.js';
import { globals, now } from './globals.js';
import { type SharedSignal, SignalHandle } from './shared-signal.js';

/** The longest single wait. Well below what `Atomics.wait` takes. */
const LONGEST_MS = 3_600_000;
const SHORTEST_LOOK_MS = 1;
const LONGEST_LOOK_MS = 10;
/** Looks closer together than this belong to one wait of the guest. */
const SAME_WAIT_MS = 5;

/**
 * Blocks the thread on a memory of its own that nothing notifies, unless another thread runs it (see `blockOn`). Nothing tells a blocked thread that a
 * stream has become ready: a caller that waits for one is woken to ask it, after 1 ms at first, then ever later, up to 10 ms. What other threads make ready
 * by raising one {@link SharedSignal} wakes the thread. Where all that is waited for is made ready by the same thread (see {@link Notifier}), no caller is
 * woken before the time has passed.
 *
 * A thread that may not block (a browser's main thread) looks at the clock until the time has passed: a program that sleeps there takes as
 * long as it does elsewhere, and the page stands still meanwhile, as it does while the program computes.
 */
export class StandardWaiting implements Waiting {
  #look = SHORTEST_LOOK_MS;
  #lastLook = Number.NEGATIVE_INFINITY;

  wait(nanoseconds: number, interests: readonly Interest[]): number {
    const milliseconds = nanoseconds / 1e6;
    const unblocked = interests.filter(({ source }) => !madeReadyHere(source.handle));
    const signalled = unblocked.length === 0 ? undefined : oneSignal(unblocked);
    if (signalled !== undefined && mayBlock()) {
      const { signal, seen } = signalled;
      if (seen !== undefined) signal.wait(seen, Math.min(milliseconds, LONGEST_MS));
      return 0;
    }
    if (unblocked.length > 0) {
      pass(Math.min(milliseconds, this.#nextLook()));
      this.#lastLook = now();
      return 0;
    }
    if (interests.length > 0 && milliseconds === Number.POSITIVE_INFINITY) return -Errno.EAGAIN;
    const begin = now();
    for (let left = milliseconds; left > 0; left = begin + milliseconds - now())
      if (pass(Math.min(left, LONGEST_MS))) break;
    return 0;
  }

  waitAsync(nanoseconds: number, interests: readonly Interest[]): Promise<number> {
    return new Promise(resolve => {
      const ends: (() => void)[] = [];
      let timer: unknown;
      let looks = false;
      const wake = () => {
        globals.clearTimeout?.(timer);
        for (const end of ends.splice(0)) end();
        if (looks) this.#lastLook = now();
        resolve(0);
      };
      for (const { source } of interests) {
        const { handle } = source;
        if (handle instanceof Notifier) {
          ends.push(handle.subscribe(wake));
        } else if (handle instanceof SignalHandle) {
          const { end, everywhere } = handle.signal.subscribe(handle.seen, wake);
          ends.push(end);
          looks ||= !everywhere;
        } else {
          looks = true;
        }
      }
      const milliseconds = Math.min(nanoseconds / 1e6, looks ? this.#nextLook() : LONGEST_MS);
      timer = globals.setTimeout?.(wake, Math.ceil(milliseconds));
    });
  }

  /** Milliseconds until those are to be asked that are waited for. */
  #nextLook(): number {
    const again = now() - this.#lastLook < SAME_WAIT_MS;
    this.#look = again ? Math.min(this.#look * 1.25, LONGEST_LOOK_MS) : SHORTEST_LOOK_MS;
    return this.#look;
  }
}

/** Whether only this thread can make something ready, which it cannot while it is blocked. */
function madeReadyHere(handle: object | undefined): boolean {
  return handle instanceof Notifier || (handle instanceof SignalHandle && !handle.shared());
}

/**
 * The signal that all interests are made ready by, if it is one.
 * @returns it, and what it held when they were last asked; no value if one was asked before it changed
 */
function oneSignal(interests: readonly Interest[]): { signal: SharedSignal; seen: number | undefined } | undefined {
  const [first] = interests.map(({ source }) => source.handle);
  if (!(first instanceof SignalHandle)) return undefined;
  const { signal } = first;
  let seen: number | undefined = first.seen;
  for (const { source } of interests) {
    const { handle } = source;
    if (!(handle instanceof SignalHandle) || handle.signal !== signal) return undefined;
    if (handle.seen !== seen) seen = undefined;
  }
  return { signal, seen };
}

/** Lets time pass. @returns whether another thread has ended the wait */
function pass(milliseconds: number): boolean {
  if (mayBlock()) return block(milliseconds);
  const end = now() + milliseconds;
  while (now() < end);
  return false;
}
