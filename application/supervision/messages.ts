/** The messages between the two threads of a run, as data that can be posted; and the endings of a run. */
import type { StackFrame } from '../../domain/index.js';
import type { StopReason } from '../errors.js';
import type { ProgramOptions } from '../runtime/index.js';
import type { CallFilter, PlainEvent } from '../tracing/index.js';
import type { OutputName } from './run-memory.js';

/** A directory that another thread opens: a path of the host, and whether programs may change anything through it. */
export type ThreadPreopen = string | { readonly directory: string; readonly readOnly?: boolean | undefined };

/** What a program in another thread gets. All of it can be posted there: it has no objects with methods. */
export interface ThreadProgramOptions
  extends Pick<
    ProgramOptions,
    'args' | 'argv0' | 'env' | 'limits' | 'unknownImports' | 'sigpipe' | 'maxMemory' | 'maxOutput' | 'maxThreads'
  > {
  /** Paths of the host by the path under which the guest sees them. Compositions of directories are made by the setup, which can return options too. */
  readonly preopens?: Readonly<Record<string, ThreadPreopen>> | undefined;
}

/** A standard stream: connected to the calling thread (`pipe`), the runtime's own (`inherit`), or nothing (`ignore`). */
export type StdioChoice = 'pipe' | 'inherit' | 'ignore';

/** What each standard stream is. */
export interface StdioChoices {
  readonly stdin: StdioChoice;
  readonly stdout: StdioChoice;
  readonly stderr: StdioChoice;
}

/** A run, as requested from the thread. */
export interface Job {
  readonly memory: SharedArrayBuffer;
  /** What `compileProgram` has made. */
  readonly program: object;
  readonly options: ThreadProgramOptions;
  readonly stdio: StdioChoices;
  /** Milliseconds for which the program may compute; undefined for no limit. */
  readonly maxCpuTime: number | undefined;
  /** Which calls are told of; undefined for none. */
  readonly watch: CallFilter | undefined;
  /** The arguments of the setup. */
  readonly data: unknown;
}

/** How a program in another thread ended. */
export type WorkerOutcome =
  /** It returned, or called proc_exit. */
  | { readonly kind: 'exited'; readonly exitCode: number }
  /** It trapped: as a `GuestTrap` reports it. */
  | { readonly kind: 'trapped'; readonly text: string; readonly frames: readonly StackFrame[] }
  /** It was stopped, by itself at a hostcall or together with its thread. */
  | { readonly kind: 'stopped'; readonly reason: StopReason; readonly message: string }
  /** Its thread ended: by an exception, for lack of memory, or by `process.exit`. */
  | { readonly kind: 'crashed'; readonly cause: CrashCause; readonly message: string };

/** Why a thread ended. */
export type CrashCause = 'exception' | 'memory' | 'exit';

/** The messages of the thread. */
export type ThreadMessage =
  | { readonly kind: 'output'; readonly output: OutputName; readonly bytes: Uint8Array }
  | { readonly kind: 'call'; readonly event: PlainEvent }
  /** Input has been read. */
  | { readonly kind: 'room' }
  | { readonly kind: 'ended'; readonly outcome: WorkerOutcome }
  /** The parts of a `ConfigurationError`. */
  | { readonly kind: 'refused'; readonly problem: string; readonly remedy: string };
