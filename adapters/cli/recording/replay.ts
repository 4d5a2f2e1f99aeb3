/** `hostcall replay`: runs a program again from its recording, or prints the recording. */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import {
  endingLine,
  formatStrace,
  GuestTrap,
  type Recording,
  type ReplayDivergence,
  replay,
} from '../../../application/index.js';
import { NodeEngine } from '../../node/engine.js';
import { type Invocation, parseArguments, resultText } from '../invocation.js';
import { readSections } from '../module-sections.js';
import { wholeNumber } from '../option-values.js';
import { compileProgram, readProgram } from '../program-file.js';
import { CommandLineError, complain, ExitStatus, print, report, write } from '../report.js';
import { readRecordingFile, unusable } from './recording-file.js';
import { ReplayOutput } from './replay-output.js';

/** The options of `replay` as they were given. */
export interface ReplayOptions {
  readonly from?: string;
  readonly to?: string;
  readonly print?: boolean;
  readonly hostcallTimes?: boolean;
  readonly debug?: boolean;
}

/** Which calls are to be printed, and how. */
interface Printing {
  readonly from: number;
  readonly to: number;
  readonly times: boolean;
}

/**
 * Replays a recording.
 * @param path of the recording
 * @param wasm path of the program; undefined for where it was
 * @returns the exit status
 * @throws CommandLineError or ConfigurationError for what cannot be replayed
 */
export async function replayFile(path: string, wasm: string | undefined, options: ReplayOptions): Promise<number> {
  const printing = printingOf(options);
  if (options.print === true) return printRecording(path, printing);
  const recording = readRecordingFile(path);
  if (recording.header.redacted === true)
    throw new CommandLineError(
      `${path} was redacted: what the program read is not in it, and can't be given to it again`,
      'record it without --redact, or look at it with --print',
    );
  try {
    return await replayed(recording, wasm, options, printing);
  } catch (error) {
    if ((error as Error).name !== 'ReplayDivergence') throw unusable(path, error as Error);
    return reportDivergence(error as ReplayDivergence);
  }
}

function printingOf({ from, to, print: all, hostcallTimes = false }: ReplayOptions): Printing {
  const number = (option: string, text: string) => Number(wholeNumber(option, text, 0n, 2n ** 53n - 1n, 100));
  const nothing = from === undefined && to === undefined && all !== true;
  return {
    from: from === undefined ? (nothing ? Number.POSITIVE_INFINITY : 0) : number('--from', from),
    to: to === undefined ? Number.POSITIVE_INFINITY : number('--to', to),
    times: hostcallTimes,
  };
}

/** Prints what there is of a recording, also of one that is cut off. */
function printRecording(path: string, { from, to, times }: Printing): number {
  const recording = readRecordingFile(path, true);
  let number = 0;
  let lines = '';
  try {
    for (const call of recording.calls()) {
      if (number >= from && number <= to) lines += `${formatStrace(call, { times })}\n`;
      number++;
      if (lines.length < 0x10000) continue;
      write(1, lines);
      lines = '';
    }
    if (recording.damage === undefined && number <= to) lines += `${endingLine(recording.end)}\n`;
  } catch (error) {
    throw unusable(path, error as Error);
  } finally {
    write(1, lines);
  }
  if (recording.damage !== undefined) throw unusable(path, recording.damage);
  return ExitStatus.ok;
}

async function replayed(
  recording: Recording,
  wasm: string | undefined,
  options: ReplayOptions,
  { from, to, times }: Printing,
): Promise<number> {
  const { path, bytes } = recordedProgram(recording, wasm);
  const engine = new NodeEngine();
  const module = await compileProgram(engine, path, bytes);
  const { invoke } = recording.header;
  const invocation: Invocation | undefined =
    invoke && parseArguments(path, readSections(bytes), invoke.name, invoke.args);
  const output = new ReplayOutput();
  let count = 0;
  let returned: { readonly value: unknown } | undefined;
  const end = await replay(recording, module, engine, {
    output: (stream, written) => output.write(stream, written),
    replayed: (call, number) => {
      if (number >= from && number <= to) output.line(formatStrace(call, { times }));
      count = number + 1;
    },
    ...(invocation !== undefined && {
      start: exports => {
        if (typeof exports._start !== 'function') (exports._initialize as (() => void) | undefined)?.();
        const call = exports[invoke?.name ?? ''] as (...args: unknown[]) => unknown;
        returned = { value: call(...invocation.arguments) };
      },
    }),
  });
  if (returned !== undefined) for (const line of resultText(returned.value, invocation?.results ?? [])) print(line);
  if (count >= from && count <= to) output.line(endingLine(end));
  if ('trap' in end) return report(new GuestTrap(end.trap, undefined), options.debug === true);
  if ('error' in end) {
    complain(`when it was recorded, the host failed here: ${end.error}; the recording ends there`);
    return ExitStatus.failure;
  }
  return end.exitCode;
}

/**
 * Finds the program that was recorded.
 * @throws CommandLineError if it is not there, or is not the same any more
 */
function recordedProgram({ header }: Recording, wasm: string | undefined): { path: string; bytes: Uint8Array } {
  const path = wasm ?? header.program;
  if (wasm === undefined && !existsSync(path))
    throw new CommandLineError(
      `the recorded program is not at ${path} any more`,
      'name it behind the recording: hostcall replay FILE PROGRAM',
    );
  const bytes = readProgram(path);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  if (sha256 !== header.sha256)
    throw new CommandLineError(
      `${path} is not the program that was recorded: its SHA-256 is ${sha256}, and that one’s ${header.sha256}`,
      wasm === undefined ? 'name a copy of that one behind the recording' : 'name that one',
    );
  return { path, bytes };
}

/** Both versions, in a line each, below the message. */
function reportDivergence(error: ReplayDivergence): number {
  complain(`${error.message}; \`hostcall replay --print\` shows the calls before`);
  write(2, `  recorded: ${error.recorded}\n  replayed: ${error.actual}\n`);
  return ExitStatus.failure;
}
