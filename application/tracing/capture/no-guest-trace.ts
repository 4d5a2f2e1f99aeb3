import type { GuestTap, GuestTrace } from './guest-trace.js';

const NO_TAP: GuestTap = {
  tracer: () => null,
  note() {},
  settle() {},
  close() {},
};

/** A guest that cannot be watched: a call costs one branch, and nothing that captures or decodes calls is loaded. */
export const NO_GUEST_TRACE: GuestTrace = {
  instance: 0,
  get hostcalls$(): never {
    throw new TypeError('there is no trace of this guest');
  },
  denials: undefined,
  tap: () => NO_TAP,
  throwLater() {},
  close() {},
};
