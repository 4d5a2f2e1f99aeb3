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
import { threadsFamily } from './threads.js';

export { closeResource, closeUnnumbered } from './closing.js';
export type { HostcallContext } from './context.js';
export { partOf } from './parts.js';
export { type Pending, PendingCalls } from './pending.js';
export { type SigpipeChoice, sigpipeChoices, terminateOnBrokenPipe } from './sigpipe.js';
export { attemptWhenReady, moveRest } from './transfer.js';

/** The meanings of all hostcalls, for one guest. */
export function createMeanings(context: HostcallContext): Meanings {
  const sock = sockFamily(context);
  return together(
    argsFamily(context),
    clockFamily(context),
    directoryFamily(context),
    environFamily(context),
    fdIoFamily(context),
    fdStatFamily(context),
    pathFamily(context),
    pollFamily(context),
    procFamily(context),
    randomFamily(context),
    schedFamily(context),
    sock,
    networkFamily(context, sock),
    threadsFamily(context),
  );
}

/** What all of the given objects have. */
type Together<Parts extends readonly object[]> = Parts extends readonly [infer First, ...infer Rest extends object[]]
  ? First & Together<Rest>
  : unknown;

/** An object with the members of all meanings, which are undefined; made for the first guest. */
let shape: object | undefined;

/**
 * Puts the members of all into one object. V8 keeps one that so many are added to as a dictionary, whose members take longer to find in each call and to
 * copy for each guest; but not the copy of such a dictionary, nor copies of that.
 */
function together<Parts extends readonly object[]>(...parts: Parts): Together<Parts> {
  if (shape === undefined) {
    const names = parts.flatMap(part => Object.keys(part));
    shape = { ...Object.fromEntries(names.map(name => [name, undefined])) };
  }
  return Object.assign({ ...shape }, ...parts) as Together<Parts>;
}
