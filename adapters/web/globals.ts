/** What is looked for among the globals: standard, but not part of the language, so any of it may be missing. */
export interface Globals {
  readonly performance?: { now(): number };
  readonly crypto?: { getRandomValues(array: Uint8Array): unknown };
  readonly WebAssembly?: object;
  readonly setTimeout?: (run: () => void, milliseconds: number) => unknown;
  readonly clearTimeout?: (timer: unknown) => void;
  readonly TextDecoder?: new () => { decode(bytes: Uint8Array): string };
  /** In browsers: whether clocks are as fine as they can be. */
  readonly crossOriginIsolated?: boolean;
}

/** The globals of the JavaScript host. */
export const globals = globalThis as Globals;

let clock: { now(): number } | undefined;

/**
 * Milliseconds that never go back, from any point; by the wall clock where there is nothing better. Which clock that is is found out when it is
 * first asked: on Node, to look takes longer than a short program.
 */
export function now(): number {
  clock ??= globals.performance ?? Date;
  return clock.now();
}
