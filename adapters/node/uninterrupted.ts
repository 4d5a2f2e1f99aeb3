/**
 * Work in a worker in which it must not be ended: loading an addon, which would abort the process, and loading modules, whose files Node 20 would leave open.
 *
 * The worker and the thread that started it share one word: the number of such pieces of work that are under way, or {@link ENDING}, after which none begins.
 */
import { inWorker } from './worker.js';

const ENDING = -1;

/** So often is looked whether the work is done, in milliseconds. */
const LOOK_MS = 2;
/** A worker is ended after so long in any case: the module of a setup may never have been loaded. In milliseconds. */
const PATIENCE_MS = 5000;

/** The data of a worker that knows its word. */
export interface WithWord {
  readonly uninterrupted: Int32Array;
}

/** null until it is known. */
let own: Int32Array | undefined | null = null;

/** The word of this worker; undefined if it is none, or somebody else's. */
function ownWord(): Int32Array | undefined {
  if (own !== null) return own;
  const data: Partial<WithWord> | null | undefined = inWorker()
    ? process.getBuiltinModule('node:worker_threads').workerData
    : undefined;
  own = data?.uninterrupted instanceof Int32Array ? data.uninterrupted : undefined;
  return own;
}

/** Does a piece of work, in which this worker is not ended. */
export function uninterrupted<Result>(work: () => Result): Result {
  const word = ownWord();
  if (word === undefined) return work();
  begin(word);
  try {
    return work();
  } finally {
    end(word);
  }
}

/** The same for work that takes several turns. */
export async function uninterruptedAsync<Result>(work: () => Promise<Result>): Promise<Result> {
  const word = ownWord();
  if (word === undefined) return work();
  begin(word);
  try {
    return await work();
  } finally {
    end(word);
  }
}

/** The modules of this worker have been loaded, which is work of this kind and begins with the worker. */
export function modulesLoaded(): void {
  const word = ownWord();
  if (word !== undefined) end(word);
}

function begin(word: Int32Array): void {
  for (;;) {
    const count = Atomics.load(word, 0);
    // It is going to be ended here.
    if (count === ENDING) Atomics.wait(word, 0, ENDING);
    else if (Atomics.compareExchange(word, 0, count, count + 1) === count) return;
  }
}

function end(word: Int32Array): void {
  Atomics.sub(word, 0, 1);
  Atomics.notify(word, 0);
}

/** Has no such piece of work begin any more. @returns whether none is under way */
function close(word: Int32Array): boolean {
  return [0, ENDING].includes(Atomics.compareExchange(word, 0, 0, ENDING));
}

/** Those of the workers that run. */
const words = new Set<Int32Array>();

/** Node ends all workers when the process exits. */
function closeAll(): void {
  const patience = performance.now() + PATIENCE_MS;
  for (const word of words)
    while (!close(word) && performance.now() < patience) Atomics.wait(word, 0, Atomics.load(word, 0), LOOK_MS);
}

/** The word of a new worker, as the thread has it that starts the worker. */
export class WorkerWord implements WithWord {
  readonly uninterrupted: Int32Array = new Int32Array(new SharedArrayBuffer(4)).fill(1);

  constructor() {
    if (words.size === 0) process.on('exit', closeAll);
    words.add(this.uninterrupted);
  }

  /** Has the worker ended as soon as it is not at such work. @param terminate ends it */
  endWorker(terminate: () => void): void {
    const patience = performance.now() + PATIENCE_MS;
    const look = () => {
      if (close(this.uninterrupted) || performance.now() > patience) terminate();
      else setTimeout(look, LOOK_MS);
    };
    look();
  }

  /** The worker has ended. */
  forget(): void {
    words.delete(this.uninterrupted);
    if (words.size === 0) process.off('exit', closeAll);
  }
}
