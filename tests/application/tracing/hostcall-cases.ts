import type { HostcallEvent } from '../../../application/tracing/index.js';
import type { Case } from './cases/case.js';
import { descriptorCases } from './cases/descriptors.js';
import { STRINGS } from './cases/layouts.js';
import { otherCases } from './cases/others.js';
import { pathCases } from './cases/paths.js';
import { TracedGuest } from './traced-guest.js';

/** Calls of every hostcall: what succeeds, what fails, what lies out of bounds. */
export const cases: readonly Case[] = [...descriptorCases, ...pathCases, ...otherCases];

/**
 * Makes a call of `cases`.
 * @param seen is given its event, inside the call
 */
export function make(
  { name, args, before, work, errno = 0, abi = 'preview1' }: Case,
  seen: (event: HostcallEvent) => void,
): void {
  const guest = new TracedGuest(abi, undefined, STRINGS);
  guest.attach({ buffer: new ArrayBuffer(0x100000) });
  before?.(guest);
  guest.hub.hostcalls$.subscribe(seen);
  if (name === 'proc_exit') guest.leave(name, args);
  else
    guest.call(name, args, () => {
      work?.(guest);
      return errno;
    });
}
