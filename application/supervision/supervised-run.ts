import { Observable, type Subscriber } from 'rxjs';
import { ConfigurationError, GuestStopped } from '../errors.js';
import { CompiledFilter, type PlainEvent } from '../tracing/index.js';
import { whenComputed } from './cpu-alarm.js';
import type { Job, ThreadMessage, WorkerOutcome } from './messages.js';
import { type OutputName, RunMemory } from './run-memory.js';
import type { RunOptions } from './run-options.js';

/** Milliseconds in which a program can stop by itself, before its thread is ended. */
const GRACE_MS = 100;

/** A thread that runs programs, as the one sees it that asks for them. */
export interface Thread {
  /** Who is told; undefined between two runs. */
  listener: ThreadListener | undefined;
  post(job: Job): void;
  /** Nanoseconds for which it has computed; undefined where the host does not tell. Absent means the same. */
  cpuTime?(): Promise<number | undefined>;
  /** Ends it, whatever it does. The listener is told when it has ended. */
  terminate(): void;
}

export interface ThreadListener {
  message(message: ThreadMessage): void;
  /** The thread has ended. */
  ended(outcome: WorkerOutcome & { readonly kind: 'crashed' }): void;
}

/** The services of a platform for a run, in the thread that requested it. */
export interface RunPlatform {
  /** Compiles a program, to what can be posted. */
  compile(program: RunOptions['program'], maxMemory: number | undefined): Promise<object>;
  /** @returns what calls it off */
  later(milliseconds: number, work: () => void): () => void;
  /** Passes an output to its reader. @param taken is called when the reader accepts more */
  write(output: OutputName, bytes: Uint8Array, taken: () => void): void;
  /** The input has room again. */
  room(): void;
  /** Nothing more is written or read. */
  close(): void;
}

/** One run of a program in another thread, as the one sees it that has asked for it. */
export class SupervisedRun implements ThreadListener {
  readonly memory = new RunMemory();
  /** How it has ended. It is rejected with a ConfigurationError for anything that cannot be run. */
  readonly outcome: Promise<WorkerOutcome>;
  readonly #options: RunOptions;
  readonly #platform: RunPlatform;
  readonly #grace: number;
  readonly #subscribers = new Set<Subscriber<PlainEvent>>();
  readonly #aborted = () => this.#stopBySignal();
  #settle!: (outcome: WorkerOutcome | Promise<never>) => void;
  #thread: Thread | undefined;
  #release: ((reusable: boolean) => void) | undefined;
  #stopped: GuestStopped | undefined;
  #over = false;
  #callOff: (() => void)[] = [];

  /** @throws ConfigurationError for a filter that cannot be meant so */
  constructor(options: RunOptions, platform: RunPlatform) {
    this.#options = options;
    this.#platform = platform;
    this.#grace = options.grace ?? GRACE_MS;
    if (options.watch !== undefined) new CompiledFilter(options.watch);
    this.outcome = new Promise(resolve => {
      this.#settle = resolve;
    });
  }

