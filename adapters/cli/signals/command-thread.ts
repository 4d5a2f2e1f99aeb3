/**
 * Commands that have something to do at the end of a program run in a thread of their own, so that this one can take signals: while a guest computes
 * or waits, its thread takes none. A signal interrupts the guest, what there is of a trace, table, recording or list of changes is written, and the
 * process ends by that signal.
 */
import { isatty } from 'node:tty';
import { Worker } from 'node:worker_threads';
import { whenComputed } from '../../../application/supervision/index.js';
import { cpuTimeOfWorker } from '../../node/thread-cpu-time.js';
import { CommandLineError } from '../command-line-error.js';
import { ExitStatus } from '../exit-status.js';
import { type LimitEnding, limitEnding } from '../guest/limit-endings.js';
import { complain, report } from '../terminal/report.js';
import { PipedCommand } from './piped-command.js';
import { ThreadInspector } from './thread-inspector.js';
import { INTERRUPTING_SCRIPT, type ThreadData, type ThreadMessage, type TimeLimit } from './thread-protocol.js';

/** Signals that end a process, of those that a person or another program sends. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const satisfies NodeJS.Signals[];

/** The stack that V8 gives the main thread of Node, and what Node keeps of a worker's for itself: a guest is to have as much as with `run`. */
const STACK = (984 + 192) * 1024;
/** A thread in which something is half done is interrupted again after so long. */
const RETRY_MS = 50;
/** How long a thread may take until it begins to close. It does not while the kernel keeps it. */
const PATIENCE_MS = 5000;

/** The same as `runInThread`; what is wrong is reported. */
export async function commandLineInThread(words: readonly string[]): Promise<number> {
  try {
    return await runInThread(words);
  } catch (error) {
    return report(error, false);
  }
}

/**
 * Runs a command line in a thread of its own. If a signal ends the command, it ends the process too.
 * @param words of the command line
 * @param stack how many bytes the thread is to have for calls
 * @returns the exit status
 * @throws CommandLineError if the system does not give it so much stack
 */
export async function runInThread(words: readonly string[], stack: number = STACK): Promise<number> {
  const open = new Int32Array(new SharedArrayBuffer(4));
  const taken = new Int32Array(new SharedArrayBuffer(4));
  const thread = startedThread({ words, stack, open, taken, columns: terminalColumns() });
  const piped = new PipedCommand(taken);
  const ending = new Ending(new ThreadInspector(thread), open, piped);
  const last = await new Promise<LastMessage>((resolve, reject) => {
    thread.once('error', reject);
    thread.on('message', (message: ThreadMessage) => {
      if ('pipeTo' in message) piped.start(message.pipeTo);
      else if ('piece' in message) piped.write(message.piece);
      else if ('closing' in message) ending.closing(message.closing);
      else if ('endAt' in message) ending.at(message.endAt, thread);
      else resolve(message);
    });
  });
  await piped.end();
  ending.done();
  if ('status' in last) return last.status;
  await thread.terminate();
  return runInThread(words, last.stack);
}

/** After it nothing comes from the thread. */
type LastMessage = Extract<ThreadMessage, { status: number } | { stack: number }>;

/** Only of a terminal: reading `process.stdout` makes a pipe non-blocking, for other processes too. */
function terminalColumns(): ThreadData['columns'] {
  return {
    stdout: isatty(1) ? process.stdout.columns : undefined,
    stderr: isatty(2) ? process.stderr.columns : undefined,
  };
}

function startedThread(workerData: ThreadData): Worker {
  const { stack } = workerData;
  try {
    return new Worker(new URL('./thread.js', import.meta.url), {
      workerData,
      resourceLimits: { stackSizeMb: stack / 2 ** 20 },
      // Node would report what it has not opened itself, and the process ends with the thread anyway.
      trackUnmanagedFds: false,
    });
  } catch (error) {
    throw new CommandLineError(
      `the system gives no thread a stack of ${stack} bytes: ${(error as Error).message}`,
      'give --max-stack a smaller size',
      ExitStatus.failure,
      { cause: error },
    );
  }
}

