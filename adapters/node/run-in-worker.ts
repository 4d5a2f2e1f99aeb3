import { availableParallelism } from 'node:os';
import { Readable, Writable } from 'node:stream';
import { type ResourceLimits, Worker } from 'node:worker_threads';
import type { Observable } from 'rxjs';
import { ConfigurationError } from '../../application/errors.js';
import { COUNT, checkOptions, type OptionKinds, recordOf } from '../../application/options/index.js';
import { compileProgram, type Program } from '../../application/runtime/index.js';
import {
  crashText,
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
import { NodeEngine } from './engine.js';
import { cpuTimeOfWorker, type ThreadPlace } from './thread-cpu-time.js';
import { type WithWord, WorkerWord } from './uninterrupted.js';
import { closeLeft, newDescriptors, type WithDescriptors } from './worker-descriptors.js';

/** A program that runs in a worker thread. */
export interface WorkerRun {
  /** What the program reads, if `stdin` is `pipe`; its input ends when this stream does. */
  readonly stdin: Writable;
  /** What the program writes, if `stdout` is `pipe`. The program waits while it is not read, as for a full pipe. */
  readonly stdout: Readable;
  /** As `stdout`. */
  readonly stderr: Readable;
  /**
   * The calls that the option `watch` selects, in order and as plain data; it completes with the run. If subscribers fall behind by some hundred
   * events, the program waits. Without the option it is a ConfigurationError.
   */
  readonly hostcalls$: Observable<PlainEvent>;
  /** How the program ended. It is rejected only with a ConfigurationError, for a program that cannot be run. */
  readonly outcome: Promise<WorkerOutcome>;
  /**
   * Stops the program: at once if it waits, otherwise at its next hostcall, or together with its worker if it makes none in time. What it has written
   * is not lost.
   */
  stop(): void;
}

/** Options of worker threads. */
export interface WorkerPoolOptions {
  /** How many programs run at once. Default: as many as the machine has cores. */
  readonly size?: number | undefined;
  /** [Limits of each worker](https://nodejs.org/api/worker_threads.html#new-workerfilename-options), such as the size of its heap. */
  readonly resourceLimits?: ResourceLimits | undefined;
  /**
   * Bytes of stack for the calls of a program, at least a mebibyte; beyond that, it traps. The stack that a compiler keeps in the program's memory is
   * separate. Default: Node's for a worker, about 4 MiB.
   */
  readonly maxStack?: number | undefined;
}

/** Worker threads that run any number of programs. */
export interface WorkerPool {
  /**
   * Runs a program, as soon as a worker is free. To run it often, pass the result of `WebAssembly.compile()`, which all workers share.
   * @throws ConfigurationError for options that cannot be met, and after `close()`
   */
  run(wasm: Program, options?: WorkerRunOptions): WorkerRun;
  /** Stops all programs. @returns a promise that is fulfilled when every worker has ended */
  close(): Promise<void>;
}

/** The least that Node itself gets by with. */
const LEAST_STACK = 2 ** 20;
/** What Node keeps of the stack of a worker for itself. */
const NODES_STACK = 192 * 1024;

const poolKinds: OptionKinds<WorkerPoolOptions> = {
  size: COUNT,
  resourceLimits: recordOf('limits by name'),
  maxStack: {
    expected: `a number of bytes, ${LEAST_STACK} or greater`,
    fits: value => COUNT.fits(value) && (value as number) >= LEAST_STACK,
  },
};

/**
 * Runs a program in a worker thread of its own, which ends with it. There it can wait and compute without blocking this thread, and can be stopped
 * whatever it does.
 * @param setup the URL of a module whose default export is a function that makes the runtime, in the worker: see `Setup`
 * @param wasm the program. A module from `compile()` or `WebAssembly.compile()` is not compiled again
 * @throws ConfigurationError for options that cannot be met
 */
export function runInWorker(
  setup: URL | string,
  wasm: Program,
  options: WorkerRunOptions & Pick<WorkerPoolOptions, 'resourceLimits' | 'maxStack'> = {},
): WorkerRun {
  const { resourceLimits, maxStack, ...others } = options;
  checkOptions({ resourceLimits, maxStack }, 'runInWorker()', poolKinds);
  const url = setupUrl(setup);
  const run = new NodeRun(runOptions(wasm, others));
  const thread = new NodeThread(url, limitsOf(resourceLimits, maxStack));
  run.supervised.begin(thread, () => thread.terminate());
  return run;
}

/**
 * Makes a pool of worker threads: each program runs in a free one, and a worker that ended with its program is replaced. While none runs a program,
 * they do not keep the process running.
 * @param setup as for `runInWorker`. It is called for each run
 * @throws ConfigurationError for options that cannot be met
 */
export function createWorkerPool(setup: URL | string, options: WorkerPoolOptions = {}): WorkerPool {
  checkOptions(options, 'createWorkerPool()', poolKinds);
  const { size = availableParallelism(), resourceLimits, maxStack } = options;
  const url = setupUrl(setup);
  const pool = new ThreadPool(size, () => new NodeThread(url, limitsOf(resourceLimits, maxStack)));
  return {
    run(wasm, given = {}) {
      const run = new NodeRun(runOptions(wasm, given));
      pool.add(run.supervised);
      return run;
    },
    close: () => pool.close(),
  };
}

function limitsOf(limits: ResourceLimits = {}, maxStack: number | undefined): ResourceLimits {
  return maxStack === undefined ? limits : { ...limits, stackSizeMb: (maxStack + NODES_STACK) / 2 ** 20 };
}

function setupUrl(setup: URL | string): string {
  if (setup instanceof URL) return setup.href;
  if (typeof setup === 'string' && URL.canParse(setup)) return setup;
  throw new ConfigurationError(
    'the setup is not the URL of a module',
    "give new URL('./setup.js', import.meta.url), or import.meta.resolve() of a package",
  );
}

/** What the worker begins with. */
interface ThreadData extends WithWord, WithDescriptors {
  readonly setup: string;
}

class NodeThread implements PooledThread {
  listener: ThreadListener | undefined;
  readonly gone: Promise<void>;
  readonly #worker: Worker;
  readonly #word = new WorkerWord();
  #error: unknown;
  #place: ThreadPlace | undefined;

  constructor(setup: string, resourceLimits: ResourceLimits) {
    const descriptors = newDescriptors();
    const worker = new Worker(new URL('./guest-thread.js', import.meta.url), {
      workerData: { setup, uninterrupted: this.#word.uninterrupted, descriptors } satisfies ThreadData,
      resourceLimits,
    });
    this.#worker = worker;
    worker.on('message', (message: ThreadMessage | ThreadPlace) => {
      if (message.kind === 'thread') this.#place = message;
      else this.listener?.message(message);
    });
    worker.on('error', error => {
      this.#error = error;
    });
    this.gone = new Promise(resolve => {
      worker.once('exit', code => {
        this.#word.forget();
        closeLeft(descriptors);
        resolve();
        this.listener?.ended(crash(this.#error, code));
      });
    });
  }

  post(job: Parameters<PooledThread['post']>[0]): void {
    this.#worker.postMessage(job);
  }

  cpuTime(): Promise<number | undefined> {
    return cpuTimeOfWorker(this.#worker, this.#place);
  }

  terminate(): void {
    this.#word.endWorker(() => this.#worker.terminate());
  }

  busy(busy: boolean): void {
    if (busy) this.#worker.ref();
    else this.#worker.unref();
  }
}

function crash(error: unknown, code: number): WorkerOutcome & { readonly kind: 'crashed' } {
  if (error === undefined)
    return { kind: 'crashed', cause: 'exit', message: `the worker ended with the exit code ${code}` };
  const memory = (error as { readonly code?: unknown }).code === 'ERR_WORKER_OUT_OF_MEMORY';
  return { kind: 'crashed', cause: memory ? 'memory' : 'exception', message: crashText(error) };
}

class NodeRun implements WorkerRun {
  readonly stdin: Writable;
  readonly stdout: Readable;
  readonly stderr: Readable;
  readonly supervised: SupervisedRun;
  /** For each output, called when its reader goes on. */
  readonly #taken: { readonly [Name in OutputName]: (() => void)[] } = { stdout: [], stderr: [] };
  /** What there is no room for yet. */
  #rest: { readonly bytes: Uint8Array; readonly done: () => void } | undefined;

  constructor(options: RunOptions) {
    this.supervised = new SupervisedRun(options, {
      compile: (program, maxMemory) => compileProgram(new NodeEngine(), program, maxMemory),
      later(milliseconds, work) {
        const timer = setTimeout(work, milliseconds);
        return () => clearTimeout(timer);
      },
      write: (output, bytes, taken) => this.#write(output, bytes, taken),
      room: () => this.#give(),
      close: () => this.#close(),
    });
    this.stdin = new Writable({
      write: (chunk: Uint8Array, _encoding, done) => {
        this.#rest = { bytes: chunk, done };
        this.#give();
      },
      final: done => {
        this.supervised.memory.endInput();
        done();
      },
      destroy: (error, done) => {
        this.supervised.memory.endInput();
        done(error);
      },
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

  #readable(output: OutputName): Readable {
    return new Readable({
      read: () => {
        for (const taken of this.#taken[output].splice(0)) taken();
      },
      destroy: (error, done) => {
        this.supervised.memory.closeOutput(output);
        done(error);
      },
    });
  }

  #write(output: OutputName, bytes: Uint8Array, taken: () => void): void {
    const stream = this[output];
    if (stream.destroyed || stream.push(bytes)) taken();
    else this.#taken[output].push(taken);
  }

  /** Gives the program what it has room for, and asks to be told when it has read some. */
  #give(): void {
    const { memory } = this.supervised;
    while (this.#rest !== undefined) {
      const { bytes, done } = this.#rest;
      const given = memory.give(bytes);
      if (given === bytes.length) {
        this.#rest = undefined;
        done();
        continue;
      }
      this.#rest = { bytes: bytes.subarray(given), done };
      memory.wantRoom(true);
      // It may have read everything just before it could know.
      if (memory.available > 0) return;
      memory.wantRoom(false);
    }
  }

  #close(): void {
    this.stdout.push(null);
    this.stderr.push(null);
    this.stdin.destroy();
  }
}
