import { basename } from 'node:path';
import { isMainThread } from 'node:worker_threads';
import { findDenials } from '../../../application/diagnosis/index.js';
import { EventRecord, type StraceOptions, type TraceOutcome, wallClockOf } from '../../../application/formats/index.js';
import type { Interceptors } from '../../../application/interception/index.js';
import type { Guest } from '../../../application/runtime/index.js';
import { printable } from '../../../application/text/index.js';
import {
  type GuestTrace,
  type HostcallEvent,
  HubGuestTrace,
  LateCalls,
  Meter,
  summaryOfAll,
  TraceHub,
} from '../../../application/tracing/index.js';
import type { Ports, Stream } from '../../../domain/index.js';
import type { Direction } from '../../node/index.js';
import { plainHost, type WASIHost } from '../../wasi/wasi-host.js';
import { isStackOverflow } from '../../web/index.js';
import { complain } from '../terminal/report.js';
import { exportSink } from '../trace/export-sink.js';
import { failureLines } from '../trace/failure-report.js';
import { collectFailures, type Failures } from '../trace/failures.js';
import { FileTrace } from '../trace/file-trace.js';
import { hostPaths } from '../trace/host-paths.js';
import { LastWords } from '../trace/last-words.js';
import { LineKeeper, samePlace } from '../trace/line-keeper.js';
import { painted } from '../trace/line-plan.js';
import { StreamTrace } from '../trace/stream-trace.js';
import { summaryTable } from '../trace/summary-table.js';
import { TextSink } from '../trace/text-sink.js';
import type { TraceOutput } from '../trace/trace-output.js';
import { needsDenials, type SummaryPlan, type TracePlan, tracePlan } from '../trace/trace-plan.js';
import type { TraceSink } from '../trace/trace-sink.js';
import { watchWaiting } from '../trace/watch-waiting.js';
import { WorkingClock } from '../trace/working-clock.js';
import { type Caller, callerText, fileOf, thisCaller } from './caller.js';
import { SharedTrace } from './shared-trace.js';
import { keepCounts, memoriesOfCounts, memoryForCounts } from './thread-meters.js';
import type { TraceSetting } from './trace-setting.js';

type Directories = Parameters<typeof hostPaths>[0]['directories'];

/** The part that this thread has in a trace: all guests that it runs. It begins with the first of them. */
export class ThreadTrace implements WASIHost {
  readonly #plan: TracePlan;
  readonly #hub: TraceHub;
  readonly #text: TextSink;
  readonly #sink: TraceSink;
  readonly #outputs: readonly TraceOutput[];
  readonly #keeper = new LineKeeper();
  readonly #late: LateCalls<HostcallEvent>;
  readonly #failures: ReturnType<typeof collectFailures> | undefined;
  readonly #engine: Ports['engine'];
  readonly #waiting: Ports['waiting'];
  /** Guests whose `_start` or `_initialize` is being run. */
  readonly #running = new Set<Guest>();
  readonly #lastWords = new LastWords();
  #directories: Directories = [];
  #hostPath = hostPaths({ host: 'node', directories: [] });
  readonly #caller: Caller;
  #guests = 0;

