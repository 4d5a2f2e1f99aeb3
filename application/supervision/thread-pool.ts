import { ConfigurationError } from '../errors.js';
import type { SupervisedRun, Thread } from './supervised-run.js';

/** Methods of a platform's thread, which must not keep the process running while it is idle. */
export interface PooledThread extends Thread {
  /** Whether it is at work. */
  busy(busy: boolean): void;
  /** Resolved when it has ended. */
  readonly gone: Promise<void>;
}

/**
 * Runs programs on so many threads at once; those that find none free wait for their turn, first come first served. A thread is made when it is first needed,
 * runs one program after the other, and is replaced when it has ended.
 */
export class ThreadPool {
  readonly #size: number;
  readonly #make: () => PooledThread;
  readonly #idle: PooledThread[] = [];
  readonly #working = new Map<SupervisedRun, PooledThread>();
  readonly #waiting = new Set<SupervisedRun>();
  /** Those that have not ended yet. */
  readonly #threads = new Set<PooledThread>();
  #closed = false;

  /** @throws ConfigurationError for a size of 0 */
  constructor(size: number, make: () => PooledThread) {
    if (size === 0) throw new ConfigurationError('a pool of 0 workers runs nothing', 'give a size of 1 or greater');
    this.#size = size;
    this.#make = make;
  }

  /**
   * Runs it, when its turn has come.
   * @throws ConfigurationError after `close()`
   */
  add(run: SupervisedRun): void {
    if (this.#closed) throw new ConfigurationError('the pool is closed', 'make another one');
    this.#waiting.add(run);
    this.#next();
  }

  /** Stops everything, and ends the threads. @returns a promise of the time when all have ended */
  async close(): Promise<void> {
    this.#closed = true;
    for (const run of [...this.#waiting, ...this.#working.keys()]) run.stop('its pool was closed');
    this.#waiting.clear();
    await Promise.allSettled([...this.#working.keys()].map(run => run.outcome));
    for (const thread of this.#threads) thread.terminate();
    await Promise.all([...this.#threads].map(({ gone }) => gone));
  }

  #next(): void {
    for (const run of this.#waiting) {
      if (this.#working.size >= this.#size) return;
      this.#waiting.delete(run);
      // It may have been stopped while it waited.
      if (!run.over) this.#begin(run);
    }
  }

  #begin(run: SupervisedRun): void {
    const thread = this.#idle.pop() ?? this.#start();
    this.#working.set(run, thread);
    thread.busy(true);
    run.begin(thread, reusable => {
      this.#working.delete(run);
      if (reusable && this.#threads.has(thread)) {
        thread.busy(false);
        this.#idle.push(thread);
      }
      this.#next();
    });
  }

  #start(): PooledThread {
    const thread = this.#make();
    this.#threads.add(thread);
    thread.gone.then(() => {
      this.#threads.delete(thread);
      const at = this.#idle.indexOf(thread);
      if (at >= 0) this.#idle.splice(at, 1);
    });
    return thread;
  }
}
