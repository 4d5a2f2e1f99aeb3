/**
 * What each hostcall does, one file a family. Meanings receive values and byte windows, never guest pointers, and answer numbers: a result,
 * or an errno as a negative number.
 */
import type { Meanings } from '../../domain/index.js';
import { argsFamily } from './args.js';
import { clockFamily } from './clock.js';
import type { HostcallContext } from './context.js';
import { directoryFamily } from './directory.js';
import { environFamily } from './environ.js';
import { fdIoFamily } from './fd-io.js';
import { fdStatFamily } from './fd-stat.js';
import { networkFamily } from './network.js';
import { pathFamily } from './path.js';
import { pollFamily } from './poll.js';
import { procFamily } from './proc.js';
import { randomFamily } from './random.js';
import { schedFamily } from './sched.js';
import { sockFamily } from './sock.js';

export { closeResource, closeUnnumbered } from './closing.js';
export type { HostcallContext } from './context.js';
export { type Pending, PendingCalls } from './pending.js';
export { type SigpipeChoice, sigpipeChoices, terminateOnBrokenPipe } from './sigpipe.js';
export { attemptWhenReady, moveRest } from './transfer.js';

/** The meanings of all hostcalls, for one guest. */
export function createMeanings(context: HostcallContext): Meanings {
  const sock = sockFamily(context);
  return {
    ...argsFamily(context),
    ...clockFamily(context),
    ...directoryFamily(context),
    ...environFamily(context),
    ...fdIoFamily(context),
    ...fdStatFamily(context),
    ...pathFamily(context),
    ...pollFamily(context),
    ...procFamily(context),
    ...randomFamily(context),
    ...schedFamily(context),
    ...sock,
    ...networkFamily(context, sock),
  };
}
