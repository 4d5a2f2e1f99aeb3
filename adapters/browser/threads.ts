import { GuestThread } from '../../application/runtime/index.js';
import type { HostThread, HostThreadListener, Threads } from '../../domain/index.js';
import { StandardEngine, StandardThreads } from '../web/index.js';

/** What is used of a worker's globals; the adapter is compiled with those of a page. */
interface WorkerScope {
  postMessage(message: object): void;
  addEventListener(type: 'message', listener: (event: { readonly data: object }) => void): void;
}

/** A browser's WebAssembly is the standard's; programs with threads run in workers that the page makes. */
export class BrowserEngine extends StandardEngine {
  readonly threads: Threads | undefined;

  /** @param worker makes a worker whose module calls {@link serveThreads}; if not given, programs with threads are refused */
  constructor(worker?: () => Worker) {
    super();
    this.threads = worker !== undefined && StandardThreads.available ? new BrowserThreads(worker) : undefined;
  }
}

/** Threads that are workers of the page. */
class BrowserThreads extends StandardThreads {
  readonly #make: () => Worker;

  constructor(make: () => Worker) {
    super();
    this.#make = make;
  }

  start(listener: HostThreadListener): HostThread {
    const worker = this.#make();
    worker.addEventListener('message', ({ data }: { data: unknown }) => listener.message(data));
    // A module that cannot be loaded is an error without a message.
    worker.addEventListener('error', ({ message = 'the module of the worker cannot be loaded' }) =>
      listener.failed(new Error(message)),
    );
    return {
      post: message => worker.postMessage(message),
      async end() {
        worker.terminate();
      },
    };
  }
}

/**
 * Makes the calling worker run threads of programs, for the option `threads` of `browserPorts`. Call it while the worker's module is evaluated.
 *
 * ```ts
 * serveThreads();
 * ```
 */
export function serveThreads(): void {
  const scope = globalThis as unknown as WorkerScope;
  const thread = new GuestThread(new StandardEngine(), report => scope.postMessage(report));
  scope.addEventListener('message', ({ data }) => thread.message(data));
}