/** Calls a function later. @returns what calls it off */
function later(milliseconds: number, work: () => void): () => void {
  const timer = setTimeout(work, milliseconds);
  return () => clearTimeout(timer);
}

/** The end of a command by a signal. */
class Ending {
  readonly #inspector: ThreadInspector;
  readonly #open: Int32Array;
  readonly #piped: PipedCommand;
  #signal: NodeJS.Signals | undefined;
  #patience: NodeJS.Timeout | undefined;
  #over = false;
  /** The script that interrupts the thread. */
  #interrupting: Promise<void> | undefined;
  /** What calls off the ends at limits of time. */
  readonly #alarms: (() => void)[] = [];
  /** The limit that was reached first. */
  #limit: LimitEnding | undefined;

  /** @param open how much the thread has to close */
  constructor(inspector: ThreadInspector, open: Int32Array, piped: PipedCommand) {
    this.#inspector = inspector;
    this.#open = open;
    this.#piped = piped;
    for (const signal of SIGNALS) process.on(signal, () => this.#begin(signal));
  }

  /** The command has ended by itself. */
  done(): void {
    if (this.#signal !== undefined) this.#now();
    this.#stopListening();
  }

  /** @param begun whether the thread begins to write what there is, which takes as long as it takes; otherwise it has done so */
  closing(begun: boolean): void {
    if (begun) clearTimeout(this.#patience);
    else this.#piped.end().then(() => this.#now());
  }

  /** Ends the command at a limit of time, as a signal would. */
  at({ reason, milliseconds, computed, place }: TimeLimit, thread: Worker): void {
    const limits = reason === 'cpu' ? { maxCpuTime: milliseconds } : { timeout: milliseconds };
    const reached = () => {
      if (this.#signal !== undefined) return;
      this.#limit = limitEnding(reason, limits);
      this.#begin(this.#limit?.signal as NodeJS.Signals);
    };
    const used = async () => {
      const now = await cpuTimeOfWorker(thread, place);
      return now === undefined ? undefined : (now - computed) / 1e6;
    };
    this.#alarms.push(
      reason === 'cpu' ? whenComputed(milliseconds, { used, later }, reached) : later(milliseconds, reached),
    );
  }

  #now(): void {
    if (this.#over) return;
    this.#over = true;
    this.#stopListening();
    if (this.#limit === undefined) process.kill(process.pid, this.#signal);
    else this.#exit(this.#limit);
  }

  /** Exits when the thread can be ended: not in a script of its inspector. */
  async #exit({ text, status }: LimitEnding): Promise<void> {
    complain(text);
    await this.#interrupting;
    process.exit(status);
  }

  #stopListening(): void {
    for (const callOff of this.#alarms) callOff();
    for (const signal of SIGNALS) process.removeAllListeners(signal);
  }

  #begin(signal: NodeJS.Signals): void {
    // The sender of a second one does not want to wait.
    const isLast = this.#signal !== undefined || Atomics.load(this.#open, 0) === 0;
    this.#signal = signal;
    if (isLast) {
      this.#now();
      return;
    }
    this.#patience = setTimeout(() => this.#giveUp(), PATIENCE_MS);
    this.#interrupt(signal);
  }

  #interrupt(signal: NodeJS.Signals): void {
    const call = `globalThis[Symbol.for('${INTERRUPTING_SCRIPT}')]('${signal}')`;
    this.#interrupting = this.#inspector.evaluate(`${call}\n//# sourceURL=${INTERRUPTING_SCRIPT}`).then(
      () => {
        if (Atomics.load(this.#open, 0) === 0) this.#now();
        else setTimeout(() => this.#interrupt(signal), RETRY_MS);
      },
      () => this.#giveUp(),
    );
  }

  #giveUp(): void {
    complain('the program could not be interrupted; what was to be written at its end is lost');
    this.#now();
  }
}
