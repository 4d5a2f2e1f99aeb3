import { guestPathBelow } from '../../../domain/index.js';
import type { CallRecord } from '../capture/call-record.js';
import { pathOf } from '../events/decode.js';
import type { HostcallEvent } from '../events/hostcall-event.js';
import { FrameTable } from './frame-table.js';
import {
  type ExportOptions,
  NAMELESS,
  outcomeText,
  type TraceExporter,
  type TraceOutcome,
  type WriteText,
} from './trace-exporter.js';

const SCHEMA = 'https://www.speedscope.app/file-format-schema.json';
const OTHER_FILES = '(other files)';

/**
 * A trace as a profile for speedscope: a flame graph of the time spent in hostcalls. The outermost frame is the program; what is its own
 * time is spent between hostcalls. In it are the hostcalls, and in those the files they are about.
 *
 * Frames open and close in the order of time, and calls come when they end. So a call in which the guest was called again (a stream that
 * calls back) is shown from where the calls within it ended.
 */
export class SpeedscopeExporter implements TraceExporter {
  readonly #write: WriteText;
  readonly #program: string;
  readonly #frames = new FrameTable();
  /** Nanoseconds up to which events are written; -1 before the first. */
  #at = -1;

  constructor(write: WriteText, { program = NAMELESS }: ExportOptions = {}) {
    this.#write = write;
    this.#program = program;
  }

  call(call: HostcallEvent): void {
    const start = Math.floor(call.start);
    if (this.#at < 0) this.#begin(start);
    const from = Math.max(start, this.#at);
    const to = Math.max(Math.floor(call.start + call.duration), from);
    const frames = this.#stack(call);
    let text = '';
    for (const frame of frames) text += `,\n{"type":"O","frame":${frame},"at":${from}}`;
    for (const frame of frames.reverse()) text += `,\n{"type":"C","frame":${frame},"at":${to}}`;
    this.#write(text);
    this.#at = to;
  }

  end(outcome: TraceOutcome): void {
    if (this.#at < 0) this.#begin(0);
    const close = `,\n{"type":"C","frame":0,"at":${this.#at}}\n],"endValue":${this.#at}}]`;
    const name = JSON.stringify(`${this.#program} ${outcomeText(outcome)}`);
    const rest = `"name":${name},"exporter":"hostcall","activeProfileIndex":0`;
    this.#write(`${close},"shared":{"frames":${this.#frames.json()}},${rest}}\n`);
  }

  #begin(start: number): void {
    const profile = `"type":"evented","name":${JSON.stringify(this.#program)},"unit":"nanoseconds","startValue":${start}`;
    const root = this.#frames.index(this.#program, this.#program);
    this.#write(
      `{"$schema":"${SCHEMA}","profiles":[{${profile},"events":[\n{"type":"O","frame":${root},"at":${start}}`,
    );
    this.#at = start;
  }

  /** The frames of a call, outermost first. */
  #stack(call: CallRecord): number[] {
    const stack = [this.#frames.index(call.name, call.name)];
    const file = fileOf(call);
    if (file !== undefined) stack.push(this.#frames.index(file, OTHER_FILES));
    return stack;
  }
}

/** The file that a call is about: what it names, else what its descriptor is called. */
function fileOf(call: CallRecord): string | undefined {
  const path = pathOf(call);
  if (path === undefined || call.label === undefined) return path ?? call.label;
  return guestPathBelow(call.label, path);
}
