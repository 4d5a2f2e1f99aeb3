/**
 * The descriptors that a worker has opened by the kernel's own calls. Node closes those that it has opened itself when the worker ends, and knows nothing of
 * these: they are noted in memory that is shared with the thread that started the worker, and closed there.
 */
import { closeSync } from 'node:fs';
import { inWorker } from './worker.js';

/** So many descriptors are noted, more than a process may open as a rule. */
const MOST = 65_536;
const BITS = 32;

/** The data of a worker that notes its descriptors. */
export interface WithDescriptors {
  /** A bit for each. */
  readonly descriptors: Int32Array;
}

/** Where the descriptors of a new worker are noted. */
export function newDescriptors(): Int32Array {
  return new Int32Array(new SharedArrayBuffer(MOST / 8));
}

/** Where those of this worker are; undefined if they are not to be noted. */
export function ownDescriptors(): Int32Array | undefined {
  const data: Partial<WithDescriptors> | null | undefined = inWorker()
    ? process.getBuiltinModule('node:worker_threads').workerData
    : undefined;
  return data?.descriptors instanceof Int32Array ? data.descriptors : undefined;
}

/** Notes what was opened. @param fd negative for nothing */
export function noteOpened(descriptors: Int32Array, fd: number): void {
  if (fd >= 0 && fd < MOST) Atomics.or(descriptors, Math.floor(fd / BITS), 1 << (fd % BITS));
}

/** Notes what is going to be closed: by the time that it is, the number may be somebody else's. */
export function noteClosing(descriptors: Int32Array, fd: number): void {
  if (fd >= 0 && fd < MOST) Atomics.and(descriptors, Math.floor(fd / BITS), ~(1 << (fd % BITS)));
}

/** Closes what a worker that has ended has left open. */
export function closeLeft(descriptors: Int32Array): void {
  for (const [at, bits] of descriptors.entries()) {
    for (let bit = 0; bits !== 0 && bit < BITS; bit++) {
      if (((bits >>> bit) & 1) === 0) continue;
      try {
        closeSync(at * BITS + bit);
      } catch {
        // There is nobody to tell.
      }
    }
  }
}
