import { guestPathBelow } from '../../../domain/index.js';
import type { GuestSymbols } from '../../modules/index.js';
import type { CallRecord, HostcallEvent } from '../../tracing/index.js';
import { pathArgument, recordOf, stackOf } from '../../tracing/index.js';
import { frameName } from '../strace/stack-lines.js';
import { outcomeText, type TraceOutcome } from '../trace-outcome.js';
import { FrameTable } from './frame-table.js';
import { type ExportOptions, programOf, type TraceExporter, type WriteText, writingJson } from './trace-exporter.js';

const SCHEMA = 'https://www.speedscope.app/file-format-schema.json';
const OTHER_FILES = '(other files)';
const OTHER_FUNCTIONS = '(other functions)';

/**
 * A trace as a profile for speedscope: a flame graph of the time spent in hostcalls. The outermost frame is the program; its own time is spent
 * between hostcalls. It contains the hostcalls, and those contain their files. Where the trace has stacks, the guest's functions are between the
 * program and the hostcall; those that two consecutive calls share stay open between them.
 *
 * Frames open and close in the order of time, and calls come when they end. So a call in which the guest was called again (a stream that
 * calls back) is shown from where the calls within it ended.
 */
export class SpeedscopeExporter implements TraceExporter {
  readonly #write: WriteText;
  readonly #program: string;
  readonly #symbols: GuestSymbols | undefined;
  readonly #frames = new FrameTable();
  /** The functions that are open, outermost first, and the guest they are of. */
  #functions: readonly number[] = [];
  #instance = 0;
  /** Nanoseconds up to which events are written; -1 before the first. */
  #at = -1;

  constructor(write: WriteText, options?: ExportOptions) {
    this.#write = writingJson(write);
    this.#program = programOf(options);
    this.#symbols = options?.symbols;
  }

  call(event: HostcallEvent): void {
    const call = recordOf(event);
    const start = Math.floor(call.start);
    if (this.#at < 0) this.#begin(start);
    const from = Math.max(start, this.#at);
    const to = Math.max(Math.floor(call.start + call.duration), from);
    const functions = this.#functionsOf(call);
    const frames = this.#framesOf(call);
    const stay = call.instance === this.#instance ? commonLength(this.#functions, functions) : 0;
    this.#write(
      closing(this.#functions.slice(stay), this.#at) +
        opening(functions.slice(stay), from) +
        opening(frames, from) +
        closing(frames, to),
    );
    this.#functions = functions;
    this.#instance = call.instance;
    this.#at = to;
  }

  end(outcome: TraceOutcome): void {
    if (this.#at < 0) this.#begin(0);
    const close = `${closing([0, ...this.#functions], this.#at)}\n],"endValue":${this.#at}}]`;
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

  /** The guest's functions that led to a call, outermost first. */
  #functionsOf(call: CallRecord): number[] {
    const stack = stackOf(call) ?? [];
    const module = this.#symbols?.module ?? this.#program;
    return stack.map(frame => this.#frames.index(frameName(frame, this.#symbols), OTHER_FUNCTIONS, module)).reverse();
  }

  /** The frames of a call itself, outermost first. */
  #framesOf(call: CallRecord): number[] {
    const frames = [this.#frames.index(call.name, call.name)];
    const file = fileOf(call);
    if (file !== undefined) frames.push(this.#frames.index(file, OTHER_FILES));
    return frames;
  }
}

/** Opens frames. @param frames outermost first */
function opening(frames: readonly number[], at: number): string {
  return frames.map(frame => `,\n{"type":"O","frame":${frame},"at":${at}}`).join('');
}

/** Closes frames. @param frames outermost first */
function closing(frames: readonly number[], at: number): string {
  return frames
    .map(frame => `,\n{"type":"C","frame":${frame},"at":${at}}`)
    .reverse()
    .join('');
}

/** How many frames two stacks have in common from the outermost on. */
function commonLength(one: readonly number[], other: readonly number[]): number {
  const end = one.findIndex((frame, index) => frame !== other[index]);
  return end < 0 ? one.length : end;
}

/** The file that a call is about: what it names, else what its descriptor is called. */
function fileOf(call: CallRecord): string | undefined {
  const path = pathArgument(call);
  if (path === undefined || call.label === undefined) return path ?? call.label;
  return guestPathBelow(call.label, path);
}
