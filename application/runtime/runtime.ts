import type { Observable } from 'rxjs';
import type { CompiledModule, DescriptorTable, Imports, LinearMemory, Ports } from '../../domain/index.js';
import { ConfigurationError } from '../errors.js';
import { EventRecord } from '../formats/index.js';
import { type Interceptors, interceptionBy } from '../interception/index.js';
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
import type { Instance } from './instance.js';
import { checkProgramOptions, type ProgramOptions } from './program-options.js';
import { compileProgram, type Host, instantiateProgram, type Outcome, type Program, runProgram } from './programs.js';

/** Hostcalls for a module that the embedder instantiates. */
export interface DetachedGuest {
  /** Pass them to the instantiation. */
  readonly imports: Imports;
  /** Call it with the instance's memory before the guest's first hostcall. */
  attach(memory: LinearMemory): void;
  readonly descriptors: DescriptorTable;
  /** The guest's argument to proc_exit. Look here when a call into the guest throws. */
  readonly exitCode: number | undefined;
  /** The finished hostcalls of this guest alone; completes with `close()`. */
  readonly hostcalls$: Observable<HostcallEvent>;
  /** Closes every descriptor, and completes `hostcalls$`. */
  close(): void;
}

/** Settings of a runtime. */
export interface RuntimeSettings extends TraceSettings {
  /** What stands between its guests and hostcalls. The last one is the outermost: it sees a call first. */
  readonly interceptors?: readonly Interceptors[] | undefined;
}

/** Runs WASI programs, any number of them, with one set of ports. Two runtimes share nothing. */
export class Runtime {
  readonly #host: Host;
  readonly #hub: TraceHub;

  constructor(ports: Ports, settings: RuntimeSettings = {}) {
    const own = Object.freeze({ ...ports });
    const hub = new TraceHub(EventRecord, settings, ports.engine);
    const interception = interceptionBy([...(settings.interceptors ?? [])]);
    this.#hub = hub;
    this.#host = {
      ports: own,
      guestFor: (options, threaded) => new Guest(own, new HubGuestTrace(hub), interception, options, threaded),
    };
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
   * As `hostcalls$`, but only calls that pass a filter. Calls that their name or outcome rules out are not recorded at all, so this costs less than
   * subscribing to all and filtering.
   * @param filter which calls become events
   * @throws ConfigurationError for a filter with an unknown hostcall
   */
  watch(filter: CallFilter): Observable<HostcallEvent> {
    return this.#hub.watch(filter);
  }

  /** As `entered$`, but only calls that pass a filter. Conditions on its outcome are ignored: it is not known yet. */
  watchEntered(filter: CallFilter): Observable<HostcallEvent> {
    return this.#hub.watchEntered(filter);
  }

  /**
   * Counts and times hostcalls from now on, without making events: cheaper than any subscription.
   * @param settings which hostcalls, and what is measured of them; by default all
   * @returns the meter; stop it when it is no longer needed
   * @throws ConfigurationError for an unknown hostcall
   */
  meter(settings?: MeterSettings): Meter {
    return this.#hub.meter(settings);
  }

  /**
   * Calls a function once, when the next hostcall of any program begins: before it is traced or has any effect. At that moment nothing in this
   * runtime is half done, so a supervisor can end things there. Until then it costs nothing.
   * @param work may be passed at any time, also while a hostcall or a subscriber runs. What it throws is thrown into the program
   */
  beforeNextCall(work: () => void): void {
    this.#hub.beforeNextCall(work);
  }

  /**
   * Compiles a module.
   * @returns the module, which can be run any number of times
   * @throws ConfigurationError if it is not a WebAssembly module
   */
  compile(wasm: Program): Promise<CompiledModule> {
    return compileProgram(this.#host.ports.engine, wasm);
  }

  /**
   * Instantiates a program. Only a start function of the module runs, which few have.
   * @param wasm the program
   * @param options what the program gets
   * @returns the instance; close it when it is no longer needed
   * @throws ConfigurationError for an import that is not provided, a preopen that cannot be opened and so on; GuestTrap, GuestExit
   */
  instantiate(wasm: Program, options: ProgramOptions = {}): Promise<Instance> {
    return instantiateProgram(this.#host, wasm, options);
  }

  /**
   * Runs a program to its end: starts a command; initialises a reactor, which then has nothing more to do.
   * @param wasm the program
   * @param options what the program gets
   * @returns the exit code: the argument of proc_exit, or 0
   * @throws GuestTrap if it trapped; ConfigurationError for anything that cannot be run
   */
  run(wasm: Program, options: ProgramOptions = {}): Promise<Outcome> {
    return runProgram(this.#host, wasm, options);
  }

  /**
   * Makes the hostcalls for a module that the caller instantiates.
   * @param options what the program gets
   * @returns the imports, and what else belongs to the guest; close it when it is no longer needed
   * @throws ConfigurationError for a preopen that cannot be opened, and for options that cannot be met: `unknownImports` and `maxMemory` cannot, since the
   *   module is not known
   */
  createImports(options: ProgramOptions = {}): DetachedGuest {
    checkProgramOptions(options);
    if (options.unknownImports === 'trap' || options.unknownImports === 'enosys')
      throw new ConfigurationError(
        'createImports() does not know what the module imports',
        'leave out unknownImports, and provide the functions in the imports option',
      );
    if (options.maxMemory !== undefined)
      throw new ConfigurationError(
        'createImports() does not know the module whose memory maxMemory limits',
        'leave out maxMemory, or have instantiate() make the instance',
      );
    const guest = this.#host.guestFor(options);
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
}
