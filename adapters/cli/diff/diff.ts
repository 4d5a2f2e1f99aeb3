/** `hostcall diff`: two traces side by side, and where they part. */
import {
  compareTraces,
  countDifferences,
  TraceIndexer,
  type TraceItem,
} from '../../../application/comparison/index.js';
import { CommandLineError } from '../command-line-error.js';
import { paintFor } from '../terminal/colour.js';
import { Progress } from '../terminal/progress.js';
import { print } from '../terminal/report.js';
import type { DiffOptions } from './diff-options.js';
import { DiffPage } from './diff-page.js';
import { type DiffPlan, diffPlan } from './diff-plan.js';
import { DiffReport, KEPT } from './diff-report.js';
import { openTrace, type TraceInput } from './trace-input.js';

/** How many bytes of a string a text trace shows, unless it was asked for more. */
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
    return compared(nameA, nameB, plan, progress);
  } finally {
    progress.end();
  }
}

function compared(nameA: string, nameB: string, plan: DiffPlan, progress: Progress): boolean {
  const stringSize = plan.stringLimit ?? STRING_SIZE;
  const inputA = selected(openTrace(nameA, stringSize, progress), plan);
  const inputB = selected(openTrace(nameB, stringSize, progress), plan);
  const indexer = new TraceIndexer(plan.strict, inputA.whole && inputB.whole);
  const shownA = shown(inputA, progress);
  const shownB = shown(inputB, progress);
  const a = indexer.index(shownA.items());
  const b = indexer.index(shownB.items());
  progress.begin(`comparing ${inputA.name} and ${inputB.name}`);
  const comparison = compareTraces(a, b, indexer);
  const counts = countDifferences(comparison, KEPT);
  const same = counts.length === 0 && !comparison.endDiffers;
  if (plan.brief) {
    if (!same) print(`Traces ${inputA.name} and ${inputB.name} differ`);
    return same;
  }
  const page = new DiffPage(paintFor(1, plan.colour));
  // For all differences both are read side by side, and what is printed shows how far it is.
  const report = plan.all
    ? new DiffReport(inputA, inputB, comparison, plan, page)
    : new DiffReport(shownA, shownB, comparison, plan, page);
  if (same) report.same();
  else report.different(counts);
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
    *items(advance): Generator<TraceItem> {
      for (const item of input.items(advance)) if ('ending' in item || calls.has(item.name)) yield item;
    },
  };
}
