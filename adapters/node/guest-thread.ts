/** The program of a worker thread: runs the programs that it is asked for, one after the other, on the runtime that a setup module makes. */
import { parentPort, workerData } from 'node:worker_threads';
import { type Job, serveRun, type ThreadMessage } from '../../application/supervision/index.js';
import { block, blockOn, mayBlock } from '../web/index.js';
import { placeOfThread, threadCpuTime } from './thread-cpu-time.js';
import { modulesLoaded, uninterruptedAsync } from './uninterrupted.js';

const LONGEST_WAIT_MS = 1000;

const { setup } = workerData as { readonly setup: string };
const post = (message: ThreadMessage) =>
  message.kind === 'output'
    ? parentPort?.postMessage(message, [message.bytes.buffer as ArrayBuffer])
    : parentPort?.postMessage(message);
// Where the other thread can see for how long this one has computed, without asking it: while a program runs, it does not answer.
parentPort?.postMessage(placeOfThread());
let module: Promise<{ readonly default?: unknown }> | undefined;

parentPort?.on('message', (job: Job) =>
  serveRun(
    async () => {
      module ??= uninterruptedAsync(() => import(setup));
      return (await module).default;
    },
    job,
    {
      post,
      cpuTime: threadCpuTime,
      waitOn(words) {
        mayBlock();
        blockOn(words);
        return () => block(LONGEST_WAIT_MS);
      },
    },
  ),
);

modulesLoaded();
