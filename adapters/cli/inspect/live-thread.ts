/** The thread of a live program: runs it as `run` would, call by call. */
import { createHash } from 'node:crypto';
import { parentPort, workerData } from 'node:worker_threads';
import type { RecordedEnd } from '../../../application/recording/index.js';
import { type SteppedSide, serveSteppedRun } from '../../../application/supervision/index.js';
import { block, blockOn, mayBlock } from '../../web/index.js';
import type { CommandLineError } from '../command-line-error.js';
import { ExitStatus } from '../exit-status.js';
import { type PreparedGuest, prepareGuest, runGuest } from '../guest/guest-run.js';
import { ProgramTrap } from '../guest/program-trap.js';
import { recordingHeader } from '../record/recording-header.js';
import { unsupervised } from '../signals/supervisor.js';
import type { LiveData, LiveMessage } from './live-protocol.js';

const LONGEST_WAIT_MS = 1000;

const { job, program, args, options } = workerData as LiveData;

function post(message: LiveMessage): void {
  const moved = message.kind === 'output' || message.kind === 'recording' ? [message.bytes.buffer as ArrayBuffer] : [];
  parentPort?.postMessage(message, moved);
}

const side: SteppedSide = {
  post,
  waitOn(words) {
    mayBlock();
    blockOn(words);
    return () => block(LONGEST_WAIT_MS);
  },
  now: () => performance.now(),
  debug() {
    // biome-ignore lint/suspicious/noDebugger: this is where a breakpoint with `debugger` stops: the program is below on the stack.
    debugger;
  },
};

async function run(): Promise<void> {
  let sha256 = '';
  const guest = await prepareGuest({ program, args, options, supervisor: unsupervised }, bytes => {
    sha256 = createHash('sha256').update(bytes).digest('hex');
  });
  const header = recordingHeader(guest, sha256, args, options);
  await serveSteppedRun(job, side, {
    ports: guest.world.ports,
    header,
    run: (runtime, streams) =>
      endOf(guest, observer => runGuest(runtime, guest, streams as Parameters<typeof runGuest>[2], observer)),
  });
}

/** Runs it, and reports the changes in its world. A trap is an ending; any other exception is not. */
async function endOf(
  { world }: PreparedGuest,
  work: (observer: NonNullable<Parameters<typeof runGuest>[3]>) => Promise<number>,
): Promise<RecordedEnd> {
  let end: RecordedEnd | undefined;
  try {
    await work({
      began: () => post({ kind: 'ready' }),
      ended: outcome => {
        end = outcome;
      },
    });
  } catch (error) {
    if (!(error instanceof ProgramTrap)) throw error;
  } finally {
    post({ kind: 'told', lines: world.settle(end !== undefined && 'exitCode' in end) });
  }
  return end ?? { error: 'it did not end' };
}

try {
  await run();
} catch (error) {
  post(refusal(error));
}

function refusal(error: unknown): LiveMessage {
  const { name, message } = error as Error;
  if (name !== 'CommandLineError' && name !== 'ConfigurationError')
    return { kind: 'refused', problem: message, remedy: 'see --debug', status: ExitStatus.failure };
  // Errors of the configuration have no status of their own.
  const {
    problem,
    remedy,
    status = ExitStatus.usage,
  } = error as Pick<CommandLineError, 'problem' | 'remedy'> & Partial<Pick<CommandLineError, 'status'>>;
  return { kind: 'refused', problem, remedy, status };
}
