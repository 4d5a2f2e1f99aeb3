/** `hostcall trace`: runs a program, and prints every hostcall it makes. */
import {
  formatExit,
  formatStrace,
  formatTrap,
  GuestTrap,
  type HostcallEvent,
  type ProgramOptions,
  Runtime,
  type Stdio,
} from '../../application/index.js';
import type { GuestOptions } from './guest-options.js';
import { type GuestCommand, type PreparedGuest, prepareGuest, runGuest } from './guest-run.js';
import { LineKeeper, samePlace } from './line-keeper.js';
import { ExitStatus, report } from './report.js';
import { settled } from './settled.js';
import { FileTrace, StderrTrace, type TraceOutput } from './trace-output.js';

/** The options of `trace` beside those of `run`. */
export interface TraceOptions extends GuestOptions {
  /** The file for the trace. */
  readonly output?: string;
  readonly debug?: boolean;
}

/**
 * Runs a program and prints its trace.
 * @returns the exit status
 * @throws CommandLineError or ConfigurationError for what cannot be run, and if the trace can't be written
 */
export async function trace(command: GuestCommand, options: TraceOptions): Promise<number> {
  const guest = await prepareGuest(command);
  return settled(guest.world, () => traced(guest, options));
}

async function traced(guest: PreparedGuest, options: TraceOptions): Promise<number> {
  const output = options.output === undefined ? new StderrTrace() : new FileTrace(options.output);
  const keeper = new LineKeeper();
  const line = (text: string) => {
    // strace glues its lines to such a rest.
    output.line(keeper.unfinished ? `\n${text}` : text);
    keeper.unfinished = false;
  };
  const { ports } = guest.world;
  const runtime = new Runtime(ports);
  runtime.entered$.subscribe(call => {
    if (mayWait(call)) output.waiting(formatStrace(call));
  });
  runtime.hostcalls$.subscribe(call => line(formatStrace(call, { times: true })));
  try {
    const exitCode = await runGuest(runtime, guest, watched(ports.stdio, keeper, output));
    line(formatExit(exitCode));
    return exitCode;
  } catch (error) {
    if (!(error instanceof GuestTrap)) throw error;
    line(formatTrap(error.text));
    return output instanceof FileTrace || options.debug ? report(error, options.debug === true) : ExitStatus.trap;
  } finally {
    output.flush();
  }
}

/** The calls at which a program spends its time waiting. Others can wait as well, but then it is soon over. */
function mayWait(call: HostcallEvent): boolean {
  switch (call.name) {
    case 'poll_oneoff':
    case 'sock_accept':
    case 'sock_recv':
      return true;
    case 'fd_read':
      return call.path === 'stdin';
    default:
      return false;
  }
}

/** The guest's output streams, watched where they lead to the same place as the trace. */
function watched(stdio: Stdio, keeper: LineKeeper, output: TraceOutput): Pick<ProgramOptions, 'stdout' | 'stderr'> {
  return {
    ...(samePlace(1, output.fd) && { stdout: keeper.watch(stdio.stdout) }),
    ...(samePlace(2, output.fd) && { stderr: keeper.watch(stdio.stderr) }),
  };
}
