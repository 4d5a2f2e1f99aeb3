import type { Observable } from 'rxjs';
import type { CompiledModule, DescriptorTable, Imports, LinearMemory, Ports } from '../../domain/index.js';
import { ConfigurationError, GuestExit } from '../errors.js';
import { EventRecord } from '../formats/index.js';
import type { Interceptors } from '../interception/index.js';
import {
  compileModule,
  compileProblem,
  type FormatProblem,
  formatProblem,
  linkError,
  requireEntry,
  requireImports,
  requireMemory,
} from '../modules/index.js';
import {
  type CallFilter,
  type HostcallEvent,
  HubGuestTrace,
  type Meter,
  type MeterSettings,
  TraceHub,
  type TraceSettings,
} from '../tracing/index.js';
import { Guest } from './guest.js';
import { Instance, memoryOf } from './instance.js';
import { checkProgramOptions, type ProgramOptions } from './program-options.js';

/**
 * A program: the bytes of a module, what `compile()` made of it, or the engine's own module object. What is often passed in place of these, a promise of
 * it or a response that has not been read, does not compile.
 */
export type Program =
  | Uint8Array
  | ArrayBuffer
  | CompiledModule
  | (object & { readonly then?: never; readonly arrayBuffer?: never });

/** How a program ended. */
export interface Outcome {
  /** 0 to 2^32 − 1. */
  readonly exitCode: number;
}

/** Hostcalls for a module that the embedder instantiates. */
export interface DetachedGuest {
  /** To be passed to the instantiation. */
  readonly imports: Imports;
  /** To be called with the instance's memory before the guest's first hostcall. */
  attach(memory: LinearMemory): void;
  readonly descriptors: DescriptorTable;
  /** What the guest gave to proc_exit. Look here when a call into the guest throws. */
  readonly exitCode: number | undefined;
  /** The finished hostcalls of this guest alone; completes with `close()`. */
  readonly hostcalls$: Observable<HostcallEvent>;
  /** Closes every descriptor, and completes `hostcalls$`. */
  close(): void;
}

/** What can be set about a runtime. */
export interface RuntimeSettings extends TraceSettings {
  /** What stands between its guests and hostcalls. The last one is the outermost: it sees a call first. */
  readonly interceptors?: readonly Interceptors[] | undefined;
}

/** Runs WASI programs, any number of them, with one set of ports. Two runtimes share nothing. */
export class Runtime {
  readonly #ports: Ports;
  readonly #hub: TraceHub;
  readonly #interceptors: readonly Interceptors[];

  constructor(ports: Ports, settings: RuntimeSettings = {}) {
    this.#ports = Object.freeze({ ...ports });
    this.#hub = new TraceHub(EventRecord, settings, ports.engine);
    this.#interceptors = [...(settings.interceptors ?? [])];
  }

  /** Every finished hostcall of every program, delivered inside the call. Without a subscriber it costs one branch per call. */
  get hostcalls$(): Observable<HostcallEvent> {
    return this.#hub.hostcalls$;
  }

  /** Every hostcall before it does its work; its result is not known yet. */
  get entered$(): Observable<HostcallEvent> {
    return this.#hub.entered$;
  }

  /**
   * As `hostcalls$`, but only calls that pass a filter. What their name or outcome rules out is not recorded at all, so this costs less than to
   * subscribe to all and filter.
   * @param filter what a call must be for an event to be made of it
   * @throws ConfigurationError for a filter with an unknown hostcall
   */
  watch(filter: CallFilter): Observable<HostcallEvent> {
    return this.#hub.watch(filter);
  }

  /** As `entered$`, but only calls that pass a filter. How a call ends does not count: that is not known yet. */
  watchEntered(filter: CallFilter): Observable<HostcallEvent> {
    return this.#hub.watchEntered(filter);
  }

  /**
   * Counts and times hostcalls from now on, without making events: cheaper than any subscription.
   * @param settings which hostcalls, and what is measured of them; by default all
   * @returns the meter, which is to be stopped when it is not needed any more
   * @throws ConfigurationError for an unknown hostcall
   */
  meter(settings?: MeterSettings): Meter {
    return this.#hub.meter(settings);
  }

