import { basename } from 'node:path';
import { findDenials } from '../../../application/diagnosis/index.js';
import type { TraceOutcome } from '../../../application/formats/index.js';
import { Runtime } from '../../../application/runtime/index.js';
import { printable } from '../../../application/text/index.js';
import { type CallFilter, type HostcallEvent, LateCalls, Meter } from '../../../application/tracing/index.js';
import type { StackFrame, Stdio } from '../../../domain/index.js';
import { isStackOverflow } from '../../web/index.js';
import type { PreparedGuest, RunObserver } from '../guest/guest-run.js';
import { complain } from '../terminal/report.js';
import { exportSink } from './export-sink.js';
import { failureLines } from './failure-report.js';
import { collectFailures, type Failures } from './failures.js';
import { LastWords } from './last-words.js';
import { LineKeeper, samePlace } from './line-keeper.js';
import { straceOptions } from './line-plan.js';
import { StreamTrace } from './stream-trace.js';
import { summaryTable } from './summary-table.js';
import { TextSink } from './text-sink.js';
import type { TraceOutput } from './trace-output.js';
import { needsDenials, type TracePlan } from './trace-plan.js';
import type { TraceSink } from './trace-sink.js';
import { openTarget } from './trace-target.js';
import { UntouchedPaths } from './untouched-paths.js';
import { watchWaiting } from './watch-waiting.js';
import { WorkingClock } from './working-clock.js';

/** A run that is traced: the runtime with all that listens to it, and what is printed at the end. */
export class TracedRun implements RunObserver {
  readonly runtime: Runtime;
  /** The guest's. */
  readonly streams: Stdio;
  readonly #guest: PreparedGuest;
  readonly #plan: TracePlan;
  readonly #output: TraceOutput;
  /** Where text goes: a table also beside a trace in another format. */
  readonly #shown: TraceOutput;
  readonly #keeper = new LineKeeper();
  readonly #text: TextSink;
  /** undefined where only a table is wanted. */
  readonly #sink: TraceSink | undefined;
  readonly #late = new LateCalls<HostcallEvent>(call => this.#sink?.call(call), { isStackOverflow });
  readonly #meter: Meter | undefined;
  readonly #failures: (() => Failures) | undefined;
  readonly #lastWords = new LastWords();
  readonly #untouched: UntouchedPaths;

  /** @throws CommandLineError if the trace can't be written */
  constructor(guest: PreparedGuest, plan: TracePlan) {
    const { ports } = guest.world;
    this.#guest = guest;
    this.#plan = plan;
    // A clock that advances only when the guest reads it does not show how long a piece of the trace has waited.
    const now = guest.setting.start === undefined ? undefined : () => 1e6 * performance.now();
    this.#output = openTarget(plan.target, guest.supervisor, now);
    this.#shown = plan.format === 'text' || plan.target.kind === 'stderr' ? this.#output : new StreamTrace(2);
    const lines = straceOptions(plan.line, guest, this.#shown.fd);
    this.#text = new TextSink(this.#shown, this.#keeper, ports.clocks, lines, plan);
    const clock = plan.summary?.wall === false ? new WorkingClock(ports.clocks, ports.waiting) : undefined;
    this.runtime = new Runtime(
      { ...ports, ...(clock && { waiting: clock }) },
      {
        ...plan.settings,
        clock,
        interceptors: plan.tampering.interceptors,
        denials: needsDenials(plan) ? findDenials : undefined,
      },
    );
    this.#meter = plan.summary && meterOf(this.runtime, plan.filter);
    if (!plan.summary?.only) {
      const names = { program: basename(guest.program), symbols: lines.symbols };
      const apart = this.#shown === this.#output ? this.#keeper : new LineKeeper();
      this.#sink = plan.format === 'text' ? this.#text : exportSink(this.#output, apart, plan.format, names);
      this.#watch(this.#sink);
    }
    this.#failures = plan.explainFailures ? collectFailures(this.runtime, plan.filter) : undefined;
    this.#untouched = new UntouchedPaths(plan.paths);
    if (plan.paths.length > 0) this.runtime.watch({}).subscribe(call => this.#untouched.call(call));
    this.streams = this.#watchedStreams(ports.stdio, clock);
  }

  interrupted(signal: NodeJS.Signals): void {
    if (signal === 'SIGINT' && this.#shown.showsTyping()) this.#keeper.unfinished = true;
  }

  ended(outcome: TraceOutcome, frames?: readonly StackFrame[]): void {
    const { line, tampering } = this.#plan;
    this.#late.settle();
    this.#sink?.end({ ...outcome, ...(line.stacks && frames !== undefined && { stack: frames }) });
    // The reported error says it, and nothing else counts then.
    if (!('error' in outcome)) {
      for (const each of this.#table()) this.#text.line(each);
      tampering.end();
      for (const each of this.#explanations(outcome)) this.#text.line(printable(each));
      if (!this.#plan.quiet.includes('path-resolution')) this.#untouched.complaints().forEach(complain);
    }
    this.#output.flush();
  }

  #watch(sink: TraceSink): void {
    const { filter } = this.#plan;
    this.runtime.watch(filter).subscribe(call => this.#late.add(call));
    watchWaiting(this.runtime, filter, call => sink.entered(call));
  }

  /** The guest's streams, watched where they lead to the same place as the trace. */
  #watchedStreams({ stdin, stdout, stderr }: Stdio, clock: WorkingClock | undefined): Stdio {
    const { fd } = this.#shown;
    const typed = stdin.terminal && samePlace(0, fd) ? this.#keeper.watchTyping(stdin) : stdin;
    const said = samePlace(2, fd) ? this.#keeper.watch(stderr) : stderr;
    return {
      stdin: clock?.input(typed) ?? typed,
      stdout: samePlace(1, fd) ? this.#keeper.watch(stdout) : stdout,
      stderr: this.#failures === undefined ? said : this.#lastWords.watch(said),
    };
  }

  #table(): string[] {
    if (this.#meter === undefined) return [];
    return summaryTable(this.#meter.summary(), this.#plan.summary);
  }

  #explanations(outcome: TraceOutcome): string[] {
    if (this.#failures === undefined) return [];
    const { args = [] } = this.#guest.options;
    const { directories } = this.#guest.setting;
    return failureLines(this.#failures(), { outcome, lastWords: this.#lastWords.text, args, directories });
  }
}

/** Counts the calls that pass a filter. Conditions on paths and outcomes need an event for each call. */
function meterOf(runtime: Runtime, filter: CallFilter): Meter {
  if (filter.paths === undefined && filter.status === undefined) return runtime.meter({ calls: filter.calls });
  const meter = new Meter({});
  runtime.watch(filter).subscribe(({ call, duration, errno, bytes }) => meter.count(call, duration, errno, bytes));
  return meter;
}
