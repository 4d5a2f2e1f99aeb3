/** `hostcall trace-node`: runs a command, and prints the hostcalls of the WASI programs that Node runs for it. */
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { CommandLineError } from '../command-line-error.js';
import { ExitStatus } from '../exit-status.js';
import { isTerminal } from '../terminal/is-terminal.js';
import { beginTrace } from './begin-trace.js';
import { printLostCounts } from './lost-counts.js';
import { withImport } from './node-options.js';
import { TRACE_VARIABLE, type TraceNodeOptions } from './trace-setting.js';

/** What ends a command, and is meant for it. */
const SIGNALS = ['SIGTERM', 'SIGHUP', 'SIGINT', 'SIGQUIT'] as const;
/** Those that a terminal sends to the command itself, too. */
const FROM_TERMINAL: readonly NodeJS.Signals[] = ['SIGINT', 'SIGQUIT'];

/**
 * Runs a command with its trace.
 * @returns its exit status
 * @throws CommandLineError for a command that cannot be run, and for options that make no sense
 */
export async function traceNode(command: string, args: readonly string[], options: TraceNodeOptions): Promise<number> {
  const setting = beginTrace(options, true);
  const register = new URL('../register/index.js', import.meta.url).href;
  const env = {
    ...process.env,
    NODE_OPTIONS: withImport(process.env.NODE_OPTIONS, register),
    [TRACE_VARIABLE]: JSON.stringify(setting),
  };
  const child = spawn(command, args, { stdio: 'inherit', env });
  const atTerminal = [0, 1, 2].some(isTerminal);
  const handlers = SIGNALS.map(name => {
    const handle = () => {
      if (!atTerminal || !FROM_TERMINAL.includes(name)) child.kill(name);
    };
    process.on(name, handle);
    return [name, handle] as const;
  });
  try {
    const { status, signal } = await ended(child, command);
    if (signal === null) return status ?? ExitStatus.failure;
    return 128 + constants.signals[signal];
  } finally {
    for (const [name, handle] of handlers) process.off(name, handle);
    if (setting.counts !== undefined) printLostCounts(setting.counts, setting.options, child.pid);
  }
}

interface Ending {
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
}

function ended(child: ReturnType<typeof spawn>, command: string): Promise<Ending> {
  return new Promise((resolve, reject) => {
    child.on('error', error => reject(cannotRun(command, error)));
    child.on('exit', (status, signal) => resolve({ status, signal }));
  });
}

function cannotRun(command: string, cause: NodeJS.ErrnoException): CommandLineError {
  const problem = cause.code === 'ENOENT' ? 'there is no such command' : cause.message;
  const remedy = /\.[cm]?[jt]s$/.test(command)
    ? `write: hostcall trace-node node ${command}`
    : command.endsWith('.wasm')
      ? `to trace a WASI program itself, write: hostcall trace ${command}`
      : 'name an executable, such as node or npx';
  return new CommandLineError(`cannot run '${command}': ${problem}`, remedy, ExitStatus.usage, { cause });
}
