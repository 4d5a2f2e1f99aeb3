/** `hostcall replay`: runs a program again from its recording, or prints the recording. */
import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import { constants } from 'node:os';
import { GuestTrap } from '../../../application/errors.js';
import { kindOf, readSections } from '../../../application/modules/index.js';
import {
  type ReplayOptions as EngineReplayOptions,
  type Recording,
  type ReplayDivergence,
  replay,
} from '../../../application/recording/index.js';
import { NodeEngine } from '../../node/engine.js';
import { CommandLineError } from '../command-line-error.js';
import { ExitStatus } from '../exit-status.js';
import { type Invocation, parseArguments, resultText } from '../guest/invoke-option.js';
import { compileProgram, readProgram } from '../guest/program-file.js';
import { keepDeepStacks, ProgramTrap } from '../guest/program-trap.js';
import { refuseEntry } from '../guest/refused-program.js';
import { withLimitedMemory } from '../guest/size-limits.js';
import type { RunningRuntime, Supervisor } from '../signals/supervisor.js';
import { isTerminal } from '../terminal/is-terminal.js';
import { Progress } from '../terminal/progress.js';
import { complain, print, report, tell, write } from '../terminal/report.js';
import { readExpressions } from '../trace/expressions.js';
import { tracePlan } from '../trace/trace-plan.js';
import { wholeNumber } from '../whole-number.js';
import { CallPrinter, type PrintingPlan } from './call-printer.js';
import { readRecordingFile, unusable } from './recording-input.js';
import type { ReplayOptions } from './replay-options.js';

/** A replay has none. It can be interrupted after each call. */
const WITHOUT_RUNTIME: RunningRuntime = { beforeNextCall() {} };

/**
 * Replays a recording, or prints it.
 * @param path of the recording
 * @param wasm path of the program; undefined for where it was
 * @param supervisor what runs the command
 * @returns the exit status
 * @throws CommandLineError or ConfigurationError for what cannot be replayed
 */
export async function replayFile(
  path: string,
  wasm: string | undefined,
  options: ReplayOptions,
  supervisor: Supervisor,
): Promise<number> {
  const plan = printingPlan(options);
  const progress = new Progress();
  if (plan?.alone) return printRecording(path, plan, progress, supervisor);
  const recording = readRecordingFile(path, progress);
  if (recording.header.redacted === true)
    throw new CommandLineError(
      `${path} is redacted: it lacks what the program read`,
      'record it without --redact, or look at it with --print',
    );
  if (recording.header.threads === true)
    throw new CommandLineError(
      `${path} is of a program with threads, which make their calls in another order each time`,
      'look at it with --print',
    );
  requireCalls(path, recording, plan);
  const printer = plan && new CallPrinter(plan, recording, supervisor);
  try {
    return await supervisor.during(
      signal => printer?.close({ signal }),
      () => replayed(recording, wasm, printer, progress, options.debug === true, supervisor),
    );
  } catch (error) {
    if ((error as Error).name !== 'ReplayDivergence') throw unusable(path, error as Error, true);
    printer?.flush();
    return reportDivergence(error as ReplayDivergence);
  } finally {
    printer?.flush();
  }
}

/** The calls to print; undefined for none. */
function printingPlan(options: ReplayOptions): PrintingPlan | undefined {
  // `abbrev` is there whether it was given or not.
  const { debug: _, maxStack: __, abbrev, ...printing } = options;
  if (Object.keys(printing).length === 0 && abbrev !== false) return undefined;
  const { from, to, print: alone = false } = options;
  if (readExpressions(options.e ?? []).tamperings !== undefined)
    throw new CommandLineError('a replay cannot tamper with calls', 'use inject= and fault= with `hostcall record`');
  const number = (option: string, text: string) => Number(wholeNumber(option, text, 0n, 2n ** 53n - 1n, 100));
  const first = from === undefined ? 0 : number('--from', from);
  const last = to === undefined ? Number.POSITIVE_INFINITY : number('--to', to);
  if (first > last) throw new CommandLineError(`--from ${first} is greater than --to ${last}`, 'exchange them');
  return { ...tracePlan(options), from: first, to: last, alone };
}

/** @throws CommandLineError if the first call to be printed comes behind the last one */
function requireCalls(path: string, { callCount }: Recording, plan: PrintingPlan | undefined): void {
  if (plan === undefined || plan.from === 0 || callCount === undefined || plan.from < callCount) return;
  throw new CommandLineError(
    `--from ${plan.from} is after the last call of ${path}`,
    callCount === 0 ? 'it has no calls' : `its calls have the numbers 0 to ${callCount - 1}`,
  );
}

