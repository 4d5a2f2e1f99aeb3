import type { Observable } from 'rxjs';
import { ConfigurationError } from '../../application/errors.js';
import { COUNT, checkOptions, type OptionKinds } from '../../application/options/index.js';
import { compileProgram, type Program } from '../../application/runtime/index.js';
import {
  type Job,
  type OutputName,
  type PooledThread,
  type RunOptions,
  runOptions,
  SupervisedRun,
  type ThreadListener,
  type ThreadMessage,
  ThreadPool,
  type WorkerOutcome,
  type WorkerRunOptions,
} from '../../application/supervision/index.js';
import type { PlainEvent } from '../../application/tracing/index.js';
import { StandardEngine } from '../web/index.js';

/** A program that runs in a worker of the page. */
export interface WorkerRun {
  /** What the program reads, if `stdin` is `pipe`: text or bytes. Its input ends when this stream is closed. */
  readonly stdin: WritableStream<string | Uint8Array>;
  /** What the program writes, if `stdout` is `pipe`. The program waits while it is not read, as for a full pipe. */
  readonly stdout: ReadableStream<Uint8Array>;
  /** As `stdout`. */
  readonly stderr: ReadableStream<Uint8Array>;
  /**
   * The calls that the option `watch` selects, in order and as plain data; it completes with the run. Without the option it is a ConfigurationError.
   */
  readonly hostcalls$: Observable<PlainEvent>;
  /** How the program ended. It is rejected only with a ConfigurationError, for a program that cannot be run. */
  readonly outcome: Promise<WorkerOutcome>;
  /** Stops the program: at once if it waits, otherwise at its next hostcall, or together with its worker if it makes none in time. */
  stop(): void;
}

/** Options of a pool of workers. */
export interface WorkerPoolOptions {
  /** How many programs run at once. Default: as many as the machine has cores. */
  readonly size?: number | undefined;
}

/** Workers that run any number of programs. */
export interface WorkerPool {
  /**
   * Runs a program, as soon as a worker is free.
   * @throws ConfigurationError for options that cannot be met, and after `close()`
   */
  run(wasm: Program, options?: WorkerRunOptions): WorkerRun;
  /** Stops all programs, and ends the workers. */
  close(): Promise<void>;
}

const poolKinds: OptionKinds<WorkerPoolOptions> = { size: COUNT };

/**
 * Runs a program in a worker of its own, which ends with it. The page has to be [cross-origin isolated](https://developer.mozilla.org/en-US/docs/Web/API/Window/crossOriginIsolated).
 * @param worker makes a worker whose module calls `serveRuns`, in the form that bundlers recognise:
 *   `() => new Worker(new URL('./worker.js', import.meta.url), { type: 'module' })`
 * @param wasm the program
 * @throws ConfigurationError for options that cannot be met, and where threads cannot share memory
 */
export function runInWorker(worker: () => Worker, wasm: Program, options: WorkerRunOptions = {}): WorkerRun {
  const run = newRun(wasm, options);
  const thread = new BrowserThread(worker);
  run.supervised.begin(thread, () => thread.terminate());
  return run;
}

/**
 * Makes a pool of workers: each program runs in a free one, and a worker that ended with its program is replaced.
 * @param worker as for `runInWorker`
 * @throws ConfigurationError for options that cannot be met
 */
export function createWorkerPool(worker: () => Worker, options: WorkerPoolOptions = {}): WorkerPool {
  checkOptions(options, 'createWorkerPool()', poolKinds);
  const { size = navigator.hardwareConcurrency } = options;
  const pool = new ThreadPool(size, () => new BrowserThread(worker));
  return {
    run(wasm, given = {}) {
      const run = newRun(wasm, given);
      pool.add(run.supervised);
      return run;
    },
    close: () => pool.close(),
  };
}

function newRun(wasm: Program, options: WorkerRunOptions): BrowserRun {
  if (typeof SharedArrayBuffer !== 'function')
    throw new ConfigurationError(
      'the page is not cross-origin isolated, and can share no memory with a worker',
      'serve it with the headers Cross-Origin-Opener-Policy: same-origin and Cross-Origin-Embedder-Policy: require-corp',
    );
  return new BrowserRun(runOptions(wasm, options));
}

class BrowserThread implements PooledThread {
  listener: ThreadListener | undefined;
  readonly gone: Promise<void>;
  readonly #worker: Worker;
  #end!: () => void;

