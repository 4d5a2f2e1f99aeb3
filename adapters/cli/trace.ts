/** `hostcall trace`: runs a program, and prints every hostcall it makes. */
import type { Command } from 'commander';
import {
  assemble,
  formatExit,
  formatStrace,
  formatTrap,
  GuestTrap,
  type HostcallEvent,
  type ProgramOptions,
} from '../../application/index.js';
import { nodeHost, streamFromHost } from '../node/index.js';
import { addDebug, addGuestOptions, type GuestOptions } from './guest-options.js';
import { type GuestCommand, runGuest } from './guest-run.js';
import { LineKeeper, samePlace } from './line-keeper.js';
import { ExitStatus, report } from './report.js';
import { FileTrace, StderrTrace, type TraceOutput } from './trace-output.js';

/** The options of `trace` beside those of `run`. */
interface TraceOptions extends GuestOptions {
  /** The file for the trace. */
  readonly output?: string;
  readonly debug?: boolean;
}

/**
 * Adds the command.
 * @param program hostcall's own command
 */
export function addTrace(program: Command): void {
  addGuestOptions(addDebug(program.command('trace')))
    .summary('run a program, and print every hostcall it makes')
    .description(
      'Runs a WASI program as `hostcall run` does, and prints every hostcall it makes, as strace prints system calls: name, arguments, result, and the seconds it took.',
    )
    .option('-o, --output <file>', 'write the trace to a file, not to stderr')
    .addHelpText(
      'after',
      `
Examples:
  hostcall trace --dir . prog.wasm in.txt
  hostcall trace -o calls.txt --dir . prog.wasm in.txt
  hostcall trace prog.wasm 2>&1 >/dev/null | grep ENOENT
  hostcall explain fd_prestat_get               what a call in the trace does

The last line tells how the program ended. A trace in a file is written in pieces of 64 KiB;
whoever has to kill the program sees more of it on stderr.

Exit status: as of \`hostcall run\`.`,
    )
    .action(async (path: string, args: string[], options: TraceOptions) => {
      process.exitCode = await trace({ program: path, args, options }, options);
    });
}

async function trace(command: GuestCommand, options: TraceOptions): Promise<number> {
  const output = options.output === undefined ? new StderrTrace() : new FileTrace(options.output);
  const keeper = new LineKeeper();
  const line = (text: string) => {
    // strace glues its lines to such a rest.
    output.line(keeper.unfinished ? `\n${text}` : text);
    keeper.unfinished = false;
  };
  const runtime = assemble(nodeHost());
  runtime.entered$.subscribe(call => {
    if (mayWait(call)) output.waiting(formatStrace(call));
  });
  runtime.hostcalls$.subscribe(call => line(formatStrace(call, { times: true })));
  try {
    const exitCode = await runGuest(runtime, command, watched(keeper, output));
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
function watched(keeper: LineKeeper, output: TraceOutput): Pick<ProgramOptions, 'stdout' | 'stderr'> {
  return {
    ...(samePlace(1, output.fd) && { stdout: keeper.watch(streamFromHost(1, 'write')) }),
    ...(samePlace(2, output.fd) && { stderr: keeper.watch(streamFromHost(2, 'write')) }),
  };
}
