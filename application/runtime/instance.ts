import type { Observable } from 'rxjs';
import type { CompiledModule, DescriptorTable, Exports, Imports, LinearMemory } from '../../domain/index.js';
import { ConfigurationError, GuestExit } from '../errors.js';
import { givenFor, kindOf, requireEntry } from '../modules/index.js';
import type { HostcallEvent } from '../tracing/index.js';
import type { Guest } from './guest.js';
import type { ThreadedProgram } from './threads/threaded-program.js';

/**
 * A program that has been instantiated. A command (it exports `_start`) is started once; a reactor (it exports `_initialize`, or neither) is
 * initialised once, and then its exports are called.
 */
export class Instance {
  /** The program's exports. For a program with threads, which runs in other threads, only its memory. */
  readonly exports: Exports;
  readonly #module: CompiledModule;
  readonly #guest: Guest;
  readonly #threaded: ThreadedProgram | undefined;
  #begun = false;
  /** Calls into the guest that are under way: an import can call it again. */
  #running = 0;

  constructor(module: CompiledModule, exports: Exports, guest: Guest, threaded?: ThreadedProgram) {
    this.#module = module;
    this.exports = exports;
    this.#guest = guest;
    this.#threaded = threaded;
  }

  /**
   * The finished hostcalls of this program alone, as `Runtime.hostcalls$` delivers them. It completes when the instance is closed; a subscriber that
   * comes later than that gets no event. The calls of a module's start function come before there is an instance: only the runtime's stream has them.
   */
  get hostcalls$(): Observable<HostcallEvent> {
    return this.#guest.hostcalls$;
  }

  /** The guest's descriptors, as they are now. */
  get descriptors(): DescriptorTable {
    return this.#guest.descriptors;
  }

