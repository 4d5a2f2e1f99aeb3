import { hostcallsIn } from '../../../application/hostcall-set.js';
import type { Runtime } from '../../../application/runtime/index.js';
import type { CallFilter, HostcallEvent } from '../../../application/tracing/index.js';
import { describe, everyHostcall } from '../../../domain/index.js';
import { isStackOverflow } from '../../web/index.js';

/** The calls at which a program spends its time waiting. */
const waitingCalls = everyHostcall.filter(name => {
  const { waits } = describe(name);
  return waits !== undefined && waits !== 'briefly';
});

/**
 * Tells of calls that may wait long, before they do.
 * @param waiting is not told where the guest has left no stack for that
 */
export function watchWaiting(
  runtime: Pick<Runtime, 'watchEntered'>,
  { calls = everyHostcall, paths }: CallFilter,
  waiting: (call: HostcallEvent) => void,
): void {
  const waits = hostcallsIn(calls).filter(name => waitingCalls.includes(name));
  runtime.watchEntered({ calls: waits, paths }).subscribe(call => {
    if (describe(call.name).waits === 'stream' && call.path !== 'stdin') return;
    try {
      waiting(call);
    } catch (error) {
      if (!isStackOverflow(error)) throw error;
    }
  });
}
