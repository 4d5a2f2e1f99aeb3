import { basename } from 'node:path';
import type { WallClock } from '../../../application/formats/index.js';
import type { OutputStream, RecordedCall, Recording } from '../../../application/recording/index.js';
import { CompiledFilter, Meter, recordOf } from '../../../application/tracing/index.js';
import type { Supervisor } from '../signals/supervisor.js';
import { complain } from '../terminal/report.js';
import { exportSink } from '../trace/export-sink.js';
import { LineKeeper, samePlace } from '../trace/line-keeper.js';
import { recordedStraceOptions } from '../trace/line-plan.js';
import { StreamTrace } from '../trace/stream-trace.js';
import { summaryTable } from '../trace/summary-table.js';
import { TextSink } from '../trace/text-sink.js';
import type { TraceOutput } from '../trace/trace-output.js';
import type { TracePlan } from '../trace/trace-plan.js';
import type { TraceSink } from '../trace/trace-sink.js';
import { openTarget } from '../trace/trace-target.js';
import { UntouchedPaths } from '../trace/untouched-paths.js';
import { StdoutTrace } from './stdout-trace.js';

const NEWLINE = 0x0a;

/** Which calls of a recording are to be printed, and how. */
export interface PrintingPlan extends TracePlan {
  /** Numbers of the first and the last, counted from 0. */
  readonly from: number;
  readonly to: number;
  /** Nothing runs beside it. */
  readonly alone: boolean;
}

/** A recording tells when it began, and the first call was made soon after. */
function wallClockOf(recording: Recording): WallClock {
  const started = BigInt(Date.parse(recording.header.started) || 0) * 1_000_000n;
  return { offset: started - BigInt(Math.round(firstStart(recording))), utc: true };
}

function firstStart(recording: Recording): number {
  try {
    const [first] = recording.calls();
    return first?.start ?? 0;
  } catch {
    // Printing it reports what is wrong with it.
    return 0;
  }
}

/** Prints calls of a recording, as a trace of them would be printed. */
export class CallPrinter {
  readonly #plan: PrintingPlan;
  readonly #filter: CompiledFilter;
  readonly #output: TraceOutput;
  /** The text output: a table also beside calls in another format. */
  readonly #text: TextSink;
  readonly #shown: TraceOutput;
  readonly #sink: TraceSink;
  readonly #meter: Meter | undefined;
  readonly #keeper = new LineKeeper();
  /** The streams that lead to where it prints. */
  readonly #shared: readonly OutputStream[];
  readonly #untouched: UntouchedPaths;
  #count = 0;
  /** When the last call ended, on the clock that timed them. */
  #ended = 0;

  /** @throws CommandLineError for a file that can't be written, and for options that ask for what is not recorded */
  constructor(plan: PrintingPlan, recording: Recording, supervisor: Supervisor) {
    const { header } = recording;
    const { target, format, line, filter, alone, summary } = plan;
    const stream = () => (alone ? new StdoutTrace() : new StreamTrace(2));
    const isStream = target.kind === 'stderr' || (alone && target.kind === 'stdout');
    this.#plan = plan;
    this.#untouched = new UntouchedPaths(plan.paths);
    this.#filter = new CompiledFilter(filter);
    this.#output = isStream ? stream() : openTarget(target, supervisor);
    this.#shown = format === 'text' || target.kind === 'stderr' ? this.#output : stream();
    this.#shared = ([1, 2] as const).filter(each => samePlace(each, this.#shown.fd));
    const lines = recordedStraceOptions(line, this.#shown.fd, wallClockOf(recording));
    this.#text = new TextSink(this.#shown, this.#keeper, { monotonic: () => this.#ended }, lines, plan);
    const apart = this.#shown === this.#output ? this.#keeper : new LineKeeper();
    this.#sink =
      format === 'text' ? this.#text : exportSink(this.#output, apart, format, { program: basename(header.program) });
    this.#meter = summary && new Meter({});
  }

  /** Takes the next call. */
  call(call: RecordedCall): void {
    const number = this.#count++;
    const { from, to, summary } = this.#plan;
    this.#ended = call.start + call.duration;
    this.#untouched.call(call);
    if (number < from || number > to || !this.#filter.admits(recordOf(call))) return;
    if (!summary?.only) this.#sink.call(call);
    this.#meter?.count(call.call, call.duration, call.errno, call.bytes);
  }

  /** Takes how the program ended. */
  end(end: Recording['end']): void {
    const { to, summary } = this.#plan;
    if (this.#count <= to && !summary?.only) this.#sink.end(end);
    const table = this.#meter === undefined ? [] : summaryTable(this.#meter.summary(), summary);
    for (const line of table) this.#text.line(line);
    if (!this.#plan.quiet.includes('path-resolution')) this.#untouched.complaints().forEach(complain);
  }

  /** Ends it before the recording ends. */
  close(end: Recording['end']): void {
    this.end(end);
    this.flush();
  }

  /** Is told what the program has printed last. */
  printed(stream: OutputStream, bytes: Uint8Array): void {
    if (this.#shared.includes(stream)) this.#keeper.unfinished = bytes.at(-1) !== NEWLINE;
  }

  /** Writes what is not written yet. @throws CommandLineError if that, or anything before, failed */
  flush(): void {
    this.#output.flush();
    if (this.#shown !== this.#output) this.#shown.flush();
  }
}
