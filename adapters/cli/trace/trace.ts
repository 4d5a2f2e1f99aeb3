/** `hostcall trace`: runs a program, and prints every hostcall it makes. */
import { basename } from 'node:path';
import { findDenials } from '../../../application/diagnosis/index.js';
import { Runtime } from '../../../application/runtime/index.js';
import { printable } from '../../../application/text/index.js';
import { type CallFilter, type HostcallEvent, LateCalls, Meter } from '../../../application/tracing/index.js';
import type { Stdio } from '../../../domain/index.js';
import { isStackOverflow } from '../../web/index.js';
import { ExitStatus } from '../exit-status.js';
import { type GuestCommand, type PreparedGuest, prepareGuest, runGuest } from '../guest/guest-run.js';
import { ProgramTrap } from '../guest/program-trap.js';
import { refuseSameFile } from '../output-file.js';
import { report } from '../terminal/report.js';
import { settled } from '../world/settled.js';
import { exportSink } from './export-sink.js';
import { failureLines } from './failure-report.js';
import { collectFailures } from './failures.js';
import { LastWords } from './last-words.js';
import { LineKeeper, samePlace } from './line-keeper.js';
import { straceOptions } from './line-plan.js';
import { summaryTable } from './summary-table.js';
import { TextSink } from './text-sink.js';
import type { TraceOptions } from './trace-options.js';
import { FileTrace, StderrTrace, type TraceOutput } from './trace-output.js';
import { needsDenials, type TracePlan, tracePlan } from './trace-plan.js';
import type { TraceSink } from './trace-sink.js';
import { watchWaiting } from './watch-waiting.js';
import { WorkingClock } from './working-clock.js';

/**
 * Runs a program and prints its trace.
 * @returns the exit status
 * @throws CommandLineError or ConfigurationError for what cannot be run, and if the trace can't be written
 */
export async function trace(command: GuestCommand, options: TraceOptions): Promise<number> {
  const plan = tracePlan(options);
  const guest = await prepareGuest(command);
  if (plan.output !== undefined) refuseSameFile(command.program, plan.output, 'trace');
  return settled(guest, () => traced(guest, command.program, plan, options.debug === true));
}

async function traced(guest: PreparedGuest, program: string, plan: TracePlan, debug: boolean): Promise<number> {
  // A clock that only goes on where the guest looks at it says nothing about how long a piece of the trace has waited.
  const now = guest.setting.start === undefined ? undefined : () => 1e6 * performance.now();
  const output = plan.output === undefined ? new StderrTrace() : new FileTrace(plan.output, now);
  const keeper = new LineKeeper();
  // Beside a trace in another format, what is text goes to stderr.
  const shown = plan.format === 'text' || output instanceof StderrTrace ? output : new StderrTrace();
  const { ports } = guest.world;
  const lines = straceOptions(plan.line, guest, program, shown.fd);
  const text = new TextSink(shown, keeper, ports.clocks, lines);
  const apart = shown === output ? keeper : new LineKeeper();
  const names = { program: basename(program), symbols: lines.symbols };
  const sink: TraceSink = plan.format === 'text' ? text : exportSink(output, apart, plan.format, names);
  const clock = plan.summary?.wall === false ? new WorkingClock(ports.clocks, ports.waiting) : undefined;
  const runtime = new Runtime(
    { ...ports, ...(clock && { waiting: clock }) },
    {
      ...plan.settings,
      clock,
      interceptors: plan.tampering.interceptors,
      denials: needsDenials(plan) ? findDenials : undefined,
    },
  );
  const meter = plan.summary && meterOf(runtime, plan.filter);
  const late = new LateCalls<HostcallEvent>(call => sink.call(call), { isStackOverflow });
  if (!plan.summary?.only) {
    runtime.watch(plan.filter).subscribe(call => late.add(call));
    watchWaiting(runtime, plan.filter, call => sink.entered(call));
  }
  const failures = plan.explainFailures ? collectFailures(runtime, plan.filter) : undefined;
  const lastWords = new LastWords();
  const { stdin, stdout, stderr } = watched(ports.stdio, keeper, shown);
  const streams = {
    stdin: clock?.input(stdin) ?? stdin,
    stdout,
    stderr: failures === undefined ? stderr : lastWords.watch(stderr),
  };
  plan.tampering.begin();
  try {
    return await runGuest(runtime, guest, streams, {
      interrupted(signal) {
        if (signal === 'SIGINT' && shown.showsTyping()) keeper.unfinished = true;
      },
      ended(outcome, frames) {
        late.settle();
        const stack = plan.line.stacks && frames !== undefined ? { stack: frames } : {};
        if (!plan.summary?.only) sink.end({ ...outcome, ...stack });
        // What else went wrong is told by whoever reports it.
        if (!('error' in outcome)) {
          if (meter) for (const line of summaryTable(meter.summary(), plan.summary?.sortBy ?? 'time')) text.line(line);
          plan.tampering.end();
          if (failures !== undefined) {
            const { args = [] } = guest.options;
            const { directories } = guest.setting;
            const ending = { outcome, lastWords: lastWords.text, args, directories };
            for (const line of failureLines(failures(), ending)) text.line(printable(line));
          }
        }
        output.flush();
      },
    });
  } catch (error) {
    if (!(error instanceof ProgramTrap)) throw error;
    return output instanceof FileTrace || plan.summary?.only || debug ? report(error, debug) : ExitStatus.trap;
  }
}

/** Counts the calls that pass a filter. What tells only from a call's event, its paths and how it ended, costs an event each. */
function meterOf(runtime: Runtime, filter: CallFilter): Meter {
  if (filter.paths === undefined && filter.status === undefined) return runtime.meter({ calls: filter.calls });
  const meter = new Meter({});
  runtime.watch(filter).subscribe(({ call, duration, errno, bytes }) => meter.count(call, duration, errno, bytes));
  return meter;
}

/** The guest's streams, watched where they lead to the same place as the trace. */
function watched({ stdin, stdout, stderr }: Stdio, keeper: LineKeeper, output: TraceOutput): Stdio {
  return {
    stdin: stdin.terminal && samePlace(0, output.fd) ? keeper.watchTyping(stdin) : stdin,
    stdout: samePlace(1, output.fd) ? keeper.watch(stdout) : stdout,
    stderr: samePlace(2, output.fd) ? keeper.watch(stderr) : stderr,
  };
}
