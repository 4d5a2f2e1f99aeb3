import type { HostcallEvent } from '../../tracing/index.js';
import { recordOf } from '../../tracing/index.js';
import { lineOf } from '../strace/format-strace.js';
import type { TraceOutcome } from '../trace-outcome.js';
import { jsonCall } from './json-call.js';
import { type ExportOptions, programOf, type TraceExporter, type WriteText, writingJson } from './trace-exporter.js';

/** The version of the format: it grows when something is taken away or changes its meaning, not when something is added. */
export const NDJSON_VERSION = 1;

/**
 * A trace as newline-delimited JSON: an object a line, whose member `type` says what it is. The first line, `trace`, names the format, its
 * version and the program; each `call` is a hostcall, with its arguments, its results and its line as strace would print it; the last,
 * `end`, tells how many calls there were and how the program ended. `docs/schemas/trace.schema.json` describes each line.
 */
export class NdjsonExporter implements TraceExporter {
  readonly #write: WriteText;
  /** Members that say who calls. */
  readonly #caller: string;
  #calls = 0;

  constructor(write: WriteText, options?: ExportOptions) {
    this.#write = writingJson(write);
    this.#caller = callerMembers(options?.caller);
    this.#write(
      `{"type":"trace","format":"hostcall","version":${NDJSON_VERSION},"program":${JSON.stringify(programOf(options))}${this.#caller}}\n`,
    );
  }

  call(event: HostcallEvent): void {
    const call = recordOf(event);
    this.#write(`{"type":"call",${jsonCall(call)},"text":${JSON.stringify(lineOf(call))}${this.#caller}}\n`);
    this.#calls++;
  }

  end(outcome: TraceOutcome): void {
    this.#write(`{"type":"end","calls":${this.#calls}${this.#caller},${JSON.stringify(outcome).slice(1)}\n`);
  }
}

function callerMembers(caller: ExportOptions['caller']): string {
  if (caller === undefined) return '';
  return `,"pid":${caller.pid}${caller.worker === undefined ? '' : `,"worker":${caller.worker}`}`;
}
