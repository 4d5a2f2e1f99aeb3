import type { Ports } from '../../../domain/index.js';
import { isTimeLimit } from '../guest/limit-endings.js';
import { report } from '../terminal/report.js';
import type { Close, CommandInput, RunningRuntime, Supervisor } from './supervisor.js';
import { INTERRUPTING_SCRIPT } from './thread-protocol.js';

/** The services of the main thread for this one. */
export interface MainThread {
  /** Has `close` write what there is, and then ends the process. */
  end(close: () => void): void;
  /** Does nothing more: the process is about to end, and the command must not go on. */
  halt(): never;
  /** See {@link Supervisor.endAt}. */
  endAt: Supervisor['endAt'];
  /** Has the command begun again with another stack; undefined if this thread has it. */
  restart(stack: number): Promise<never> | undefined;
  pipeTo(command: string): CommandInput;
}

/** Ends the command that runs in this thread at a moment when nothing is half done. */
export class ThreadSupervisor implements Supervisor {
  readonly #main: MainThread;
  readonly #closers: Close[] = [];
  readonly #open: Int32Array;
  /** The one that runs a guest now. */
  #runtime: RunningRuntime | undefined;
  /** Waits that are under way. */
  #waits = 0;
  /** The signal that ends the command as soon as possible. */
  #signal: NodeJS.Signals | undefined;

  /** @param open shared: how many pieces of work have something to close */
  constructor(open: Int32Array, main: MainThread) {
    this.#open = open;
    this.#main = main;
  }

  async during<Result>(close: Close, work: () => Promise<Result>): Promise<Result> {
    Atomics.store(this.#open, 0, this.#closers.push(close));
    try {
      return await work();
    } finally {
      this.#closers.splice(this.#closers.lastIndexOf(close), 1);
      Atomics.store(this.#open, 0, this.#closers.length);
    }
  }

  watched(ports: Ports): Ports {
    const { waiting } = ports;
    return {
      ...ports,
      waiting: {
        // While something is awaited, nothing is half done.
        ...(waiting.waitAsync && { waitAsync: waiting.waitAsync.bind(waiting) }),
        wait: (nanoseconds, interests) => {
          this.checkpoint();
          this.#waits++;
          try {
            return waiting.wait(nanoseconds, interests);
          } finally {
            this.#waits--;
          }
        },
      },
    };
  }

  async running<Result>(runtime: RunningRuntime, work: () => Promise<Result>): Promise<Result> {
    this.#runtime = runtime;
    try {
      return await work();
    } finally {
      this.#runtime = undefined;
    }
  }

  endAt(reason: 'timeout' | 'cpu', milliseconds: number): boolean {
    return this.#main.endAt(reason, milliseconds);
  }

  withStack(bytes: number): Promise<number> | undefined {
    return this.#main.restart(bytes);
  }

  pipeTo(command: string): CommandInput {
    return this.#main.pipeTo(command);
  }

  checkpoint(): void {
    if (this.#signal !== undefined) this.#closeAndHalt(this.#signal);
  }

  /**
   * Ends the command if nothing is half done: while the guest computes or waits, and while nothing runs at all. Otherwise the command ends with the next
   * call, wait or checkpoint. After that the guest may compute, so it has to be interrupted again. To be called by the engine's inspector, which does so
   * wherever the thread happens to be.
   */
  interrupt(signal: NodeJS.Signals): void {
    if (this.#closers.length === 0) return;
    const interrupted = whatIsInterrupted();
    const computes = interrupted === 'guest' && this.#runtime !== undefined;
    if (this.#waits > 0 || computes || interrupted === 'nothing') {
      this.#close(signal);
      // A thread is not ended in a script of its inspector, so this one has to return. The guest can compute until the process ends, and nothing else.
      if (isTimeLimit(signal)) this.#runtime?.beforeNextCall(() => this.#main.halt());
      else this.#main.halt();
      return;
    }
    this.#signal = signal;
    this.#runtime?.beforeNextCall(() => this.#closeAndHalt(signal));
  }

  #closeAndHalt(signal: NodeJS.Signals): never {
    this.#close(signal);
    return this.#main.halt();
  }

  #close(signal: NodeJS.Signals): void {
    this.#main.end(() => {
      for (const close of this.#closers.toReversed()) {
        try {
          close(signal);
        } catch (error) {
          report(error, false);
        }
      }
    });
  }
}

/**
 * What an inspector's script has interrupted. The guest is WebAssembly that JavaScript has called; what a hostcall calls may be WebAssembly too, and has
 * the guest below it.
 */
function whatIsInterrupted(): 'nothing' | 'guest' | 'host' {
  const { prepareStackTrace, stackTraceLimit } = Error;
  Error.prepareStackTrace = (_, sites) => sites;
  Error.stackTraceLimit = Number.POSITIVE_INFINITY;
  try {
    const sites = new Error().stack as unknown as readonly NodeJS.CallSite[];
    const scripts = sites.map(site => site.getScriptNameOrSourceURL());
    const below = scripts.slice(scripts.indexOf(INTERRUPTING_SCRIPT) + 1);
    if (below.length === 0) return 'nothing';
    const caller = below.findIndex(script => !isWasm(script));
    return caller > 0 && !below.slice(caller).some(isWasm) ? 'guest' : 'host';
  } finally {
    Error.prepareStackTrace = prepareStackTrace;
    Error.stackTraceLimit = stackTraceLimit;
  }
}

function isWasm(script: string | null): boolean {
  return script?.startsWith('wasm://') === true;
}
