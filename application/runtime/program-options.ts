import type { Imports, Network, Socket, Stream } from '../../domain/index.js';
import type { Place, ProgramInput, ProgramOutput } from '../composition/index.js';
import { type SigpipeChoice, sigpipeChoices } from '../hostcalls/index.js';
import type { Limits } from '../limits.js';
import { type UnknownImports, unknownImportsChoices } from '../modules/index.js';
import {
  ANYTHING,
  COUNT,
  checkOptions,
  FLAG,
  hasMethods,
  having,
  LIMIT,
  listOf,
  MEASURE,
  type OptionKinds,
  oneOf,
  recordOf,
  TEXT,
} from '../options/index.js';
import type { StopSignal } from './stop.js';

/** A directory to preopen, and what may be done through it. */
export interface PreopenOptions {
  /** A path in the host's notation, a directory of any adapter, or a composition such as `overlay('./work', memoryDirectory())`. */
  readonly directory: Place;
  /** Remove every right that changes something. By default none is removed. */
  readonly readOnly?: boolean | undefined;
}

/** What a program gets. The guest has nothing else: no argument, variable or directory is inherited. */
export interface ProgramOptions {
  /** Arguments after the program's name; none if not given. */
  readonly args?: readonly string[] | undefined;
  /** The program's name, its first argument; `main.wasm` if not given, and none at all for null. */
  readonly argv0?: string | null | undefined;
  /** Environment variables by name; none if not given. Undefined ones are left out: `{ ...process.env, HOME: undefined }` removes HOME. */
  readonly env?: Readonly<Record<string, string | undefined>> | undefined;
  /**
   * Directories by the path under which the guest sees them: descriptors 3, 4 and so on, in this order. None if not given. A `Directory` given here is
   * closed with the program.
   */
  readonly preopens?: Readonly<Record<string, Place | PreopenOptions>> | undefined;
  /**
   * Sockets that the host has opened, by a name for traces: the descriptors after those of the directories, in this order. None if not given. A `Socket` given
   * here is closed with the program. `listen()` and `connect()` of hostcall/node open some.
   */
  readonly sockets?: Readonly<Record<string, Socket>> | undefined;
  /**
   * A network in which the program may open sockets, by the functions that WasmEdge adds to preview1. None if not given: a module that imports these
   * functions is refused. `network()` of hostcall/node is that of the host, or a part of it.
   */
  readonly network?: Network | undefined;
  /** Descriptor 0: a stream of an adapter, or another source of the embedder. The runtime's stdin if not given. */
  readonly stdin?: Stream | ProgramInput | undefined;
  /** Descriptor 1: a stream of an adapter, or another destination of the embedder. The runtime's stdout if not given. */
  readonly stdout?: Stream | ProgramOutput | undefined;
  /** Descriptor 2: a stream of an adapter, or another destination of the embedder. The runtime's stderr if not given. */
  readonly stderr?: Stream | ProgramOutput | undefined;
  /** Bounds on what the guest can make the host hold; those of {@link Limits} if not given. */
  readonly limits?: Limits | undefined;
  /**
   * Bytes that its memory may grow to, rounded down to pages of 64 KiB; beyond that, `memory.grow` fails, and malloc returns NULL. The program must
   * be given as bytes: offsets in a trap's frames are then those of the limited module, some bytes further on. As much as the module allows if not
   * given.
   */
  readonly maxMemory?: number | undefined;
  /**
   * Threads that it may have at once, its first one included; beyond that, thread-spawn returns -EAGAIN. 64 if not given. See the guide on threads.
   */
  readonly maxThreads?: number | undefined;
  /**
   * What happens where the program waits: for input, for a peer, for time to pass.
   *
   * - `block`, the default: the thread waits.
   * - `suspend`: the program is suspended, and the thread does other work. This needs an engine with
   *   [JavaScript Promise Integration](https://github.com/WebAssembly/js-promise-integration): Node 24.20 or later, Chrome 137 or later.
   */
  readonly waiting?: 'block' | 'suspend' | undefined;
  /**
   * Stops the program when it is aborted: where it is suspended, at once; otherwise at its next hostcall. A program that computes on a thread that it
   * blocks is not stopped.
   */
  readonly signal?: StopSignal | undefined;
  /** Milliseconds after which the program is stopped, in the same way; a program that blocks the thread stops waiting then. No limit if not given. */
  readonly timeout?: number | undefined;
  /**
   * Milliseconds of CPU time on its thread, its hostcalls included; then it is stopped in the same way. Time that it waits does not count. The host
   * must report CPU time: Node from 22.19 on, and any Node on Linux. No limit if not given.
   */
  readonly maxCpuTime?: number | undefined;
  /**
   * Bytes that it may write to its standard output and standard error together; when it writes more, it is stopped at the end of that call. No limit
   * if not given.
   */
  readonly maxOutput?: number | undefined;
  /** What the module imports besides WASI: other modules' functions, a shared memory. */
  readonly imports?: Imports | undefined;
  /**
   * What happens to a module that imports functions which neither WASI nor `imports` provides, or hostcalls with the wrong type. `refuse`, the
   * default: it is a ConfigurationError. `trap`: it can start, and a call of such a function is a GuestTrap that names it. `enosys`: such a function
   * returns ENOSYS (52) if it returns an i32, does nothing if it returns nothing, and traps otherwise. An import that is not a function is always
   * refused.
   */
  readonly unknownImports?: UnknownImports | undefined;
  /**
   * What happens to a guest that writes to a pipe whose reader has closed it. `ignore`, the default: the call returns EPIPE. `terminate`: the guest
   * ends with the exit code 141, as the default action of [SIGPIPE](https://man7.org/linux/man-pages/man7/signal.7.html) ends a native program. For a
   * socket EPIPE is always returned.
   */
  readonly sigpipe?: SigpipeChoice | undefined;
}

