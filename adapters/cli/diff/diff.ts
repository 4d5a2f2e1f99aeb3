/** `hostcall diff`: two traces side by side, and where they part. */
import {
  compareTraces,
  countDifferences,
  TraceIndexer,
  type TraceItem,
} from '../../../application/comparison/index.js';
import { CommandLineError } from '../command-line-error.js';
import { paintFor } from '../terminal/colour.js';
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
  const stringSize = plan.stringLimit ?? STRING_SIZE;
  const inputA = selected(openTrace(nameA, stringSize), plan);
  const inputB = selected(openTrace(nameB, stringSize), plan);
  const indexer = new TraceIndexer(plan.strict, inputA.whole && inputB.whole);
  const a = indexer.index(inputA.items());
  const b = indexer.index(inputB.items());
  const comparison = compareTraces(a, b, indexer);
  const counts = countDifferences(comparison, KEPT);
  const same = counts.length === 0 && !comparison.endDiffers;
  if (plan.brief) {
    if (!same) print(`Traces ${inputA.name} and ${inputB.name} differ`);
    return same;
  }
  const page = new DiffPage(paintFor(1, plan.colour));
  const report = new DiffReport(inputA, inputB, comparison, plan, page);
  if (same) report.same();
  else report.different(counts);
  page.flush();
  return same;
}

/** The calls that are to be compared. */
function selected(input: TraceInput, { calls }: DiffPlan): TraceInput {
  if (calls === undefined) return input;
  return {
    ...input,
    *items(): Generator<TraceItem> {
      for (const item of input.items()) if ('ending' in item || calls.has(item.name)) yield item;
    },
  };
}