  /** Whether it is a command. */
  get isCommand(): boolean {
    return kindOf(this.#module) === 'command';
  }

  /** Whether it has threads, each of which runs in a thread of the host; then it is called by `startAsync()`, `initializeAsync()` and `invokeAsync()`. */
  get isThreaded(): boolean {
    return this.#threaded !== undefined;
  }

  /**
   * Runs a command to its end.
   * @returns the exit code: the program's argument to proc_exit, or 0
   * @throws GuestTrap if it trapped; ConfigurationError if it is not a command, or was started before
   */
  start(): number {
    this.#requireCommand();
    this.#begin('start()');
    try {
      this.#call('_start', []);
      return 0;
    } catch (thrown) {
      if (thrown instanceof GuestExit) return thrown.exitCode;
      throw thrown;
    }
  }

  /**
   * Prepares a reactor for calls to its exports: runs `_initialize` if there is one.
   * @throws GuestTrap, GuestExit; ConfigurationError if it is a command, or was initialised before
   */
  initialize(): void {
    this.#requireReactor();
    this.#begin('initialize()');
    if (kindOf(this.#module) === 'reactor') this.#call('_initialize', []);
  }

  /**
   * Calls an exported function.
   * @param args as the engine takes them: numbers, and bigints for i64
   * @returns what the function returns
   * @throws GuestTrap if it trapped, GuestExit if it called proc_exit; ConfigurationError for an unknown function
   */
  invoke(name: string, ...args: unknown[]): unknown {
    this.#requireFunction(name);
    return this.#call(name, args);
  }

  /**
   * As `start()`, for a program that is suspended where it waits, and for one with threads.
   * @returns a promise of the exit code, which is rejected with what `start()` throws
   */
  async startAsync(): Promise<number> {
    this.#requireCommand();
    this.#begin('startAsync()');
    try {
      await this.#callAsync('_start', []);
      return 0;
    } catch (thrown) {
      if (thrown instanceof GuestExit) return thrown.exitCode;
      throw thrown;
    } finally {
      await this.#threaded?.end();
    }
  }

  /** As `initialize()`, for a program that is suspended where it waits, and for one with threads. */
  async initializeAsync(): Promise<void> {
    this.#requireReactor();
    this.#begin('initializeAsync()');
    if (kindOf(this.#module) === 'reactor') await this.#callAsync('_initialize', []);
  }

  /**
   * As `invoke()`, for a program that is suspended where it waits, and for one with threads. Until the promise is settled, nothing else of the program can be called.
   * @returns a promise of what the function returns, which is rejected with what `invoke()` throws
   */
  async invokeAsync(name: string, ...args: unknown[]): Promise<unknown> {
    this.#requireFunction(name);
    return this.#callAsync(name, args);
  }

  /** Closes every descriptor, and completes `hostcalls$`. A program that is suspended ends, and so do threads. Nothing may be called afterwards. */
  close(): void {
    this.#threaded?.end();
    this.#guest.close();
  }

  #requireCommand(): void {
    requireEntry(this.#module);
    if (!this.isCommand)
      throw new ConfigurationError(
        'the module does not export "_start"',
        'it is a reactor: call initialize() and then its exports',
      );
  }

  #requireReactor(): void {
    requireEntry(this.#module);
    if (this.isCommand) throw new ConfigurationError('the module exports "_start"', 'it is a command: call start()');
  }

  #requireFunction(name: string): void {
    const names = this.#module.exports.filter(({ kind }) => kind === 'function').map(each => each.name);
    if (!names.includes(name)) {
      throw new ConfigurationError(
        `the module exports no function "${name}"`,
        `it exports ${names.join(', ') || 'none'}`,
      );
    }
    if (this.#guest.exitCode !== undefined) throw new GuestExit(this.#guest.exitCode);
    const stopped = this.#guest.stopped();
    if (stopped !== undefined) throw stopped;
  }

  #begin(what: string): void {
    if (this.#begun)
      throw new ConfigurationError(`${what} was called before`, 'instantiate the module again to run it again');
    this.#begun = true;
  }

  #call(name: string, args: unknown[]): unknown {
    if (this.#threaded !== undefined)
      throw new ConfigurationError(
        `the program has threads, which run in others than this one, and "${name}" was called without a promise`,
        'await startAsync(), initializeAsync() or invokeAsync()',
      );
    const { suspension } = this.#guest;
    if (suspension !== undefined)
      throw new ConfigurationError(
        `the program was instantiated with waiting: 'suspend', and "${name}" was called without a promise`,
        'await startAsync(), initializeAsync() or invokeAsync()',
      );
    this.#running++;
    try {
      return (this.exports[name] as (...args: unknown[]) => unknown)(...args);
    } catch (thrown) {
      if (this.#running === 1) this.#guest.settle();
      throw this.#guest.errorOf(thrown);
    } finally {
      this.#running--;
    }
  }

  async #callAsync(name: string, args: unknown[]): Promise<unknown> {
    const { suspension } = this.#guest;
    if (suspension === undefined && this.#threaded === undefined) return this.#call(name, args);
    if (this.#running > 0) {
      const current = suspension?.current;
      throw new ConfigurationError(
        `"${name}" was called while the program ${current === undefined ? 'runs' : `is suspended in ${current}`}`,
        'await the call before',
      );
    }
    this.#running++;
    try {
      if (suspension === undefined) return await this.#threaded?.call(name, args);
      return await suspension.promising(this.exports[name] as (...args: never[]) => unknown)(...args);
    } catch (thrown) {
      if (this.#threaded !== undefined) throw thrown;
      this.#guest.settle();
      throw this.#guest.errorOf(thrown);
    } finally {
      this.#running--;
    }
  }
}

/** The memory a module works with: the one it exports, or the one it imports from the embedder. */
export function memoryOf(module: CompiledModule, exports: Exports, given: Imports): LinearMemory | undefined {
  if (isMemory(exports.memory)) return exports.memory;
  const imported = module.imports.find(item => item.kind === 'memory');
  const memory = imported === undefined ? undefined : givenFor(imported, given);
  return isMemory(memory) ? memory : undefined;
}

function isMemory(value: unknown): value is LinearMemory {
  return typeof value === 'object' && value !== null && 'buffer' in value;
}
