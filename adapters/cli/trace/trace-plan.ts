import type { TraceFormat } from '../../../application/formats/index.js';
import type { CallFilter, TraceSettings } from '../../../application/tracing/index.js';
import { CommandLineError } from '../command-line-error.js';
import { type Expressions, type QuietKind, quietSet, readExpressions } from './expressions.js';
import { isVerbose, type LinePlan, linePlan, settingsFor } from './line-plan.js';
import { columnsNamed, summaryKey } from './summary-options.js';
import type { TableForm } from './summary-table.js';
import { type TamperingPlan, tamperingPlan } from './tampering-plan.js';
import type { TraceOptions } from './trace-options.js';
import { formatOfTarget, type TraceTarget, traceTarget } from './trace-target.js';

/** A table at the end. */
export interface SummaryPlan extends TableForm {
  /** Nothing else is printed. */
  readonly only: boolean;
  /** What calls spend waiting counts. */
  readonly wall: boolean;
}

/** The settings of a trace. */
export interface TracePlan {
  readonly filter: CallFilter;
  /** Those of `-P`. */
  readonly paths: readonly string[];
  readonly line: LinePlan;
  /** The captures that it needs. */
  readonly settings: TraceSettings;
  readonly summary: SummaryPlan | undefined;
  readonly tampering: TamperingPlan;
  /** Whether the end explains what failed. */
  readonly explainFailures: boolean;
  /** The lines to omit. */
  readonly quiet: readonly QuietKind[];
  /** Where it goes. */
  readonly target: TraceTarget;
  readonly format: 'text' | TraceFormat;
}

/**
 * Makes a plan of the options.
 * @throws CommandLineError for an option that makes no sense
 */
export function tracePlan(options: TraceOptions): TracePlan {
  refuseSeparateFiles(options);
  const expressions = readExpressions(options.e ?? []);
  const line = linePlan(options, expressions);
  const target = traceTarget(options);
  return {
    filter: filterOf(options, expressions),
    paths: options.tracePath ?? [],
    line,
    settings: { ...settingsFor(line), redact: options.redact === true },
    summary: summaryOf(options),
    tampering: tamperingPlan(options, expressions),
    explainFailures: options.explainFailures === true,
    quiet: quietOf(options, expressions),
    target,
    format: formatOf(options, target),
  };
}

function refuseSeparateFiles({ followForks = 0 }: TraceOptions): void {
  if (followForks < 2) return;
  throw new CommandLineError(
    '-ff has nothing to separate: a program is one process, so its trace is one file',
    'leave it out',
  );
}

/** `-q` alone is about what does not exist here. */
function quietOf({ quiet: count = 0, quietValue }: TraceOptions, { quiet = [] }: Expressions): QuietKind[] {
  const counted = count > 2 ? quietSet('all') : count > 1 ? quietSet('exit') : [];
  return [...counted, ...quiet, ...(quietValue === undefined ? [] : quietSet(quietValue))];
}

/** Whether it is to be found out why calls fail. */
export function needsDenials({ line, explainFailures }: TracePlan): boolean {
  return explainFailures || line.sentences || isVerbose(line.strace) || line.strace.reasons === true;
}

function formatOf(
  { format, output, summaryOnly, fold, explain }: TraceOptions,
  target: TraceTarget,
): TracePlan['format'] {
  const named = formatOfTarget(target);
  if (summaryOnly) {
    if (named !== undefined)
      throw new CommandLineError(
        `-c prints no calls, and ${output} would be a trace in the format ${named}`,
        'name another file for the table, or write -C for both',
      );
    if (format === undefined) return 'text';
    throw new CommandLineError('-c prints no calls, so --format has no effect', 'write -C for both');
  }
  const chosen = format ?? named ?? 'text';
  if (explain && chosen !== 'text')
    throw new CommandLineError(`--explain explains lines of text, and --format ${chosen} has none`, 'leave it out');
  if (target.kind === 'stderr' && chosen !== 'text' && chosen !== 'ndjson')
    throw new CommandLineError(`--format ${chosen} needs a file`, 'name one with -o');
  if (fold && chosen !== 'text')
    throw new CommandLineError(`--fold folds lines of text, and --format ${chosen} has none`, 'leave it out');
  if (target.kind === 'file' && target.append && (chosen === 'chrome' || chosen === 'speedscope'))
    throw new CommandLineError(
      `-A cannot add to a file in the format ${chosen}, which is one document`,
      'leave out -A, or write --format ndjson',
    );
  return chosen;
}

function filterOf(options: TraceOptions, { calls, status }: Expressions): CallFilter {
  if (options.successfulOnly && options.failedOnly)
    throw new CommandLineError('-z and -Z exclude each other', 'use one of them');
  if (options.tracePath?.includes(''))
    throw new CommandLineError("invalid -P ''", 'write a guest path, such as -P /tmp or -P stdin');
  const only = options.successfulOnly ? 'successful' : options.failedOnly ? 'failed' : undefined;
  if (only !== undefined && status !== undefined)
    throw new CommandLineError('-e status= and -z or -Z exclude each other', 'use one of them');
  return { calls, status: only === undefined ? status : [only], paths: options.tracePath };
}

function summaryOf(options: TraceOptions): SummaryPlan | undefined {
  const { summaryOnly: only = false, summary = false, summaryWallClock: wall = false } = options;
  const { summarySortBy: key, summaryColumns } = options;
  if (!only && !summary) {
    const option = wall ? '-w' : key !== undefined ? '-S' : summaryColumns !== undefined ? '-U' : undefined;
    if (option === undefined) return undefined;
    throw new CommandLineError(`${option} has no effect without a summary`, 'add -c or -C');
  }
  if (only && summary) throw new CommandLineError('-c and -C exclude each other', 'use one of them');
  return { only, wall: wall || summary, sortBy: summaryKey(key), columns: columnsNamed(summaryColumns) };
}
