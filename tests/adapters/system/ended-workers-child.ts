/**
 * Starts workers that load koffi, and ends each at another moment of that: so many as its argument says. With the argument `exit`, the process exits while a
 * worker does so.
 */
import { once } from 'node:events';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { modulesLoaded, WorkerWord } from '../../../adapters/node/uninterrupted.js';
import { systemCalls } from '../../../adapters/system/index.js';

/** Lets time pass without turning to anything else. */
function pass(milliseconds: number): void {
  const end = performance.now() + milliseconds;
  while (performance.now() < end);
}

async function startWorker(): Promise<readonly [Worker, WorkerWord]> {
  const word = new WorkerWord();
  const worker = new Worker(new URL(import.meta.url), { workerData: { uninterrupted: word.uninterrupted } });
  await once(worker, 'message');
  return [worker, word];
}

if (!isMainThread) {
  if (workerData === null) throw new Error('no data');
  modulesLoaded();
  parentPort?.postMessage('begins');
  const calls = systemCalls('koffi');
  if (typeof calls === 'string') throw new Error(calls);
  for (;;) calls.libc.lseek(0, 0, 1);
} else if (process.argv[2] === 'exit') {
  await startWorker();
  pass(1);
  process.exit(3);
} else {
  const times = Number(process.argv[2]);
  for (let time = 0; time < times; time++) {
    const [worker, word] = await startWorker();
    pass((12 * time) / times);
    const ended = once(worker, 'exit');
    word.endWorker(() => worker.terminate());
    await ended;
    word.forget();
  }
  console.log('all have ended');
}
