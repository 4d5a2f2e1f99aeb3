import { readdirSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const gc = runInNewContext('gc') as () => void;

/** Collects garbage, including objects that are released only at the end of a job. */
export async function collect(): Promise<void> {
  for (let i = 0; i < 4; i++) {
    await new Promise(resolve => setImmediate(resolve));
    gc();
  }
}

/** How many bytes this process holds after garbage was collected. */
function heldMemory(): number {
  for (let i = 0; i < 4; i++) gc();
  const { heapUsed, arrayBuffers, external } = process.memoryUsage();
  return heapUsed + arrayBuffers + external;
}

/** How many descriptors and threads this process has after garbage was collected. */
export function held() {
  for (let i = 0; i < 4; i++) gc();
  return { descriptors: readdirSync('/proc/self/fd').length, threads: readdirSync('/proc/self/task').length };
}

/** Waits until this process has no more descriptors and threads than before: those of a worker that has ended are gone a moment later. */
export async function noMoreThan(before: ReturnType<typeof held>): Promise<void> {
  for (let now = held(); now.descriptors > before.descriptors || now.threads > before.threads; now = held())
    await new Promise(resolve => setTimeout(resolve, 20));
}

/**
 * How many more bytes are held after a round than before it: the least of several rounds. What is compiled or grown in steps takes memory in one of
 * them, a leak in each.
 * @param noise so much is nothing
 */
export function memoryGrowth(noise: number, round: () => void): number {
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i < 3 && least >= noise; i++) {
    const before = heldMemory();
    round();
    least = Math.min(least, heldMemory() - before);
  }
  return least;
}

/** Waits until no worker of this process is left. */
export async function withoutWorkers(): Promise<void> {
  while (process.getActiveResourcesInfo().some(name => name === 'MessagePort' || name === 'Worker'))
    await new Promise(resolve => setTimeout(resolve, 20));
}
