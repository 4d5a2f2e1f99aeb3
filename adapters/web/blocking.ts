/** A memory of this module's own, made once; null where the host has no shared memory. */
let cell: Int32Array | null | undefined;
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

/** Blocks this thread. @param milliseconds at most 2^31 − 1. Only where {@link mayBlock} */
export function block(milliseconds: number): void {
  Atomics.wait(cell as Int32Array, 0, 0, milliseconds);
}

function attempt(): boolean {
  cell ??= privateCell();
  if (cell === null) return false;
  try {
    // It holds 0, so a wait for 1 to change returns at once, unless waiting is forbidden.
    Atomics.wait(cell, 0, 1, 0);
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