  /** Begins to listen to the signal. To be called once, when the platform is ready to be closed. */
  listen(): void {
    const { signal } = this.#options;
    signal?.addEventListener('abort', this.#aborted);
    if (signal?.aborted === true) this.#stopBySignal();
  }

  /** The requested calls, in order. */
  get hostcalls$(): Observable<PlainEvent> {
    return new Observable(subscriber => {
      if (this.#options.watch === undefined) {
        subscriber.error(
          new ConfigurationError('no calls of this run are watched', 'pass `watch: {}` for all of them, or a filter'),
        );
        return undefined;
      }
      if (this.#over) subscriber.complete();
      this.#subscribers.add(subscriber);
      return () => this.#subscribers.delete(subscriber);
    });
  }

  /** Whether it has ended. */
  get over(): boolean {
    return this.#over;
  }

  /**
   * Runs it in a thread, if it has not been stopped before.
   * @param release is told when it has ended, and whether the thread can run another
   */
  async begin(thread: Thread, release: (reusable: boolean) => void): Promise<void> {
    if (this.#over) return release(true);
    const { program, maxMemory, timeout, maxCpuTime, programOptions, stdio, watch, data } = this.#options;
    this.#thread = thread;
    this.#release = release;
    thread.listener = this;
    try {
      const native = await this.#platform.compile(program, maxMemory);
      if (this.#over) return;
      if (timeout !== undefined)
        this.#later(timeout, () => this.#stop(new GuestStopped('timeout', `its time of ${timeout} ms was up`)));
      if (maxCpuTime !== undefined) this.#limitCpuTime(thread, maxCpuTime);
      const { buffer: memory } = this.memory;
      thread.post({ memory, program: native, options: programOptions, stdio, maxCpuTime, watch, data });
    } catch (error) {
      this.#end(Promise.reject(error), true);
    }
  }

  /** Stops the program, as {@link WorkerRun.stop} says. */
  stop(why: string): void {
    this.#stop(new GuestStopped('closed', why));
  }

  message(message: ThreadMessage): void {
    switch (message.kind) {
      case 'output': {
        const { output, bytes } = message;
        this.#platform.write(output, bytes, () => this.memory.taken(output, bytes.length));
        break;
      }
      case 'call':
        for (const subscriber of this.#subscribers) subscriber.next(message.event);
        this.memory.takenCall();
        break;
      case 'room':
        this.#platform.room();
        break;
      case 'ended': {
        const { outcome } = message;
        this.#end(outcome.kind === 'stopped' ? (this.#stoppedOutcome() ?? outcome) : outcome, true);
        break;
      }
      case 'refused':
        this.#end(Promise.reject(new ConfigurationError(message.problem, message.remedy)), true);
    }
  }

  ended(crash: WorkerOutcome & { readonly kind: 'crashed' }): void {
    this.#end(this.#stoppedOutcome() ?? crash, false);
  }

  /** @param most milliseconds */
  #limitCpuTime(thread: Thread, most: number): void {
    const used = async () => {
      const now = await thread.cpuTime?.();
      const before = this.memory.cpuTimeBefore;
      return now === undefined || before === undefined ? undefined : (now - before) / 1e6;
    };
    const later = (milliseconds: number, work: () => void) => this.#platform.later(milliseconds, work);
    const stop = () => this.#stop(new GuestStopped('cpu', `it had computed for ${most} ms`));
    this.#callOff.push(whenComputed(most, { used, later }, stop));
  }

  #stopBySignal(): void {
    this.#stop(new GuestStopped('signal', 'a signal came'));
  }

  #stop(stopped: GuestStopped): void {
    if (this.#over || this.#stopped !== undefined) return;
    this.#stopped = stopped;
    this.memory.stop();
    const thread = this.#thread;
    if (thread === undefined) this.#end(this.#stoppedOutcome() as WorkerOutcome, true);
    else this.#later(this.#grace, () => thread.terminate());
  }

  #stoppedOutcome(): WorkerOutcome | undefined {
    const stopped = this.#stopped;
    return stopped && { kind: 'stopped', reason: stopped.reason, message: stopped.message };
  }

  #later(milliseconds: number, work: () => void): void {
    this.#callOff.push(this.#platform.later(milliseconds, work));
  }

  #end(outcome: WorkerOutcome | Promise<never>, reusable: boolean): void {
    if (this.#over) return;
    this.#over = true;
    this.#options.signal?.removeEventListener('abort', this.#aborted);
    for (const callOff of this.#callOff) callOff();
    this.#callOff = [];
    if (this.#thread !== undefined) this.#thread.listener = undefined;
    this.#platform.close();
    this.#settle(outcome);
    for (const subscriber of this.#subscribers) subscriber.complete();
    this.#subscribers.clear();
    this.#release?.(reusable);
  }
}
