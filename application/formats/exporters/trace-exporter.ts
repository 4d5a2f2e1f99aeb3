import type { GuestSymbols } from '../../modules/index.js';
import { printableJson } from '../../text/index.js';
import type { HostcallEvent } from '../../tracing/index.js';

/** How a traced program ended: by itself, by a trap (the engine's text for it), or because something else went wrong. */
export type TraceOutcome = { readonly exitCode: number } | { readonly trap: string } | { readonly error: string };

/** Where an exporter puts its text, piece by piece: pieces are no lines. What it throws comes out of the exporter's methods. */
export type WriteText = (text: string) => void;

/** Writes JSON to such a place, without what a terminal would obey. */
export function writingJson(write: WriteText): WriteText {
  return json => write(printableJson(json));
}

/**
 * Turns the events of a trace into text of one format, as they come: it keeps nothing of a call that it has written. The text is complete
 * after `end`.
 */
export interface TraceExporter {
  /** Takes a call that has ended. */
  call(call: HostcallEvent): void;
  /** Takes the end of the program. No call comes after it. */
  end(outcome: TraceOutcome): void;
}

/** What exporters say about a trace beside its calls. */
export interface ExportOptions {
  /** What the program is called. Default: `guest`. */
  readonly program?: string;
  /** What is known of its functions. Default: what the engine says of them. */
  readonly symbols?: GuestSymbols | undefined;
}

/** The name of a program that has none. */
export const NAMELESS = 'guest';

/**
 * How a program ended, in the words of a trace's last line.
 * @returns such as `exited with 3`, `trapped: unreachable`
 */
export function outcomeText(outcome: TraceOutcome): string {
  if ('exitCode' in outcome) return `exited with ${outcome.exitCode}`;
  return 'trap' in outcome ? `trapped: ${outcome.trap}` : `failed: ${outcome.error}`;
}
