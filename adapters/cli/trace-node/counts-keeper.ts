/**
 * A worker that keeps what a process has counted in a file, for {@link LostCounts}: a signal, say, can end the process at any time, and while a guest runs in
 * the main thread, nothing there could print a table first. Signals are left alone, so that they do what they do to any program.
 */
import { renameSync, writeFileSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { ENDED, FREE, type KeeperData, WRITING } from './kept-counts.js';

const LOOK_MS = 50;

const { path, state } = workerData as KeeperData;
const memories: SharedArrayBuffer[] = [];
let kept = Buffer.alloc(0);

parentPort?.on('message', (memory: SharedArrayBuffer) => memories.push(memory));

const timer = setInterval(() => {
  const counts = Buffer.concat(memories.map(memory => new Uint8Array(memory)));
  if (counts.equals(kept)) return;
  if (Atomics.compareExchange(state, 0, FREE, WRITING) === ENDED) {
    clearInterval(timer);
    return;
  }
  try {
    writeFileSync(`${path}.new`, counts);
    renameSync(`${path}.new`, path);
    kept = counts;
  } catch {
    // The disk is full, or the directory was removed: if the process is killed, no table is printed.
    clearInterval(timer);
  } finally {
    Atomics.store(state, 0, FREE);
    Atomics.notify(state, 0);
  }
}, LOOK_MS);