  /** @throws what the host says if the trace's file can't be opened */
  constructor(setting: TraceSetting) {
    const plan = tracePlan(setting.options);
    this.#plan = plan;
    const caller = thisCaller(setting);
    this.#caller = caller;
    const { clocks, engine, waiting } = plainHost.ports();
    const working = plan.summary?.wall === false ? new WorkingClock(clocks, waiting) : undefined;
    this.#engine = engine;
    this.#waiting = working ?? waiting;
    const denials = needsDenials(plan) ? findDenials : undefined;
    this.#hub = new TraceHub(EventRecord, { ...plan.settings, clock: working ?? clocks, denials }, engine);
    const output = outputOf(plan, caller);
    const shown = plan.format === 'text' || plan.target.kind === 'stderr' ? output : new StreamTrace(2);
    this.#outputs = [output, shown];
    const lines: StraceOptions = {
      ...painted(plan.line, shown.fd),
      caller: callerText(caller),
      ...(plan.line.strace.timestamps && { wallClock: wallClockOf(clocks) }),
      ...(plan.line.strace.descriptorDetails && { hostPath: label => this.#hostPath(label) }),
    };
    this.#text = new TextSink(shown, this.#keeper, working ?? clocks, lines, plan);
    const names = { program: basename(process.argv[1] ?? 'node'), caller: { ...caller, pid: process.pid } };
    this.#sink = plan.format === 'text' ? this.#text : exportSink(output, this.#keeper, plan.format, names);
    this.#late = new LateCalls(call => this.#sink.call(call), { isStackOverflow });
    if (!plan.summary?.only) {
      this.#hub.watch(plan.filter).subscribe(call => this.#late.add(call));
      // On a terminal, where it is wiped out again. What other threads print may come behind it.
      if (isMainThread) watchWaiting(this.#hub, plan.filter, call => this.#sink.entered(call));
    }
    if (plan.summary) this.#count(plan);
    this.#failures = plan.explainFailures ? collectFailures(this.#hub, plan.filter) : undefined;
    plan.tampering.begin();
    process.on('exit', code => this.#end(code));
  }

  get interceptors(): readonly Interceptors[] {
    return this.#plan.tampering.interceptors;
  }

  ports(): Ports {
    return { ...plainHost.ports(), waiting: this.#waiting };
  }

  /** A stream that leads to where the lines of the trace do is watched. */
  streamOn = (fd: number, direction: Direction): Stream => {
    const plain = plainHost.streamOn(fd, direction);
    const stream = fd === 2 && this.#failures !== undefined ? this.#lastWords.watch(plain) : plain;
    return this.#outputs.some(output => samePlace(fd, output.fd)) ? this.#keeper.watch(stream) : stream;
  };

  traceFor(): GuestTrace {
    if (this.#guests++ === 0 && isMainThread) keepCounts();
    return new HubGuestTrace(this.#hub);
  }

  run(guest: Guest, exported: () => unknown, isCommand: boolean): void {
    this.#running.add(guest);
    try {
      exported();
      if (isCommand) this.#guestEnded({ exitCode: 0 });
    } catch (thrown) {
      guest.settle();
      const trap = this.#engine.trapText(thrown);
      if (guest.exitCode !== undefined) this.#guestEnded({ exitCode: guest.exitCode });
      else if (trap !== undefined) this.#guestEnded({ trap });
      throw thrown;
    } finally {
      this.#running.delete(guest);
    }
  }

  /** Notes which directories a guest is given. */
  notePreopens(preopens: Readonly<Record<string, unknown>>): void {
    for (const [guest, path] of Object.entries(preopens)) {
      this.#directories = [...this.#directories, { kind: 'host', guest, path: String(path), readOnly: false }];
    }
    this.#hostPath = hostPaths({ host: 'node', directories: this.#directories });
  }

  /** Other guests of the thread may go on. */
  #guestEnded(outcome: TraceOutcome): void {
    this.#late.settle();
    if (this.#plan.format === 'text' && !this.#plan.summary?.only) this.#text.end(outcome);
  }

  #count({ filter }: TracePlan): void {
    const memory = memoryForCounts();
    if (filter.paths === undefined && filter.status === undefined) {
      this.#hub.meter({ calls: filter.calls }, memory);
      return;
    }
    const meter = new Meter({}, undefined, memory);
    this.#hub.watch(filter).subscribe(({ call, duration, errno, bytes }) => meter.count(call, duration, errno, bytes));
  }

  /** The thread ends. Of one that has run no guest there is nothing to tell. */
  #end(exitCode: number): void {
    const { summary, format, tampering } = this.#plan;
    // A guest may have ended the process.
    for (const guest of this.#running) {
      guest.settle();
      this.#guestEnded({ exitCode });
    }
    this.#late.settle();
    this.#text.catchUp();
    if (format !== 'text' && !summary?.only) this.#sink.end({ exitCode });
    if (summary && isMainThread) this.#printCounts(summary);
    if (this.#guests > 0) {
      tampering.end();
      if (this.#failures !== undefined) this.#print(this.#explanations(this.#failures(), exitCode));
    }
    try {
      for (const output of this.#outputs) output.flush();
    } catch (error) {
      complain(`the trace can't be written: ${(error as Error).message}; it is not whole`);
    }
  }

  /** Arguments are those of a process, and so of no guest. */
  #explanations(failures: Failures, exitCode: number): string[] {
    const ending = { outcome: { exitCode }, lastWords: this.#lastWords.text, args: [], directories: this.#directories };
    return failureLines(failures, ending).map(printable);
  }

  #printCounts(summary: SummaryPlan): void {
    const counted = summaryOfAll(memoriesOfCounts());
    if (counted.total.calls > 0) this.#print(summaryTable(counted, summary));
  }

  /** Prints lines at the end, below a line that names this thread if it is not the main thread of the command. */
  #print(lines: readonly string[]): void {
    if (lines.length === 0) return;
    const caller = callerText(this.#caller);
    for (const line of caller === '' ? lines : [`[${caller}]`, ...lines]) this.#text.line(line);
  }
}

/** Where the calls of this thread go. In formats that are one document, each thread has its own. */
function outputOf({ format, target, summary }: TracePlan, caller: Caller): TraceOutput {
  if (target.kind === 'stdout') return new StreamTrace(1);
  if (target.kind !== 'file') return new StreamTrace(2);
  const isOne = !summary?.only && (format === 'chrome' || format === 'speedscope');
  return isOne ? new FileTrace(fileOf(caller, target.path)) : new SharedTrace(target.path);
}
