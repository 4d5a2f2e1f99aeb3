import type { StackFrame } from '../../../domain/index.js';
import type { GuestSymbols } from '../../modules/index.js';
import { checkOptions, having, type OptionKinds, TEXT } from '../../options/index.js';
import { printableJson } from '../../text/index.js';
import type { HostcallEvent } from '../../tracing/index.js';

/**
 * How a traced program ended: by itself; by a trap (the engine's text for it), with the functions of the guest that were being called, where the trace
 * has stacks; or because something else went wrong.
 */
export type TraceOutcome =
  | { readonly exitCode: number }
  | { readonly trap: string; readonly stack?: readonly StackFrame[] }
  | { readonly error: string };

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
  /** The names of its functions. Default: those that the engine reports. */
  readonly symbols?: GuestSymbols | undefined;
}

const kinds: OptionKinds<ExportOptions> = { program: TEXT, symbols: having('nameOf', 'startOf') };

/** The name of a program that has none. */
const NAMELESS = 'guest';

/**
 * The name of the program that a trace is of.
 * @throws ConfigurationError for an option of an exporter that does not exist, and for one that is something else than it can be
 */
export function programOf(options: ExportOptions = {}): string {
  checkOptions(options, 'an exporter', kinds);
  return options.program ?? NAMELESS;
}

/**
 * How a program ended, in the words of a trace's last line.
 * @returns such as `exited with 3`, `trapped: unreachable`
 */
export function outcomeText(outcome: TraceOutcome): string {
  if ('exitCode' in outcome) return `exited with ${outcome.exitCode}`;
  return 'trap' in outcome ? `trapped: ${outcome.trap}` : `failed: ${outcome.error}`;
}
