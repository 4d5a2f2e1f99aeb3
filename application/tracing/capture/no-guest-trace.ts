import type { GuestTrace } from './guest-trace.js';

/**
 * The trace of a guest that cannot be watched: a call costs one branch, and nothing that captures or decodes calls is loaded.
 * @param begin is called when a call of it begins
 */
export function noGuestTrace(begin: () => void): GuestTrace {
  const tap = {
    tracer() {
      begin();
      return null;
    },
    note() {},
    settle() {},
    close() {},
  };
  return {
    instance: 0,
    get hostcalls$(): never {
      throw new TypeError('there is no trace of this guest');
    },
    denials: undefined,
    stacks: false,
    tap: () => tap,
    throwLater() {},
    close() {},
  };
}

/** The same, and nothing is to be called. */
export const NO_GUEST_TRACE: GuestTrace = noGuestTrace(() => {});