  constructor(worker: () => Worker) {
    this.gone = new Promise(resolve => {
      this.#end = resolve;
    });
    this.#worker = worker();
    this.#worker.addEventListener('message', ({ data }: { data: ThreadMessage }) => this.listener?.message(data));
    // A module that cannot be loaded is an error without a message.
    this.#worker.addEventListener('error', ({ message = 'the module of the worker cannot be loaded' }) =>
      this.#die('exception', message),
    );
  }

  post(job: Job): void {
    this.#worker.postMessage(job);
  }

  terminate(): void {
    this.#die('exit', 'the worker was terminated');
  }

  busy(): void {}

  /** No event tells that a worker has ended: it is ended here. */
  #die(cause: 'exception' | 'exit', message: string): void {
    this.#worker.terminate();
    this.#end();
    this.listener?.ended({ kind: 'crashed', cause, message });
  }
}

class BrowserRun implements WorkerRun {
  readonly stdin: WritableStream<string | Uint8Array>;
  readonly stdout: ReadableStream<Uint8Array>;
  readonly stderr: ReadableStream<Uint8Array>;
  readonly supervised: SupervisedRun;
  readonly #outputs = {} as { [Name in OutputName]: ReadableStreamDefaultController<Uint8Array> };
  /** For each output, called when its reader goes on. */
  readonly #taken: { readonly [Name in OutputName]: (() => void)[] } = { stdout: [], stderr: [] };
  #input!: WritableStreamDefaultController;
  /** Resolved when the program has read some input; asked for where there is no room for more. */
  #room: (() => void) | undefined;

  constructor(options: RunOptions) {
    this.supervised = new SupervisedRun(options, {
      compile: (program, maxMemory) => compileProgram(new StandardEngine(), program, maxMemory),
      later(milliseconds, work) {
        const timer = setTimeout(work, milliseconds);
        return () => clearTimeout(timer);
      },
      write: (output, bytes, taken) => this.#write(output, bytes, taken),
      room: () => this.#room?.(),
      close: () => this.#close(),
    });
    const { memory } = this.supervised;
    this.stdin = new WritableStream({
      start: controller => {
        this.#input = controller;
      },
      write: chunk => this.#give(typeof chunk === 'string' ? new TextEncoder().encode(chunk) : chunk),
      close: () => memory.endInput(),
      abort: () => memory.endInput(),
    });
    this.stdout = this.#readable('stdout');
    this.stderr = this.#readable('stderr');
    this.supervised.listen();
  }

  get hostcalls$(): Observable<PlainEvent> {
    return this.supervised.hostcalls$;
  }

  get outcome(): Promise<WorkerOutcome> {
    return this.supervised.outcome;
  }

  stop(): void {
    this.supervised.stop('stop() was called');
  }

  #readable(output: OutputName): ReadableStream<Uint8Array> {
    const size = (chunk: Uint8Array) => chunk.byteLength;
    return new ReadableStream<Uint8Array>(
      {
        start: controller => {
          this.#outputs[output] = controller;
        },
        pull: () => {
          for (const taken of this.#taken[output].splice(0)) taken();
        },
        cancel: () => this.supervised.memory.closeOutput(output),
      },
      { highWaterMark: 2 ** 16, size },
    );
  }

  #write(output: OutputName, bytes: Uint8Array, taken: () => void): void {
    const controller = this.#outputs[output];
    try {
      controller.enqueue(bytes);
    } catch {
      // Its reader has closed it.
      taken();
      return;
    }
    if ((controller.desiredSize ?? 0) > 0) taken();
    else this.#taken[output].push(taken);
  }

  /** Gives the program what it has room for, until it has all. */
  async #give(bytes: Uint8Array): Promise<void> {
    const { supervised } = this;
    const { memory } = supervised;
    let given = memory.give(bytes);
    while (given < bytes.length && !supervised.over) {
      memory.wantRoom(true);
      // It may have read everything just before it could know.
      if (memory.available > 0)
        await new Promise<void>(resolve => {
          this.#room = resolve;
        });
      memory.wantRoom(false);
      given += memory.give(bytes.subarray(given));
    }
  }

  #close(): void {
    for (const controller of Object.values(this.#outputs)) {
      try {
        controller.close();
      } catch {
        // Its reader has closed it.
      }
    }
    this.#input.error(new Error('the program has ended'));
    this.#room?.();
  }
}
