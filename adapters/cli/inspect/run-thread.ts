import { Worker } from 'node:worker_threads';
import { type BreakpointText, LiveRun } from '../../../application/supervision/index.js';
import { byteSize } from '../byte-size.js';
import { CommandLineError } from '../command-line-error.js';
import { ExitStatus } from '../exit-status.js';
import { tell } from '../terminal/report.js';
import type { InspectOptions } from './inspect-options.js';
import type { LiveData, LiveMessage } from './live-protocol.js';

/** The stack of a program that is run without a thread of its own: that of Node's main thread, and what Node reserves of a worker's. */
const STACK = (984 + 192) * 1024;

/** Messages that tell of a program that has begun. */
const BEGUN: ReadonlySet<LiveMessage['kind']> = new Set(['stopped', 'waiting', 'ended']);

/** A program on the command line. */
export interface LiveProgram {
  readonly program: string;
  readonly args: readonly string[];
  readonly options: InspectOptions;
}

/** A program in a thread of its own. */
export interface RunThread {
  readonly run: LiveRun;
  /** Resolved when the program can be run, and is about to. It is rejected with a CommandLineError if it cannot. */
  readonly ready: Promise<void>;
  /** Resolved when the thread has ended. */
  readonly gone: Promise<void>;
}

/**
 * Begins to run a program.
 * @param breakpoints where it stops, beside its first call if the options do not say otherwise
 */
export function startThread(program: LiveProgram, breakpoints: readonly BreakpointText[]): RunThread {
  const run = new LiveRun(
    {
      terminate: () => void worker.terminate(),
      later(milliseconds, work) {
        const timer = setTimeout(work, milliseconds);
        return () => clearTimeout(timer);
      },
    },
    breakpoints,
  );
  const { stop, maxStack } = program.options;
  const data: LiveData = { ...program, job: run.job(stop !== false) };
  const stack = maxStack === undefined ? STACK : byteSize('--max-stack', maxStack, '1M', '64G');
  const worker = new Worker(new URL('./live-thread.js', import.meta.url), {
    workerData: data,
    resourceLimits: { stackSizeMb: stack / 2 ** 20 },
    trackUnmanagedFds: false,
  });
  let failure = 'its thread ended';
  worker.on('error', ({ message }) => {
    failure = message;
  });
  const gone = new Promise<void>(resolve => {
    worker.once('exit', () => {
      run.crash(failure);
      resolve();
    });
  });
  const ready = new Promise<void>((resolve, reject) => {
    worker.on('message', (message: LiveMessage) => {
      switch (message.kind) {
        case 'ready':
          resolve();
          break;
        case 'told':
          tell(message.lines);
          break;
        case 'refused':
          reject(new CommandLineError(message.problem, message.remedy, message.status));
          failure = message.problem;
          break;
        default:
          // A function that the module has run when it is instantiated makes calls too, and may trap.
          if (BEGUN.has(message.kind)) resolve();
          run.message(message);
      }
    });
    void gone.then(() => reject(new CommandLineError(failure, 'try `hostcall run`', ExitStatus.failure)));
  });
  // A restart is reported by the run.
  ready.catch(() => {});
  return { run, ready, gone };
}