  /**
   * Compiles a module.
   * @returns the module, which can be run any number of times
   * @throws ConfigurationError if it is not a WebAssembly module
   */
  async compile(wasm: Program): Promise<CompiledModule> {
    if (wasm instanceof ArrayBuffer) return this.compile(new Uint8Array(wasm));
    if (!(wasm instanceof Uint8Array)) return this.#adopt(wasm);
    const misfit = formatProblem(wasm);
    if (misfit !== undefined) throw formatError(misfit);
    try {
      return await compileModule(this.#ports.engine, wasm);
    } catch (cause) {
      throw formatError(compileProblem(wasm, cause), { cause });
    }
  }

  /**
   * Instantiates a program. Nothing of it runs but a start function of the module, which few have.
   * @param wasm the program
   * @param options what the program gets
   * @returns the instance, which is to be closed when it is not needed any more
   * @throws ConfigurationError for an import that is not provided, a preopen that cannot be opened and so on; GuestTrap, GuestExit
   */
  async instantiate(wasm: Program, options: ProgramOptions = {}): Promise<Instance> {
    checkProgramOptions(options);
    const module = await this.compile(wasm);
    const given = options.imports ?? {};
    requireImports(module, given, options.unknownImports);
    requireMemory(module);
    const guest = new Guest(this.#ports, new HubGuestTrace(this.#hub), this.#interceptors, options);
    try {
      const importedMemory = memoryOf(module, {}, given);
      if (importedMemory !== undefined) guest.attach(importedMemory);
      const { exports } = await this.#ports.engine.instantiate(module, guest.importsFor(module, given));
      const memory = memoryOf(module, exports, given);
      if (memory !== undefined) guest.attach(memory);
      return new Instance(module, exports, guest);
    } catch (thrown) {
      guest.close();
      throw this.#ports.engine.isLinkError(thrown) ? linkError(thrown as Error) : guest.errorOf(thrown);
    }
  }

  /**
   * Runs a program to its end: starts a command; initialises a reactor, which then has nothing more to do.
   * @param wasm the program
   * @param options what the program gets
   * @returns the exit code: the argument of proc_exit, or 0
   * @throws GuestTrap if it trapped; ConfigurationError for what cannot be run
   */
  async run(wasm: Program, options: ProgramOptions = {}): Promise<Outcome> {
    let instance: Instance | undefined;
    const module = await this.compile(wasm);
    requireEntry(module);
    try {
      instance = await this.instantiate(module, options);
      if (options.waiting === 'suspend') {
        if (instance.isCommand) return { exitCode: await instance.startAsync() };
        await instance.initializeAsync();
        return { exitCode: 0 };
      }
      if (instance.isCommand) return { exitCode: instance.start() };
      instance.initialize();
      return { exitCode: 0 };
    } catch (thrown) {
      // A start function of the module, or the initialisation of a reactor, can end the program too.
      if (thrown instanceof GuestExit) return { exitCode: thrown.exitCode };
      throw thrown;
    } finally {
      instance?.close();
    }
  }

  /**
   * Makes the hostcalls for a module that the caller instantiates.
   * @param options what the program gets
   * @returns the imports, and what else belongs to the guest; to be closed when it is not needed any more
   * @throws ConfigurationError for a preopen that cannot be opened, and for options that cannot be met: `unknownImports` cannot, since the module is not known
   */
  createImports(options: ProgramOptions = {}): DetachedGuest {
    checkProgramOptions(options);
    if (options.unknownImports === 'trap' || options.unknownImports === 'enosys')
      throw new ConfigurationError(
        'createImports() does not know what the module imports',
        'leave out unknownImports, and provide the functions in the imports option',
      );
    const guest = new Guest(this.#ports, new HubGuestTrace(this.#hub), this.#interceptors, options);
    return {
      imports: guest.imports(options.imports),
      attach: memory => guest.attach(memory),
      descriptors: guest.descriptors,
      get exitCode() {
        return guest.exitCode;
      },
      get hostcalls$() {
        return guest.hostcalls$;
      },
      close: () => guest.close(),
    };
  }

  #adopt(given: unknown): CompiledModule {
    try {
      if (typeof given !== 'object' || given === null) throw new TypeError('it is not an object');
      return isCompiled(given) ? given : this.#ports.engine.adopt(given);
    } catch (cause) {
      const what = Object.prototype.toString.call(given).slice('[object '.length, -1);
      const hint = what === 'Promise' ? 'await it first' : "pass its bytes, or the engine's own module";
      throw new ConfigurationError(`the program is not a WebAssembly module but ${what}`, hint, {
        cause,
      });
    }
  }
}

function isCompiled(wasm: object): wasm is CompiledModule {
  return 'native' in wasm && 'imports' in wasm && 'exports' in wasm;
}

function formatError([problem, remedy]: FormatProblem, options?: ErrorOptions): ConfigurationError {
  return new ConfigurationError(`the program ${problem}`, remedy, options);
}
