import type { ErrnoName } from './errno.js';
import { describe, type HostcallName } from './hostcalls.js';
import { paramKinds } from './kinds.js';

/**
 * Every errno a hostcall can return: those in its row, and those that follow from the kinds of its parameters.
 * @param name a name of the table
 * @returns names in alphabetical order
 */
export function errnosOf(name: HostcallName): ErrnoName[] {
  const row = describe(name);
  const found = new Set<ErrnoName>(row.errnos);
  for (const { kind, rights } of row.params) {
    for (const errno of paramKinds[kind].errnos ?? []) found.add(errno);
    // A descriptor that was not opened for reading or writing is EBADF, as in POSIX; every other missing right is ENOTCAPABLE.
    if (kind === 'fd' && rights?.some(right => right !== 'FD_READ' && right !== 'FD_WRITE')) found.add('ENOTCAPABLE');
  }
  if (row.results.length > 0 && row.returnsResult !== true) found.add('EFAULT');
  return [...found].sort();
}
