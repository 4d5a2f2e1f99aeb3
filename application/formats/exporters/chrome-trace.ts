import { describe as rowOf } from '../../../domain/index.js';
import type { GuestSymbols } from '../../modules/index.js';
import type { HostcallEvent } from '../../tracing/index.js';
import { pathOf, recordOf } from '../../tracing/index.js';
import { StraceFormatter } from '../strace/strace-formatter.js';
import { outcomeText, type TraceOutcome } from '../trace-outcome.js';
import { GuestLanes } from './guest-lanes.js';
import { jsonArguments, jsonEnd, jsonOutcome, jsonResults, jsonStack } from './json-call.js';
import { jsonMember } from './json-values.js';
import { instantEvent, microseconds } from './trace-events.js';
import { type ExportOptions, programOf, type TraceExporter, type WriteText, writingJson } from './trace-exporter.js';

/**
 * A trace in Chrome's trace event format, for Perfetto, `chrome://tracing` and speedscope: a JSON object with `traceEvents`. Each guest is a process,
 * each of its descriptors a thread, and each call an event with its line, its arguments and its results. Calls without an open descriptor share a
 * thread. The size of the memory and the bytes read and written are counters. Times are the MONOTONIC clock's.
 */
export class ChromeTraceExporter implements TraceExporter {
  readonly #write: WriteText;
  readonly #program: string;
  readonly #symbols: GuestSymbols | undefined;
  readonly #lines: StraceFormatter;
  readonly #guests = new Map<number, GuestLanes>();
  #calls = 0;
  #separator = '';
  /** The guest whose call ended last. */
  #last: GuestLanes | undefined;
  #lastEnd = 0;

  constructor(write: WriteText, options?: ExportOptions) {
    this.#write = writingJson(write);
    this.#program = programOf(options);
    this.#symbols = options?.symbols;
    this.#lines = new StraceFormatter({ symbols: this.#symbols });
    this.#write('{"displayTimeUnit":"ns","traceEvents":[');
  }

  call(event: HostcallEvent): void {
    const call = recordOf(event);
    this.#calls++;
    const end = call.start + call.duration;
    const guest = this.#guest(call.instance);
    const tid = guest.lane(call);
    const took = Math.floor(end) - Math.floor(call.start);
    const where = `"pid":${guest.pid},"tid":${tid},"ts":${microseconds(call.start)},"dur":${microseconds(took)}`;
    this.#event(
      `{"ph":"X","name":"${call.name}","cat":"${rowOf(call.name).family}",${where},"args":${this.#details(event)}}`,
    );
    guest.count(call, end);
    this.#last = guest;
    this.#lastEnd = Math.max(this.#lastEnd, end);
  }

  end(outcome: TraceOutcome): void {
    const guest = this.#last ?? this.#guest(0);
    guest.countRest(this.#lastEnd);
    this.#event(instantEvent(guest.pid, guest.ownLane, outcomeText(outcome), this.#lastEnd));
    const about = JSON.stringify({ exporter: 'hostcall', program: this.#program, calls: this.#calls }).slice(0, -1);
    this.#write(`\n],"otherData":${about},${jsonEnd(outcome, this.#symbols)}}}\n`);
  }

  /** The details of a selected call. */
  #details(event: HostcallEvent): string {
    const call = recordOf(event);
    const text = JSON.stringify(this.#lines.call(event));
    const about = `${jsonMember('path', pathOf(call))}${call.shape.movesBytes ? `,"bytes":${call.bytes}` : ''}`;
    const results = call.succeeded ? `,"result":${jsonResults(call)}` : '';
    const known = `${jsonOutcome(call)}${about},"args":${jsonArguments(call)}${results}${jsonStack(call, this.#symbols)}`;
    return `{"text":${text},"sequence":${call.sequence},${known}}`;
  }

  #guest(instance: number): GuestLanes {
    let guest = this.#guests.get(instance);
    if (guest === undefined) {
      guest = new GuestLanes(instance, this.#program, event => this.#event(event));
      this.#guests.set(instance, guest);
    }
    return guest;
  }

  #event(json: string): void {
    this.#write(`${this.#separator}\n${json}`);
    this.#separator = ',';
  }
}
