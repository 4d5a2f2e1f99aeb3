/** A memory of this module's own, made once, unless another thread has given one; null where the host has no shared memory. */
let cell: Int32Array | null | undefined;
/** What its first word was when it was last looked at. */
let seen = 0;
/** Whether this thread may block; undefined until it has been tried. */
let allowed: boolean | undefined;

/**
 * Whether this thread may block: browsers forbid it on the main thread and in service workers. The answer never changes; it is found out by
 * a wait that cannot be entered.
 */
export function mayBlock(): boolean {
  allowed ??= attempt();
  return allowed;
}

/**
 * Blocks this thread, until the time has passed or what it waits on has changed since it was last looked at.
 * @param milliseconds at most 2^31 − 1. Only where {@link mayBlock}
 * @returns whether it was woken before the time
 */
export function block(milliseconds: number): boolean {
  const words = cell as Int32Array;
  const woken = Atomics.wait(words, 0, seen, milliseconds) !== 'timed-out';
  seen = Atomics.load(words, 0);
  return woken;
}

/** Has this thread wake, wherever it is blocked from now on, when the first of some words changes, which another thread notifies. */
export function blockOn(words: Int32Array): void {
  cell = words;
  seen = Atomics.load(words, 0);
}

function attempt(): boolean {
  cell ??= privateCell();
  if (cell === null) return false;
  try {
    Atomics.wait(cell, 0, seen, 0);
    return true;
  } catch {
    return false;
  }
}

/**
 * Browsers hide `SharedArrayBuffer` from pages that are not cross-origin isolated, since what is shared between threads makes a fine clock.
 * A WebAssembly memory that stays in one thread they allow, and that is all that is needed here (seen in Chromium 156).
 */
function privateCell(): Int32Array | null {
  try {
    if (typeof SharedArrayBuffer === 'function') return new Int32Array(new SharedArrayBuffer(4));
    return new Int32Array(new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true }).buffer);
  } catch {
    return null;
  }
}
