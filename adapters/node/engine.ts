import type { Threads } from '../../domain/index.js';
import { StandardEngine, StandardThreads } from '../web/index.js';
import { NodeThreads } from './threads.js';

/** Node's WebAssembly is the standard's; guests with threads run in its workers. */
export class NodeEngine extends StandardEngine {
  #threads: Threads | undefined;

  get threads(): Threads | undefined {
    if (StandardThreads.available) this.#threads ??= new NodeThreads();
    return this.#threads;
  }
}
