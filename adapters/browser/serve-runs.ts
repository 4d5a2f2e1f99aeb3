import { type Job, type Setup, serveRun, type ThreadMessage } from '../../application/supervision/index.js';
import { block, blockOn, mayBlock } from '../web/index.js';

const LONGEST_WAIT_MS = 1000;

/** What is used of a worker's globals; the adapter is compiled with those of a page. */
interface WorkerScope {
  postMessage(message: ThreadMessage): void;
  addEventListener(type: 'message', listener: (event: { readonly data: Job }) => void): void;
}

/**
 * Makes the calling worker run programs for `runInWorker` and `createWorkerPool`. Call it while the worker's module is evaluated.
 *
 * ```ts
 * serveRuns(() => createRuntime(browserPorts()));
 * ```
 * @param setup makes the runtime of each run
 */
export function serveRuns(setup: Setup): void {
  const scope = globalThis as unknown as WorkerScope;
  scope.addEventListener('message', ({ data }) =>
    serveRun(() => setup, data, {
      post: message => scope.postMessage(message),
      waitOn(words) {
        mayBlock();
        blockOn(words);
        return () => block(LONGEST_WAIT_MS);
      },
    }),
  );
}
