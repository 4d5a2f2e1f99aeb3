/**
 * What a signal does to a program that has no handler for it; WASI programs have none the host could know of (libc keeps them to itself and
 * raises with `proc_raise` only what it does not handle).
 *
 * Source: the actions in the `signal` variant of the preview1 interface description. They are those of signal(7), but for PIPE, which is
 * ignored: a program learns from EPIPE.
 */
export type Disposition = 'ignore' | 'terminate' | 'stop';

const IGNORED = ['NONE', 'CHLD', 'CONT', 'PIPE', 'URG', 'WINCH'];
const STOPPING = ['STOP', 'TSTP', 'TTIN', 'TTOU'];

/** @param name a value of `enumerations.signal`, such as `ABRT` */
export function dispositionOf(name: string): Disposition {
  if (IGNORED.includes(name)) return 'ignore';
  return STOPPING.includes(name) ? 'stop' : 'terminate';
}

/** A program that a signal ended has this plus the signal's number as its exit code, as shells report it. */
export const SIGNAL_EXIT_BASE = 128;
