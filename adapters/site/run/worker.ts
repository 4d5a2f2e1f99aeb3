/** The worker that programs run in: the page stays responsive, and can end it. */

import { digestOf } from './digest.js';
import { recordRun } from './record-run.js';
import { type RunJob, type RunMessage, refusalOf } from './run-messages.js';

/** The globals of a worker that are used; the site is compiled with those of a page. */
interface WorkerScope {
  postMessage(message: RunMessage): void;
  addEventListener(type: 'message', listener: (event: { readonly data: RunJob }) => void): void;
}

const scope = globalThis as unknown as WorkerScope;
scope.addEventListener('message', ({ data }) => void run(data));

async function run({ request, recorder }: RunJob): Promise<void> {
  try {
    const end = await recordRun(
      request,
      { recorder, sha256: await digestOf(request.wasm), started: new Date().toISOString() },
      {
        recorded: bytes => scope.postMessage({ kind: 'recorded', bytes: bytes.slice() }),
        written: (stream, bytes) => scope.postMessage({ kind: 'written', stream, bytes }),
      },
    );
    scope.postMessage({ kind: 'ended', end });
  } catch (error) {
    scope.postMessage(refusalOf(error));
  }
}
