import type { GuestSymbols } from '../../modules/index.js';
import { checkOptions, having, type OptionKinds, recordOf, TEXT } from '../../options/index.js';
import { printableJson } from '../../text/index.js';
import type { HostcallEvent } from '../../tracing/index.js';
import type { TraceOutcome } from '../trace-outcome.js';

/** Receives the text of an exporter in pieces, which need not be lines. The exporter's methods throw what it throws. */
export type WriteText = (text: string) => void;

/** Writes JSON without characters that control a terminal. */
export function writingJson(write: WriteText): WriteText {
  return json => write(printableJson(json));
}

/**
 * Converts the events of a trace to text of one format, as they come. It keeps nothing of a call that it has written. The text is complete after
 * `end`.
 */
export interface TraceExporter {
  /** Takes a call that has ended. */
  call(call: HostcallEvent): void;
  /** Takes the end of the program. No call comes after it. */
  end(outcome: TraceOutcome): void;
}

/** What exporters write about a trace besides its calls. */
export interface ExportOptions {
  /** The name of the program. Default: `guest`. */
  readonly program?: string | undefined;
  /** The names of its functions, for stacks. Default: those that the engine reports. */
  readonly symbols?: GuestSymbols | undefined;
  /** The caller, where others write to the same file: a process, and a worker of it. Only NDJSON includes it. Default: no caller. */
  readonly caller?: { readonly pid: number; readonly worker?: number | undefined } | undefined;
}

const kinds: OptionKinds<ExportOptions> = {
  program: TEXT,
  symbols: having('nameOf', 'startOf'),
  caller: recordOf('a process, with its pid'),
};

/** The name of a program that has none. */
const NAMELESS = 'guest';

/**
 * The name of the program that a trace is of.
 * @throws ConfigurationError for an option of an exporter that does not exist, and for an invalid value of one
 */
export function programOf(options: ExportOptions = {}): string {
  checkOptions(options, 'an exporter', kinds);
  return options.program ?? NAMELESS;
}