/** Prints what there is of a recording, also of one that is cut off. */
async function printRecording(
  path: string,
  plan: PrintingPlan,
  progress: Progress,
  supervisor: Supervisor,
): Promise<number> {
  const recording = readRecordingFile(path, progress, true);
  requireCalls(path, recording, plan);
  const printer = new CallPrinter(plan, recording, supervisor);
  progress.begin(`printing ${path}`, recording.callCount, 'calls');
  const print = async () => {
    for (const call of recording.calls()) {
      printer.call(call);
      progress.advance();
      supervisor.checkpoint();
    }
    printer.end(recording.end);
  };
  try {
    await supervisor.during(signal => printer.close({ signal }), print);
  } catch (error) {
    throw unusable(path, error as Error);
  } finally {
    progress.end();
    printer.flush();
  }
  if (recording.damage !== undefined) throw unusable(path, recording.damage);
  return ExitStatus.ok;
}

async function replayed(
  recording: Recording,
  wasm: string | undefined,
  printer: CallPrinter | undefined,
  progress: Progress,
  debug: boolean,
  supervisor: Supervisor,
): Promise<number> {
  const { path, bytes } = recordedProgram(recording, wasm);
  const engine = new NodeEngine();
  const module = await compileProgram(engine, path, bytes);
  refuseEntry(path, module);
  const { invoke } = recording.header;
  const invocation: Invocation | undefined =
    invoke && parseArguments(path, readSections(bytes), invoke.name, invoke.args);
  keepDeepStacks();
  let returned: { readonly value: unknown } | undefined;
  progress.begin(`replaying ${path}`, recording.callCount);
  const options: EngineReplayOptions = {
    output: (stream, written) => {
      write(stream, written);
      printer?.printed(stream, written);
      // It may leave a line unfinished, and it shows by itself how far it is.
      if (progress.possible && isTerminal(stream)) progress.end();
    },
    replayed: call => {
      printer?.call(call);
      progress.advance();
      supervisor.checkpoint();
    },
    ...(invocation && {
      start: exports => {
        if (kindOf(module) === 'reactor') (exports._initialize as () => void)();
        const call = exports[invoke?.name ?? ''] as (...args: unknown[]) => unknown;
        returned = { value: call(...invocation.arguments) };
      },
    }),
  };
  const end = await supervisor
    .running(WITHOUT_RUNTIME, () => replay(recording, module, engine, options))
    .finally(() => progress.end());
  if (returned !== undefined) for (const line of resultText(returned.value, invocation?.results ?? [])) print(line);
  printer?.end(recording.end);
  if ('trap' in end) return report(new ProgramTrap(new GuestTrap(end.trap, undefined, end.stack), path, bytes), debug);
  if ('error' in end) {
    complain(`the host failed here in the recorded run: ${end.error}; the recording ends there`);
    return ExitStatus.failure;
  }
  if ('signal' in end) return signalled(end.signal);
  return end.exitCode;
}

/** @returns what a shell reports of a process that a signal ended */
function signalled(signal: string): number {
  complain(`the recorded run was ended by ${signal} here; the recording ends there`);
  return ExitStatus.signal + (constants.signals[signal as NodeJS.Signals] ?? 0);
}

/** Whether a path leads to a regular file. A recording may name anything: to read a pipe or a device could take for ever. */
function isFile(path: string): boolean {
  try {
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/**
 * Finds the program that was recorded.
 * @throws CommandLineError if it is not there, or is not the same any more
 */
function recordedProgram({ header }: Recording, wasm: string | undefined): { path: string; bytes: Uint8Array } {
  const path = wasm ?? header.program;
  if (wasm === undefined && !isFile(path))
    throw new CommandLineError(
      `the recorded program was not found at ${path}`,
      'name it after the recording: hostcall replay FILE PROGRAM',
    );
  const bytes = readProgram(path);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  if (sha256 !== header.sha256)
    throw new CommandLineError(
      `${path} is not the program that was recorded: its SHA-256 is ${sha256}, not ${header.sha256}`,
      wasm === undefined ? 'name a copy of the recorded program after the recording' : 'name the recorded program',
    );
  return { path, bytes: withLimitedMemory(bytes, { maxMemory: header.maxMemory }) };
}

/** Both versions, in a line each, below the message. */
function reportDivergence(error: ReplayDivergence): number {
  complain(`${error.message}; \`hostcall replay --print\` shows the calls before`);
  tell([`  recorded: ${error.recorded}`, `  replayed: ${error.actual}`]);
  return ExitStatus.failure;
}
