/** The script of the page and of its worker: does jobs and reports their results. */
import { runContract } from './contract.js';
import { runErrand } from './errand.js';
import type { Job, Report, Thread } from './job.js';
import { runThreads } from './threads.js';
import { runWorkers } from './workers.js';

/** The globals of a page or a worker that are used; the tests are compiled without a browser's types. */
interface Scope {
  readonly document?: object;
  readonly crossOriginIsolated: boolean;
  doJob?(job: Job): Promise<Report>;
  addEventListener(type: 'message', listener: (event: { data: Job }) => void): void;
  postMessage(report: Report | { readonly failure: string }): void;
}

const scope = globalThis as unknown as Scope;

function thread(): Thread {
  let blocks = true;
  try {
    const { buffer } = new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true });
    Atomics.wait(new Int32Array(buffer), 0, 1, 0);
  } catch {
    blocks = false;
  }
  const sharedArrayBuffer = typeof SharedArrayBuffer === 'function';
  return { isolated: scope.crossOriginIsolated, sharedArrayBuffer, blocks };
}

async function doJob(job: Job): Promise<Report> {
  if (job.kind === 'workers') return { thread: thread(), workers: await runWorkers(job) };
  if (job.kind === 'threads') return { thread: thread(), threads: await runThreads(job) };
  return job.kind === 'errand'
    ? { thread: thread(), errand: await runErrand(job) }
    : { thread: thread(), tests: await runContract(job) };
}

if (scope.document !== undefined) {
  scope.doJob = doJob;
} else {
  scope.addEventListener('message', ({ data }) => {
    doJob(data).then(
      report => scope.postMessage(report),
      error => scope.postMessage({ failure: String((error as Error).stack ?? error) }),
    );
  });
}
