import { describe as rowOf } from '../../../domain/index.js';
import type { CallRecord, HostcallEvent } from '../../tracing/index.js';
import { pathOf, recordOf } from '../../tracing/index.js';
import { lineOf } from '../strace/format-strace.js';
import { outcomeText, type TraceOutcome } from '../trace-outcome.js';
import { GuestLanes } from './guest-lanes.js';
import { jsonArguments, jsonOutcome, jsonResults, jsonStack } from './json-call.js';
import { jsonMember } from './json-values.js';
import { instantEvent, microseconds } from './trace-events.js';
import { type ExportOptions, programOf, type TraceExporter, type WriteText, writingJson } from './trace-exporter.js';

/**
 * A trace in Chrome's trace event format, for Perfetto, `chrome://tracing` and speedscope: a JSON object with `traceEvents`. Each guest is
 * a process, each of its descriptors a thread, and each call an event with its line, its arguments and its results. Calls without an open
 * descriptor share a thread. How large the memory is and how much was read and written are counters. Times are the MONOTONIC clock's.
 */
export class ChromeTraceExporter implements TraceExporter {
  readonly #write: WriteText;
  readonly #program: string;
  readonly #guests = new Map<number, GuestLanes>();
  #calls = 0;
  #separator = '';
  /** The guest whose call ended last. */
  #last: GuestLanes | undefined;
  #lastEnd = 0;

  constructor(write: WriteText, options?: ExportOptions) {
    this.#write = writingJson(write);
    this.#program = programOf(options);
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
    this.#event(`{"ph":"X","name":"${call.name}","cat":"${rowOf(call.name).family}",${where},"args":${details(call)}}`);
    guest.count(call, end);
    this.#last = guest;
    this.#lastEnd = Math.max(this.#lastEnd, end);
  }

  end(outcome: TraceOutcome): void {
    const guest = this.#last ?? this.#guest(0);
    guest.countRest(this.#lastEnd);
    this.#event(instantEvent(guest.pid, guest.ownLane, outcomeText(outcome), this.#lastEnd));
    const rest = JSON.stringify({ exporter: 'hostcall', program: this.#program, calls: this.#calls, ...outcome });
    this.#write(`\n],"otherData":${rest}}\n`);
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

/** What is shown of a call that is selected. */
function details(call: CallRecord): string {
  const text = JSON.stringify(lineOf(call));
  const about = `${jsonMember('path', pathOf(call))}${call.shape.movesBytes ? `,"bytes":${call.bytes}` : ''}`;
  const results = call.succeeded ? `,"result":${jsonResults(call)}` : '';
  const known = `${jsonOutcome(call)}${about},"args":${jsonArguments(call)}${results}${jsonStack(call)}`;
  return `{"text":${text},"sequence":${call.sequence},${known}}`;
}
