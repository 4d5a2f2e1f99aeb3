import type { HostThread, HostThreadListener } from '../../domain/index.js';
import { StandardThreads } from '../web/index.js';

/** Threads that are Node's workers. Each has as much stack as the thread that asks for it. */
export class NodeThreads extends StandardThreads {
  start(listener: HostThreadListener): HostThread {
    // Loaded when it is needed: few programs have threads.
    const { resourceLimits, Worker } = process.getBuiltinModule('node:worker_threads');
    const { stackSizeMb } = resourceLimits;
    const worker = new Worker(new URL('./program-thread.js', import.meta.url), {
      resourceLimits: { stackSizeMb },
      // Of the process's own: the arguments of Node may name what is to be loaded first.
      execArgv: [],
      trackUnmanagedFds: false,
    });
    let ended = false;
    let failure: unknown;
    worker.on('message', message => listener.message(message));
    worker.on('error', error => {
      failure = error;
    });
    const gone = new Promise<void>(resolve => {
      worker.once('exit', code => {
        resolve();
        if (!ended) listener.failed(failure ?? new Error(`the worker ended with the exit code ${code}`));
      });
    });
    return {
      post: message => worker.postMessage(message),
      end() {
        ended = true;
        worker.terminate();
        return gone;
      },
    };
  }
}
