import { checkInterceptors } from '../../application/assembly/index.js';
import { type Interceptors, interceptionBy } from '../../application/interception/index.js';
import { Guest } from '../../application/runtime/index.js';
import type { DescriptorTable, LinearMemory } from '../../domain/index.js';
import { alreadyStarted, noMemory, requireFunction, requireObject, requireUndefined } from './node-errors.js';
import { guestHost, type WASIHost } from './wasi-host.js';
import { type CheckedOptions, checkOptions, type WASIOptions } from './wasi-options.js';

type Exports = Readonly<Record<string, unknown>>;

/**
 * Closes what a guest has left open once neither its `WASI` nor its instance can be reached. Watched is the guest's own `Process` port: its
 * hostcalls hold it as long as they can be called, and its descriptors do not.
 */
const abandoned = new FinalizationRegistry<DescriptorTable>(closeAll);

function closeAll(descriptors: DescriptorTable): void {
  for (const [fd, { resource }] of descriptors) {
    descriptors.remove(fd);
    resource.close();
  }
}

/** Ends this process in place of the guest, as node:wasi does without `returnOnExit`. */
const exitProcess: Interceptors = {
  proc_exit: ({ args }) => process.exit(args.rval),
};

/**
 * WASI for one instance of a module, with the interface of node:wasi's class.
 *
 * Source: Node's documentation of `wasi`, and lib/wasi.js.
 */
export class WASI {
  /** The hostcalls, to be passed as an import; they may be replaced before. */
  readonly wasiImport: Record<string, (...args: never[]) => unknown>;
  readonly #host: WASIHost;
  readonly #checked: CheckedOptions;
  readonly #guest: Guest;
  #started = false;

  /** @throws what node:wasi throws: `ERR_INVALID_ARG_TYPE` and so on, `UVWASI_ENOENT` for a directory that is missing */
  constructor(options: WASIOptions = {} as WASIOptions) {
    const host = guestHost();
    const ports = host.ports();
    this.#host = host;
    this.#checked = checkOptions(options, ports.fileSystem, host.streamOn);
    const { module, returnOnExit, program } = this.#checked;
    const interceptors = [
      ...(returnOnExit ? [] : [exitProcess]),
      ...host.interceptors,
      ...(options.interceptors ?? []),
    ];
    for (const each of interceptors) checkInterceptors(each);
    this.#guest = new Guest(ports, host.traceFor(ports), interceptionBy(interceptors), program);
    this.wasiImport = this.#guest.imports()[module] as WASI['wasiImport'];
    abandoned.register(ports.process, this.#guest.descriptors, this.#guest);
  }

  /** Extra: every finished hostcall of the guest, delivered inside the call. Completes with `close()`. */
  get hostcalls$(): Guest['hostcalls$'] {
    return this.#guest.hostcalls$;
  }

  /** An import object with the hostcalls only. */
  getImportObject(): Record<string, WASI['wasiImport']> {
    return Object.assign(Object.create(null), { [this.#checked.module]: this.wasiImport });
  }

  /**
   * Sets the instance that the hostcalls are for. `start` and `initialize` do this by themselves.
   * @param options the memory, for an instance that does not export it as `memory`
   * @throws `ERR_WASI_ALREADY_STARTED`, `ERR_INVALID_ARG_TYPE`
   */
  finalizeBindings(instance: object, options: { memory?: object } = {}): void {
    if (this.#started) throw alreadyStarted();
    const exports = exportsOf(instance);
    const { memory = exports.memory } = options;
    if (!isMemory(memory)) throw noMemory();
    this.#guest.attach(memory);
    this.#started = true;
  }

  /**
   * Runs a command: calls its `_start`.
   * @returns the guest's argument to proc_exit, as a signed number of 32 bits, else 0
   * @throws what the guest throws: a `WebAssembly.RuntimeError` for a trap; and as `finalizeBindings`
   */
  start(instance: object): number {
    this.finalizeBindings(instance);
    const { _start, _initialize } = exportsOf(instance);
    requireFunction(_start, 'instance.exports._start');
    requireUndefined(_initialize, 'instance.exports._initialize');
    return this.#run(_start, true);
  }

  /**
   * Prepares a reactor: calls its `_initialize` if it has one.
   * @throws as `start`
   */
  initialize(instance: object): void {
    this.finalizeBindings(instance);
    const { _start, _initialize } = exportsOf(instance);
    requireUndefined(_start, 'instance.exports._start');
    if (_initialize === undefined) return;
    requireFunction(_initialize, 'instance.exports._initialize');
    this.#run(_initialize, false);
  }

  /**
   * Extra: closes the guest's descriptors now. It happens automatically when the hostcalls become unreachable. As in node:wasi, it does not happen
   * when `start` returns: other modules may have the same hostcalls, or the guest other threads.
   */
  close(): void {
    abandoned.unregister(this.#guest);
    this.#guest.close();
  }

  #run(exported: () => unknown, isCommand: boolean): number {
    try {
      this.#host.run(this.#guest, exported, isCommand);
      return 0;
    } catch (thrown) {
      const { exitCode } = this.#guest;
      if (exitCode === undefined) throw thrown;
      if (!this.#checked.returnOnExit) process.exit(exitCode);
      return exitCode | 0;
    }
  }
}

/** @throws `ERR_INVALID_ARG_TYPE` for what is not an instance */
function exportsOf(instance: unknown): Exports {
  requireObject(instance, 'instance');
  requireObject(instance.exports, 'instance.exports');
  return instance.exports;
}

/** By its tag: a memory may come from another realm. */
function isMemory(value: unknown): value is LinearMemory {
  return Object.prototype.toString.call(value) === '[object WebAssembly.Memory]';
}
