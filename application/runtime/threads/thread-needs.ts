import {
  type CompiledModule,
  type Engine,
  Errno,
  type ImportedItem,
  type Imports,
  type LinearMemory,
  type Ports,
  THREAD_START,
  THREADS,
  type Threads,
} from '../../../domain/index.js';
import { ConfigurationError } from '../../errors.js';
import { givenFor, importName, isSharedMemory, isThreadHostcall, type UnknownImports } from '../../modules/index.js';
import type { ProgramOptions } from '../program-options.js';
import type { ThreadedSetting } from './threaded-program.js';

const PAGE = 65_536;
const DEFAULT_MAX_THREADS = 64;

/** The needs of a module with threads that the embedder does not provide. */
export interface ThreadNeeds {
  /** It starts threads. */
  readonly spawns: boolean;
  /** The memory that is to be made for it. */
  readonly memory: ImportedItem | undefined;
}

/** Whether a program starts threads, if its embedder provides nothing for that. */
export function startsThreads(module: CompiledModule): boolean {
  return threadNeeds(module, {}).spawns;
}

/** The needs of a module with threads. */
export function threadNeeds(module: CompiledModule, given: Imports): ThreadNeeds {
  const needed = module.imports.filter(item => givenFor(item, given) === undefined);
  return { spawns: needed.some(isThreadHostcall), memory: needed.find(isSharedMemory) };
}

/**
 * What a program without threads is given: what its embedder gives, and a memory if it imports one that threads could share. Where the host has no threads, and
 * functions may be missing, what would start one fails.
 * @throws ConfigurationError if it starts threads, and may not do without
 */
export function withSharedMemory(engine: Engine, needs: ThreadNeeds, options: ProgramOptions): Imports {
  const { imports = {}, unknownImports = 'refuse' } = options;
  const { threads } = engine;
  const { memory, spawns } = needs;
  if (!spawns && memory === undefined) return imports;
  if (threads === undefined && (spawns ? unknownImports === 'refuse' : true))
    throw new ConfigurationError(
      'the program is built for threads, and this host has none',
      'run it on Node, or in a page that is cross-origin isolated, with the option threads of browserPorts(); or build it without threads',
    );
  const standIn = { [THREADS]: { ...imports[THREADS], 'thread-spawn': () => -Errno.ENOSYS } };
  const given: Imports = spawns ? { ...imports, ...standIn } : imports;
  if (memory === undefined || threads === undefined) return given;
  const made = makeMemory(threads, memory);
  return { ...given, [memory.module]: { ...given[memory.module], [memory.name]: made } };
}

/**
 * How a program with threads is run.
 * @throws ConfigurationError for options that it cannot have, and for a module that lacks something
 */
export function threadedSetting(
  { engine, waiting }: Ports,
  module: CompiledModule,
  needs: ThreadNeeds,
  options: ProgramOptions,
): ThreadedSetting {
  const { unknownImports = 'refuse', network, maxThreads = DEFAULT_MAX_THREADS } = options;
  if (!module.exports.some(({ name, kind }) => name === THREAD_START && kind === 'function'))
    throw new ConfigurationError(
      `the program starts threads, and does not export "${THREAD_START}", in which they begin`,
      'build it for wasm32-wasip1-threads',
    );
  if (waiting.waitAsync === undefined)
    throw new ConfigurationError(
      'the port "waiting" can only block the thread, and a program with threads needs the opposite',
      'give it a method waitAsync',
    );
  if (options.maxCpuTime !== undefined)
    throw new ConfigurationError(
      'maxCpuTime is the time of one thread, and the program has several',
      'leave it out, and give a timeout',
    );
  if (options.waiting === 'suspend')
    throw new ConfigurationError(
      "a program with threads is not suspended: waiting: 'suspend' does not go with it",
      'leave the option out: its threads wait in threads of their own',
    );
  return {
    module,
    threads: engine.threads as Threads,
    memory: sharedMemory(engine.threads as Threads, module, needs, options),
    unknownImports: unknownImports as UnknownImports,
    network: network !== undefined,
    maxThreads,
  };
}

/** The memory of a program with threads: its embedder's, or one that is made for it. */
function sharedMemory(
  threads: Threads,
  module: CompiledModule,
  needs: ThreadNeeds,
  { imports = {} }: ProgramOptions,
): ThreadedSetting['memory'] {
  const given = module.imports.filter(item => givenFor(item, imports) !== undefined);
  const functions = given.find(({ kind }) => kind !== 'memory');
  if (functions !== undefined)
    throw new ConfigurationError(
      `the program has threads, and "${importName(functions)}" of the imports option cannot be given to them: only a memory can`,
      'build the program without that import',
    );
  if (needs.memory !== undefined) return { item: needs.memory, memory: makeMemory(threads, needs.memory) };
  const item = given.find(({ kind }) => kind === 'memory');
  const memory = item && (givenFor(item, imports) as LinearMemory);
  if (item === undefined || Object.prototype.toString.call(memory?.buffer) !== '[object SharedArrayBuffer]')
    throw new ConfigurationError(
      'the program starts threads, and its memory cannot be shared with them',
      'build it for wasm32-wasip1-threads, so that it imports a shared memory',
    );
  return { item, memory: memory as LinearMemory };
}

/** @throws ConfigurationError if there is no room for it */
function makeMemory(threads: Threads, { memory }: ImportedItem): LinearMemory {
  const { initial = 0, maximum = 0 } = memory ?? {};
  try {
    return threads.memory(initial, maximum);
  } catch (cause) {
    throw new ConfigurationError(
      `there is no room for the memory of the program, which may grow to ${maximum * PAGE} bytes: ${(cause as Error).message}`,
      'give maxMemory, on the command line --max-memory',
      { cause },
    );
  }
}
