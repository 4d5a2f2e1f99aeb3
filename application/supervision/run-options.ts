import { ConfigurationError } from '../errors.js';
import { ANYTHING, checkOptions, hasMethods, MEASURE, type OptionKinds, oneOf } from '../options/index.js';
import { checkProgramOptions, type Program, type ProgramOptions, type StopSignal } from '../runtime/index.js';
import type { CallFilter } from '../tracing/index.js';
import type { StdioChoice, StdioChoices, ThreadProgramOptions } from './messages.js';

/** What a program in a worker gets, and what is reported about it. */
export interface WorkerRunOptions extends ThreadProgramOptions {
  /** Where its input comes from: the stream `stdin` of the run (`pipe`, the default), the runtime's stdin, or nowhere. */
  readonly stdin?: StdioChoice | undefined;
  /** Where its output goes: to the stream `stdout` of the run (`pipe`, the default), to the runtime's stdout, or nowhere. */
  readonly stdout?: StdioChoice | undefined;
  /** As `stdout`. */
  readonly stderr?: StdioChoice | undefined;
  /**
   * Which calls `hostcalls$` delivers; `{}` for all. None if not given. Calls that a filter rules out stay in the worker, and are not even recorded
   * there.
   */
  readonly watch?: CallFilter | undefined;
  /** Stops the program when it is aborted. */
  readonly signal?: StopSignal | undefined;
  /** Milliseconds after which the program is stopped, counted from when the worker gets it. No limit if not given. */
  readonly timeout?: number | undefined;
  /**
   * Milliseconds that a stopped program has to reach its next hostcall, where it ends and its descriptors are closed. After that, its worker is
   * terminated. Default: 100.
   */
  readonly grace?: number | undefined;
  /** Milliseconds of CPU time for the program, its hostcalls included; then it is stopped, whatever it does. See the same option of `run()`. */
  readonly maxCpuTime?: number | undefined;
  /** The argument of the setup; anything that can be posted to a worker. */
  readonly data?: unknown;
}

/** The same, grouped by their users. */
export interface RunOptions
  extends Pick<WorkerRunOptions, 'watch' | 'signal' | 'timeout' | 'maxCpuTime' | 'grace' | 'data'> {
  readonly program: Program;
  /** It is limited where it is compiled. */
  readonly maxMemory: number | undefined;
  readonly programOptions: ThreadProgramOptions;
  readonly stdio: StdioChoices;
}

const choices = oneOf(['pipe', 'inherit', 'ignore']);

/** What each option can be, but for those of a program, which are checked as such. */
const ownKinds: OptionKinds<
  Pick<
    WorkerRunOptions,
    'stdin' | 'stdout' | 'stderr' | 'watch' | 'signal' | 'timeout' | 'maxCpuTime' | 'grace' | 'data'
  >
> = {
  stdin: choices,
  stdout: choices,
  stderr: choices,
  watch: ANYTHING,
  signal: {
    expected: 'an AbortSignal',
    fits: value => hasMethods(value, 'addEventListener', 'removeEventListener') && 'aborted' in (value as object),
  },
  timeout: MEASURE,
  maxCpuTime: MEASURE,
  grace: MEASURE,
  data: ANYTHING,
};

/** Options of a program that cannot be posted to another thread. */
const notPosted: readonly (keyof ProgramOptions)[] = ['imports', 'sockets', 'network', 'waiting'];

/**
 * Checks the options of a run, and sorts them.
 * @throws ConfigurationError for an option that does not exist, that is something else than it can be, or that cannot be posted to another thread
 */
export function runOptions(program: Program, given: WorkerRunOptions): RunOptions {
  const names = Object.keys(ownKinds);
  const entries = Object.entries(typeof given === 'object' && given !== null ? given : { options: given });
  checkOptions(Object.fromEntries(entries.filter(([name]) => names.includes(name))), 'a run in a worker', ownKinds);
  const programOptions: ProgramOptions = Object.fromEntries(entries.filter(([name]) => !names.includes(name)));
  const kept = notPosted.find(name => programOptions[name] !== undefined);
  if (kept !== undefined)
    throw new ConfigurationError(
      `the option ${JSON.stringify(kept)} cannot be posted to a worker`,
      `have the setup return it: { runtime, options: { ${kept} } }`,
    );
  checkProgramOptions(programOptions);
  for (const [path, place] of Object.entries(programOptions.preopens ?? {})) {
    const directory = typeof place === 'object' && 'directory' in place ? place.directory : place;
    if (typeof directory === 'string') continue;
    throw new ConfigurationError(
      `the preopen ${JSON.stringify(path)} is an object with methods, which cannot be posted to a worker`,
      'give a path of the host, or have the setup return it: { runtime, options: { preopens } }',
    );
  }
  const { maxMemory, ...posted } = programOptions;
  const { stdin = 'pipe', stdout = 'pipe', stderr = 'pipe', watch, signal, timeout, maxCpuTime, grace, data } = given;
  return {
    program,
    maxMemory,
    programOptions: posted as ThreadProgramOptions,
    stdio: { stdin, stdout, stderr },
    ...{ watch, signal, timeout, maxCpuTime, grace, data },
  };
}
