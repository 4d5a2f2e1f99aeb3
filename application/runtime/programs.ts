/** The life of a program, independent of its observers and interceptors. */
import type { CompiledModule, Engine, Ports } from '../../domain/index.js';
import { ConfigurationError, GuestExit } from '../errors.js';
import {
  compileModule,
  compileProblem,
  type FormatProblem,
  formatProblem,
  limitMemory,
  linkError,
  requireEntry,
  requireImports,
  requireMemory,
} from '../modules/index.js';
import type { Guest } from './guest.js';
import { Instance, memoryOf } from './instance.js';
import { checkProgramOptions, type ProgramOptions } from './program-options.js';
import { type ThreadNeeds, threadedSetting, threadNeeds, withSharedMemory } from './threads/thread-needs.js';
import { ThreadedProgram } from './threads/threaded-program.js';

/**
 * A program: the bytes of a module, what `compile()` made of it, or the engine's own module object. Common mistakes, such as a promise of one of
 * these or a response that has not been read, do not compile.
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

/** What programs run with. */
export interface Host {
  readonly ports: Ports;
  /** Makes the host's side of a guest. @param threaded whether it has threads. @throws ConfigurationError for options that cannot be met */
  guestFor(options: ProgramOptions, threaded?: boolean): Guest;
}

/**
 * @param maxMemory as in the options of a program
 * @throws ConfigurationError for what is not a WebAssembly module, and for a memory that cannot be limited
 */
export async function compileProgram(engine: Engine, wasm: Program, maxMemory?: number): Promise<CompiledModule> {
  if (wasm instanceof ArrayBuffer) return compileProgram(engine, new Uint8Array(wasm), maxMemory);
  if (!(wasm instanceof Uint8Array)) {
    if (maxMemory === undefined) return adopt(engine, wasm);
    throw new ConfigurationError(
      'the program has been compiled, and maxMemory limits one that has not',
      'give its bytes, or leave out maxMemory',
    );
  }
  if (maxMemory !== undefined && formatProblem(wasm) === undefined)
    return compileProgram(engine, limitMemory(wasm, maxMemory));
  const misfit = formatProblem(wasm);
  if (misfit !== undefined) throw formatError(misfit);
  try {
    return await compileModule(engine, wasm);
  } catch (cause) {
    throw formatError(compileProblem(wasm, cause), { cause });
  }
}

/** @throws as `Runtime.instantiate` */
export async function instantiateProgram(host: Host, wasm: Program, options: ProgramOptions): Promise<Instance> {
  checkProgramOptions(options);
  const module = await compileProgram(host.ports.engine, wasm, options.maxMemory);
  return instantiateModule(host, module, options);
}

async function instantiateModule(host: Host, module: CompiledModule, options: ProgramOptions): Promise<Instance> {
  const { engine } = host.ports;
  const given = options.imports ?? {};
  requireImports(module, given, options.unknownImports, options.network !== undefined);
  requireMemory(module);
  const needs = threadNeeds(module, given);
  if (needs.spawns && engine.threads !== undefined) return instantiateThreaded(host, module, needs, options);
  const all = withSharedMemory(engine, needs, options);
  const guest = host.guestFor(options);
  try {
    const importedMemory = memoryOf(module, {}, all);
    if (importedMemory !== undefined) guest.attach(importedMemory);
    const { exports } = await engine.instantiate(module, guest.importsFor(module, all));
    const memory = memoryOf(module, exports, all);
    if (memory !== undefined) guest.attach(memory);
    return new Instance(module, exports, guest);
  } catch (thrown) {
    guest.close();
    throw engine.isLinkError(thrown) ? linkError(thrown as Error) : guest.errorOf(thrown);
  }
}

/** Instantiates a program in a thread of the host, as each of the threads that it starts will be. */
async function instantiateThreaded(
  host: Host,
  module: CompiledModule,
  needs: ThreadNeeds,
  options: ProgramOptions,
): Promise<Instance> {
  const setting = threadedSetting(host.ports, module, needs, options);
  const guest = host.guestFor(options, true);
  const program = new ThreadedProgram(guest, setting);
  guest.spawn = startArg => program.spawn(startArg);
  const { item, memory } = setting.memory;
  try {
    await program.instantiate();
    const exports = module.exports.some(({ kind, name }) => kind === 'memory' && name === item.name);
    return new Instance(module, exports ? { [item.name]: memory } : {}, guest, program);
  } catch (thrown) {
    await program.end();
    guest.close();
    throw thrown;
  }
}

/** @throws as `Runtime.run` */
export async function runProgram(host: Host, wasm: Program, options: ProgramOptions): Promise<Outcome> {
  checkProgramOptions(options);
  let instance: Instance | undefined;
  const module = await compileProgram(host.ports.engine, wasm, options.maxMemory);
  requireEntry(module);
  try {
    instance = await instantiateModule(host, module, options);
    if (options.waiting === 'suspend' || instance.isThreaded) {
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

function adopt(engine: Engine, given: unknown): CompiledModule {
  try {
    if (typeof given !== 'object' || given === null) throw new TypeError('it is not an object');
    return isCompiled(given) ? given : engine.adopt(given);
  } catch (cause) {
    const what = Object.prototype.toString.call(given).slice('[object '.length, -1);
    const hint = what === 'Promise' ? 'await it first' : "pass its bytes, or the engine's own module";
    throw new ConfigurationError(`the program is not a WebAssembly module but ${what}`, hint, {
      cause,
    });
  }
}

function isCompiled(wasm: object): wasm is CompiledModule {
  return 'native' in wasm && 'imports' in wasm && 'exports' in wasm;
}

function formatError([problem, remedy]: FormatProblem, options?: ErrorOptions): ConfigurationError {
  return new ConfigurationError(`the program ${problem}`, remedy, options);
}
