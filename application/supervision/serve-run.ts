import { ConfigurationError, type GuestStopped, type GuestTrap } from '../errors.js';
import { hasMethods } from '../options/index.js';
import { type ProgramOptions, type Runtime, requireCpuTime, type StopSignal } from '../runtime/index.js';
import type { Job, StdioChoices, ThreadMessage } from './messages.js';
import { type OutputName, RunMemory } from './run-memory.js';
import { ThreadInput, ThreadOutput } from './thread-streams.js';

/** What a setup returns: the runtime, perhaps with options that cannot be posted, such as imports and composed directories. */
export type SetupResult = Runtime | { readonly runtime: Runtime; readonly options?: ProgramOptions | undefined };

/**
 * Makes the runtime in the thread that runs programs: the default export of a setup module. It is called for each run, so that two runs share nothing.
 * @param data what was given to the run as `data`
 */
export type Setup = (data: never) => SetupResult | Promise<SetupResult>;

/** The services of a program's thread. */
export interface ThreadSide {
  post(message: ThreadMessage): void;
  /** Blocks the thread until the first of the words changes; from now on, every wait of the thread ends then. */
  waitOn(words: Int32Array): () => void;
  /** Nanoseconds for which this thread has computed; undefined where the host does not tell. Absent means the same. */
  cpuTime?(): number | undefined;
}

/**
 * Runs a program in this thread, for another that has asked for it, and tells that one how it ended.
 * @param setup what the setup module exports by default
 */
export async function serveRun(setup: () => unknown, job: Job, side: ThreadSide): Promise<void> {
  const memory = new RunMemory(job.memory);
  const wait = side.waitOn(memory.words);
  try {
    const { runtime, options } = await made(await setup(), job.data);
    const events = job.watch && runtime.watch(job.watch);
    const subscription = events?.subscribe(event => {
      while (!memory.takesCalls && !memory.stopped) wait();
      memory.sentCall();
      side.post({ kind: 'call', event: event.toJSON() });
    });
    try {
      if (job.maxCpuTime !== undefined) memory.begin(requireCpuTime(side.cpuTime?.()));
      const { exitCode } = await runtime.run(job.program as never, {
        ...job.options,
        ...options,
        ...streams(job.stdio, memory, side),
        signal: signalOf(memory, options?.signal),
      });
      side.post({ kind: 'ended', outcome: { kind: 'exited', exitCode } });
    } finally {
      subscription?.unsubscribe();
    }
  } catch (error) {
    side.post(messageOf(error));
  }
}

async function made(
  setup: unknown,
  data: unknown,
): Promise<{ readonly runtime: Runtime; readonly options?: ProgramOptions | undefined }> {
  if (typeof setup !== 'function')
    throw new ConfigurationError(
      'the setup module has no function as its default export',
      'write `export default () => assemble(nodeHost())`',
    );
  const result = (await setup(data)) as SetupResult;
  if (isRuntime(result)) return { runtime: result };
  if (isRuntime(result?.runtime)) return result;
  throw new ConfigurationError(
    'the setup module has made no runtime',
    'return one that assemble() or createRuntime() makes, or { runtime, options }',
  );
}

/** Not by its class: it may come from another copy of this package. */
function isRuntime(value: unknown): value is Runtime {
  return hasMethods(value ?? {}, 'run', 'watch', 'instantiate');
}

function streams(stdio: StdioChoices, memory: RunMemory, { post }: ThreadSide): ProgramOptions {
  const output = (name: OutputName) => {
    if (stdio[name] === 'inherit') return {};
    return { [name]: stdio[name] === 'ignore' ? () => {} : new ThreadOutput(name, memory, post) };
  };
  const input =
    stdio.stdin === 'inherit' ? {} : { stdin: stdio.stdin === 'ignore' ? () => null : new ThreadInput(memory, post) };
  return { ...input, ...output('stdout'), ...output('stderr') };
}

/** No event reaches a thread that is blocked: a program asks before each hostcall. */
function signalOf(memory: RunMemory, own: StopSignal | undefined): StopSignal {
  return {
    get aborted() {
      return memory.stopped || own?.aborted === true;
    },
    get reason() {
      return own?.reason;
    },
    addEventListener() {},
    removeEventListener() {},
  };
}

/** By their names: they may come from another copy of this package. */
function messageOf(error: unknown): ThreadMessage {
  switch ((error as Error | undefined)?.name) {
    case 'ConfigurationError': {
      const { problem, remedy } = error as ConfigurationError;
      return { kind: 'refused', problem, remedy };
    }
    case 'GuestTrap': {
      const { text, frames } = error as GuestTrap;
      return { kind: 'ended', outcome: { kind: 'trapped', text, frames } };
    }
    case 'GuestStopped': {
      const { reason, message } = error as GuestStopped;
      return { kind: 'ended', outcome: { kind: 'stopped', reason, message } };
    }
    default:
      return { kind: 'ended', outcome: { kind: 'crashed', cause: 'exception', message: crashText(error) } };
  }
}

/** The message for an exception that does not come from the program. */
export function crashText(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
