/** The beginning of a trace, in the process that is the first of it. */
import { closeSync, openSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Command, CommanderError } from 'commander';
import { CommandLineError } from '../command-line-error.js';
import { addOption } from '../commander-command.js';
import { ExitStatus } from '../exit-status.js';
import { optionWords } from '../option-words.js';
import { report } from '../terminal/report.js';
import { standardStream } from '../trace/file-trace.js';
import { traceOptions } from '../trace/trace-options.js';
import { tracePlan } from '../trace/trace-plan.js';
import { directoryForCounts } from './lost-counts.js';
import { splitWords } from './split-words.js';
import { TRACE_VARIABLE, type TraceNodeOptions, type TraceSetting } from './trace-setting.js';

/**
 * Begins a trace: checks its options, and creates its file.
 * @param launched whether this process only starts the command
 * @returns what the other processes and threads are to know
 * @throws CommandLineError for options that make no sense, and for a file that can't be written
 */
export function beginTrace(options: TraceNodeOptions, launched: boolean): TraceSetting {
  const { target } = tracePlan(options);
  if (target.kind === 'pipe')
    throw new CommandLineError(
      'trace-node writes no trace to a pipe: several processes write it',
      'name a file with -o',
    );
  const setting = (used: TraceNodeOptions) => ({
    options: used,
    root: process.pid,
    launched,
    counts: directoryForCounts(used),
  });
  if (target.kind !== 'file') return setting(options);
  // Others have other working directories.
  const path = resolve(target.path);
  try {
    if (standardStream(path) === undefined) closeSync(openSync(path, target.append ? 'a' : 'w'));
  } catch (cause) {
    const problem = `the trace can't be written to ${target.path}: ${(cause as Error).message}`;
    throw new CommandLineError(problem, 'name another file with -o', ExitStatus.failure, { cause });
  }
  return setting({ ...options, output: path });
}

/**
 * The options that a person has written into the variable.
 * @param variable `-` for stderr, options of `trace-node`, or the name of a file
 * @throws CommandLineError for what are no options
 */
export function optionsIn(variable: string): TraceNodeOptions {
  const text = variable.trim();
  if (text === '-' || text === '1') return {};
  if (!text.startsWith('-')) return { output: text };
  const command = new Command(TRACE_VARIABLE).exitOverride().helpOption(false).allowExcessArguments(true);
  command.configureOutput({ writeErr: () => {}, outputError: () => {} });
  for (const { options } of traceOptions) for (const option of options) addOption(command, option);
  try {
    command.parse(optionWords(splitWords(text), traceOptions, false), { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    const [problem = ''] = error.message.replace(/^error: /, '').split('\n');
    throw new CommandLineError(`${TRACE_VARIABLE}: ${problem}`, 'see `hostcall trace-node --help`');
  }
  const [word] = command.args;
  if (word !== undefined)
    throw new CommandLineError(
      `${TRACE_VARIABLE}: '${word}' is no option`,
      'write the name of a file alone, or behind -o',
    );
  return command.opts();
}

/**
 * Begins the trace that the variable of this process asks for, and has it hand on what is known of that. What cannot be meant ends the process.
 * @param observer the script of a process that prints what this one no longer can
 */
export function beginFromVariable(text: string, observer: URL): void {
  try {
    const setting = beginTrace(optionsIn(text), false);
    process.env[TRACE_VARIABLE] = JSON.stringify(setting);
    if (setting.counts !== undefined) startObserver(observer, process.env[TRACE_VARIABLE]);
  } catch (error) {
    process.exit(report(error, false));
  }
}

/** This process does not wait for it. There is none where starting processes is forbidden. */
function startObserver(script: URL, setting: string): void {
  const { spawn } = process.getBuiltinModule('node:child_process');
  try {
    const observer = spawn(process.execPath, [fileURLToPath(script), setting], {
      stdio: ['pipe', 'inherit', 'inherit'],
      env: {},
    });
    observer.on('error', () => {});
    observer.unref();
    (observer.stdin as unknown as { unref(): void }).unref();
  } catch {
    // Node's permission model forbids it.
  }
}
