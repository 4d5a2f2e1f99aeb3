import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';

/** The states of the file. */
export const FREE = 0;
export const WRITING = 1;
/** The process prints its counts itself. */
export const ENDED = 2;

/** The data of the worker that keeps the counts. */
export interface KeeperData {
  readonly path: string;
  /** One word: `FREE`, `WRITING` or `ENDED`. */
  readonly state: Int32Array;
}

/** How long the worker may take to write a file of some kilobytes. */
const PATIENCE_MS = 1000;

/** The counts of this process in a file, as long as it has not printed them. */
export class KeptCounts {
  readonly #script: URL;
  readonly #data: KeeperData;
  readonly #memories: SharedArrayBuffer[] = [];
  #worker: Worker | undefined;

  /**
   * @param directory of all processes of the trace
   * @param script of the worker
   */
  constructor(directory: string, script: URL) {
    this.#script = script;
    const state = new Int32Array(new SharedArrayBuffer(4));
    this.#data = { path: join(directory, `${process.pid}.counts`), state };
  }

  /** A memory in which a thread of this process counts. */
  add(memory: SharedArrayBuffer): void {
    this.#memories.push(memory);
    this.#worker?.postMessage(memory);
  }

  /** Begins to keep them. A process without a guest needs no worker, and one that has its guests in workers has those first, with the lowest numbers. */
  begin(): void {
    if (this.#worker !== undefined) return;
    this.#worker = this.#started();
    for (const memory of this.#memories) this.#worker?.postMessage(memory);
  }

  /** Has nothing kept any more. */
  end(): void {
    const { path, state } = this.#data;
    if (Atomics.compareExchange(state, 0, FREE, ENDED) === WRITING) {
      Atomics.wait(state, 0, WRITING, PATIENCE_MS);
      Atomics.store(state, 0, ENDED);
    }
    if (this.#worker !== undefined) rmSync(path, { force: true });
  }

  /** @returns undefined if no worker can be started */
  #started(): Worker | undefined {
    try {
      // Without NODE_OPTIONS, by which each thread would load what the program preloads.
      const worker = new Worker(this.#script, { workerData: this.#data, env: {}, execArgv: [], stdin: false });
      worker.unref();
      worker.on('error', () => {});
      return worker;
    } catch {
      return undefined;
    }
  }
}
