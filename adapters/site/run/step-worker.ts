/** The worker that a program runs in which is stepped through: it is blocked wherever the program is stopped. */
import { type SteppedSide, serveSteppedRun } from '../../../application/supervision/index.js';
import { block, blockOn, mayBlock } from '../../web/index.js';
import { digestOf } from './digest.js';
import { endOf, optionsOf, portsOf } from './record-run.js';
import { refusalOf } from './run-messages.js';
import type { StepJob, StepWorkerMessage } from './step-messages.js';

const LONGEST_WAIT_MS = 1000;

/** The globals of a worker that are used; the site is compiled with those of a page. */
interface WorkerScope {
  postMessage(message: StepWorkerMessage): void;
  addEventListener(type: 'message', listener: (event: { readonly data: StepJob }) => void): void;
}

const scope = globalThis as unknown as WorkerScope;
scope.addEventListener('message', ({ data }) => void run(data));

const side: SteppedSide = {
  post: message => scope.postMessage(message),
  waitOn(words) {
    mayBlock();
    blockOn(words);
    return () => block(LONGEST_WAIT_MS);
  },
  now: () => performance.now(),
  debug() {
    // biome-ignore lint/suspicious/noDebugger: this is where a breakpoint with `debugger` stops: the program is below on the stack.
    debugger;
  },
};

async function run({ job, request: { program, wasm, world }, recorder }: StepJob): Promise<void> {
  try {
    const header = { recorder, program, sha256: await digestOf(wasm), started: new Date().toISOString() };
    await serveSteppedRun(job, side, {
      ports: portsOf(world),
      header,
      run: (runtime, streams) =>
        endOf(() => runtime.run(wasm, { ...optionsOf(program, world), ...streams }), { signal: 'SIGKILL' }),
    });
  } catch (error) {
    scope.postMessage(refusalOf(error));
  }
}
