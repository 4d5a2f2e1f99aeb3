import type { GuestSymbols } from '../../modules/index.js';
import type { HostcallEvent } from '../../tracing/index.js';
import { recordOf } from '../../tracing/index.js';
import { StraceFormatter } from '../strace/strace-formatter.js';
import type { TraceOutcome } from '../trace-outcome.js';
import { jsonCall, jsonEnd } from './json-call.js';
import { type ExportOptions, programOf, type TraceExporter, type WriteText, writingJson } from './trace-exporter.js';

/** The version of the format: it grows when something is taken away or changes its meaning, not when something is added. */
export const NDJSON_VERSION = 1;

/**
 * A trace as newline-delimited JSON: one object per line, whose member `type` says what it is. The first line, `trace`, names the format, its version
 * and the program; each `call` is a hostcall, with its arguments, its results and its line as strace would print it; the last, `end`, says how many
 * calls there were and how the program ended. `docs/schemas/trace.schema.json` describes each line.
 */
export class NdjsonExporter implements TraceExporter {
  readonly #write: WriteText;
  /** Members that identify the caller. */
  readonly #caller: string;
  readonly #symbols: GuestSymbols | undefined;
  readonly #lines: StraceFormatter;
  #calls = 0;

  constructor(write: WriteText, options?: ExportOptions) {
    this.#write = writingJson(write);
    this.#caller = callerMembers(options?.caller);
    this.#symbols = options?.symbols;
    this.#lines = new StraceFormatter({ symbols: this.#symbols });
    this.#write(
      `{"type":"trace","format":"hostcall","version":${NDJSON_VERSION},"program":${JSON.stringify(programOf(options))}${this.#caller}}\n`,
    );
  }

  call(event: HostcallEvent): void {
    const call = jsonCall(recordOf(event), this.#symbols);
    this.#write(`{"type":"call",${call},"text":${JSON.stringify(this.#lines.call(event))}${this.#caller}}\n`);
    this.#calls++;
  }

  end(outcome: TraceOutcome): void {
    this.#write(`{"type":"end","calls":${this.#calls}${this.#caller},${jsonEnd(outcome, this.#symbols)}}\n`);
  }
}

function callerMembers(caller: ExportOptions['caller']): string {
  if (caller === undefined) return '';
  return `,"pid":${caller.pid}${caller.worker === undefined ? '' : `,"worker":${caller.worker}`}`;
}