const programKinds: OptionKinds<ProgramOptions> = {
  args: listOf('strings'),
  argv0: { expected: 'a string, or null', fits: value => value === null || TEXT.fits(value) },
  env: recordOf("strings by name, such as { LANG: 'C' }"),
  preopens: recordOf("directories by guest path, such as { '/': './work' }"),
  sockets: recordOf("sockets by name, such as { web: await listen({ host: '127.0.0.1', port: 8080 }) }"),
  network: having('open', 'resolve', 'allows'),
  stdin: ANYTHING,
  stdout: ANYTHING,
  stderr: ANYTHING,
  limits: ANYTHING,
  maxMemory: LIMIT,
  maxThreads: COUNT,
  waiting: oneOf(['block', 'suspend']),
  signal: {
    expected: 'an AbortSignal',
    fits: value => hasMethods(value, 'addEventListener', 'removeEventListener') && 'aborted' in (value as object),
  },
  timeout: MEASURE,
  maxCpuTime: MEASURE,
  maxOutput: LIMIT,
  imports: recordOf('modules by name, such as { env: { memory } }'),
  unknownImports: oneOf(unknownImportsChoices),
  sigpipe: oneOf(sigpipeChoices),
};

/**
 * Checks the options of a program, but for what is checked where it is used: texts, directories, streams, limits.
 * @throws ConfigurationError for an option that does not exist, and for an invalid value of one
 */
export function checkProgramOptions(options: ProgramOptions): void {
  checkOptions(options, 'a program', programKinds);
}

const preopenKinds: OptionKinds<PreopenOptions> = { directory: ANYTHING, readOnly: FLAG };

/**
 * Checks the options of a preopen.
 * @param name how messages call it
 * @throws ConfigurationError for an option that does not exist: a `readonly` that is not seen would let the guest write
 */
export function checkPreopenOptions(options: PreopenOptions, name: string): void {
  checkOptions(options, name, preopenKinds);
}
