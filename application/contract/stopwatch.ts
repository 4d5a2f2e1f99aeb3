const { performance = Date } = globalThis as { readonly performance?: { now(): number } };

/** Milliseconds that never go back, from any point; by the wall clock where there is nothing better. */
export function now(): number {
  return performance.now();
}
