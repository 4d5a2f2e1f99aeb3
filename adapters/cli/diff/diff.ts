/** `hostcall diff`: two traces side by side, and where they part. */
import { DifferenceCounter, StreamComparison, type TraceCallItem } from '../../../application/comparison/index.js';
import { CommandLineError } from '../command-line-error.js';
import { paintFor } from '../terminal/colour.js';
import { Progress } from '../terminal/progress.js';
import { print } from '../terminal/report.js';
import type { DiffOptions } from './diff-options.js';
import { DiffPage } from './diff-page.js';
import { type DiffPlan, diffPlan } from './diff-plan.js';
import { type ComparedTraces, DiffReport, KEPT, LONGEST_STRETCH } from './diff-report.js';
import { FirstHunk } from './hunks.js';
import { openTrace, type TraceInput } from './trace-input.js';

/** How many bytes of a string a text trace shows by default. */
const STRING_SIZE = 32;

/**
 * Compares two traces and prints what differs.
 * @param nameA a path, or `-` for standard input
 * @param nameB the same
 * @returns whether the calls are the same
 * @throws CommandLineError or ConfigurationError for what cannot be compared
 */
export function diff(nameA: string, nameB: string, options: DiffOptions): boolean {
  const plan = diffPlan(options);
  if (nameA === '-' && nameB === '-')
    throw new CommandLineError('only one of the traces can be read from standard input', 'name a file for the other');
  const progress = new Progress();
  try {
    return compareFiles(nameA, nameB, plan, progress);
  } finally {
    progress.end();
  }
}

function compareFiles(nameA: string, nameB: string, plan: DiffPlan, progress: Progress): boolean {
  const stringSize = plan.stringLimit ?? STRING_SIZE;
  const inputA = selected(openTrace(nameA, stringSize, progress), plan);
  const inputB = selected(openTrace(nameB, stringSize, progress), plan);
  const settings = { strict: plan.strict, whole: inputA.whole && inputB.whole };
  progress.begin(`comparing ${inputA.name} and ${inputB.name}`, inputA.size);
  const comparison = new StreamComparison(
    inputA.items(by => progress.advance(by)),
    inputB.items(),
    settings,
  );
  const counter = new DifferenceCounter(KEPT);
  const stretch = new FirstHunk(plan.context, LONGEST_STRETCH);
  let differs = false;
  for (const entry of comparison.entries()) {
    stretch.add(entry);
    if (entry.kind === 'same') continue;
    differs = true;
    if (plan.brief) break;
    counter.add(entry, entry.name);
  }
  const same = !differs && !comparison.endDiffers;
  if (plan.brief) {
    if (!same) print(`Traces ${inputA.name} and ${inputB.name} differ`);
    return same;
  }
  const compared: ComparedTraces = {
    comparison,
    counts: counter.counts(),
    stretch: stretch.entries,
    // For all differences both are read side by side, and what is printed shows how far it is.
    entries: () => new StreamComparison(inputA.items(), inputB.items(), settings).entries(),
  };
  const page = new DiffPage(paintFor(1, plan.colour));
  const report = plan.all
    ? new DiffReport(inputA, inputB, compared, plan, page)
    : new DiffReport(shown(inputA, progress), shown(inputB, progress), compared, plan, page);
  if (same) report.same();
  else report.different();
  page.flush();
  return same;
}

/** A trace that shows how far it has been read. */
function shown(input: TraceInput, progress: Progress): TraceInput {
  return {
    ...input,
    items() {
      progress.begin(`reading ${input.name}`, input.size);
      return input.items(by => progress.advance(by));
    },
  };
}

/** The calls that are to be compared. */
function selected(input: TraceInput, { calls }: DiffPlan): TraceInput {
  if (calls === undefined) return input;
  return {
    ...input,
    *items(advance): Generator<TraceCallItem> {
      for (const item of input.items(advance)) if ('ending' in item || calls.has(item.name)) yield item;
    },
  };
}
