import { readFileSync, readlinkSync } from 'node:fs';
import type { Worker } from 'node:worker_threads';

/** What Node 22.19, 23.9 and later have: https://nodejs.org/api/process.html#processthreadcpuusagepreviousvalue */
interface WithThreadTime {
  threadCpuUsage?(): NodeJS.CpuUsage;
}

/** What a thread tells of itself: where Linux tells other threads of this process about it; undefined on other systems. */
export interface ThreadPlace {
  readonly kind: 'thread';
  readonly directory: string | undefined;
}

/** Where Linux tells about the thread that asks. */
const THIS_THREAD = '/proc/thread-self';

/** Nanoseconds for which this thread has computed; undefined where neither Node nor the system tells. */
export function threadCpuTime(): number | undefined {
  const usage = (process as WithThreadTime).threadCpuUsage?.();
  return usage === undefined ? cpuTimeOf(THIS_THREAD) : nanosecondsOf(usage);
}

/** What Node tells, as nanoseconds. */
function nanosecondsOf({ user, system }: NodeJS.CpuUsage): number {
  return (user + system) * 1000;
}

/** What this thread tells of itself. */
export function placeOfThread(): ThreadPlace {
  try {
    return { kind: 'thread', directory: `/proc/${readlinkSync(THIS_THREAD)}` };
  } catch {
    return { kind: 'thread', directory: undefined };
  }
}

/**
 * Nanoseconds for which a thread has computed, as the scheduler of Linux counts them:
 * https://docs.kernel.org/scheduler/sched-stats.html#proc-pid-schedstat
 * @param directory of the thread, in `/proc`
 * @returns undefined where the kernel does not tell
 */
function cpuTimeOf(directory: string): number | undefined {
  try {
    const time = Number.parseInt(readFileSync(`${directory}/schedstat`, 'latin1'), 10);
    return Number.isNaN(time) ? undefined : time;
  } catch {
    return undefined;
  }
}

/** What Node 22.20, 24.6 and later have: https://nodejs.org/api/worker_threads.html#workercpuusageprev */
interface WithCpuUsage {
  cpuUsage?(): Promise<NodeJS.CpuUsage>;
}

/**
 * Nanoseconds for which a worker has computed; undefined where neither the system nor Node tells. Node asks the worker, which answers only while it computes.
 * @param place what the worker has told of itself; undefined if it has not yet
 */
export async function cpuTimeOfWorker(worker: Worker, place: ThreadPlace | undefined): Promise<number | undefined> {
  const time = place?.directory === undefined ? undefined : cpuTimeOf(place.directory);
  if (time !== undefined) return time;
  const usage = await (worker as WithCpuUsage).cpuUsage?.().catch(() => undefined);
  return usage && nanosecondsOf(usage);
}
