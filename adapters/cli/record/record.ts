/** `hostcall record`: runs a program, and records what it is given. */
import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import { type RecordingHeader, RecordingWriter } from '../../../application/recording/index.js';
import { Runtime } from '../../../application/runtime/index.js';
import { CommandLineError } from '../command-line-error.js';
import { type GuestCommand, type PreparedGuest, prepareGuest, runGuest } from '../guest/guest-run.js';
import { ProgramTrap } from '../guest/program-trap.js';
import { refuseSameFile } from '../output-file.js';
import { complain, report } from '../terminal/report.js';
import { readExpressions } from '../trace/expressions.js';
import { type TamperingPlan, tamperingPlan } from '../trace/tampering-plan.js';
import { watchWaiting } from '../trace/watch-waiting.js';
import { settled } from '../world/settled.js';
import type { RecordOptions } from './record-options.js';
import { RecordingFile, refuseOutputStream, refusePipe } from './recording-file.js';
import { recordingHeader } from './recording-header.js';

/**
 * Runs a program and records it.
 * @returns the exit status
 * @throws CommandLineError or ConfigurationError for anything that cannot be run, and if the recording can't be written
 */
export async function record(command: GuestCommand, options: RecordOptions): Promise<number> {
  const { program } = command;
  const tampering = tamperingOf(options);
  const path = options.output ?? `${basename(program, '.wasm')}.hcr`;
  let sha256 = '';
  const guest = await prepareGuest(command, bytes => {
    sha256 = createHash('sha256').update(bytes).digest('hex');
  });
  refusePipe(path);
  refuseSameFile(program, path, 'recording');
  refuseOutputStream(path);
  const header = recordingHeader(guest, sha256, command.args, options);
  const recordedIn = () => {
    if (options.output === undefined) complain(`recorded in ${path}`);
  };
  return settled(guest, () =>
    guest.supervisor.during(recordedIn, async () => {
      const status = await recorded(guest, header, path, tampering, options.debug === true);
      recordedIn();
      return status;
    }),
  );
}

function tamperingOf(options: RecordOptions): TamperingPlan {
  const expressions = readExpressions(options.e ?? []);
  if (expressions.calls !== undefined || expressions.status !== undefined)
    throw new CommandLineError(
      '-e of `hostcall record` accepts only inject= and fault=',
      'choose calls with `hostcall replay --print`',
    );
  return tamperingPlan({ ...(options.chaos !== undefined && { chaos: options.chaos }) }, expressions);
}

/** Calls a function, but at most once per interval in milliseconds. */
function atMostEvery(milliseconds: number, work: () => void): () => void {
  let due = 0;
  return () => {
    const now = performance.now();
    if (now < due) return;
    due = now + milliseconds;
    work();
  };
}

async function recorded(
  guest: PreparedGuest,
  header: RecordingHeader,
  path: string,
  tampering: TamperingPlan,
  debug: boolean,
): Promise<number> {
  const { ports } = guest.world;
  const file = new RecordingFile(path);
  const recording = new RecordingWriter(header, bytes => file.add(bytes), ports.engine);
  const { redacted = false } = header;
  const runtime = new Runtime(ports, { whole: true, redact: redacted, interceptors: tampering.interceptors });
  runtime.hostcalls$.subscribe(call => recording.add(call));
  const flush = () => recording.flush();
  // The recording uses the clock of the calls, which advances only when the guest reads it.
  if (guest.setting.start !== undefined) runtime.hostcalls$.subscribe(atMostEvery(1000, flush));
  // Of a program that waits for ever, all of it is there; of one that asks and asks, the pieces are not too small.
  watchWaiting(runtime, {}, atMostEvery(10, flush));
  tampering.begin();
  try {
    return await runGuest(runtime, guest, recording.outputs(ports.stdio), {
      ended(outcome) {
        recording.end(outcome);
        tampering.end();
        file.close();
      },
    });
  } catch (error) {
    if (error instanceof ProgramTrap) return report(error, debug);
    throw error;
  }
}
