import { everyHostcall, type HostcallName } from '../../domain/index.js';
import type { Difference, DifferenceKind, TraceComparison } from './compare-traces.js';

/** The differences of one kind. */
export interface DifferenceCount {
  readonly kind: DifferenceKind;
  readonly count: number;
  /** By hostcall, the most frequent first. */
  readonly byName: readonly (readonly [HostcallName, number])[];
  /** The first of them, in order. */
  readonly first: readonly Difference[];
}

const KINDS: readonly DifferenceKind[] = ['result', 'arguments', 'onlyA', 'onlyB'];

/**
 * Counts the differences of two traces.
 * @param keep how many of each kind to keep
 * @returns those kinds that occur; none if the calls are the same
 */
export function countDifferences(comparison: TraceComparison, keep: number): DifferenceCount[] {
  const { a, b } = comparison;
  const counts = new Map(KINDS.map(kind => [kind, { numbers: everyHostcall.map(() => 0), first: [] as Difference[] }]));
  for (const entry of comparison.entries()) {
    if (entry.kind === 'same') continue;
    const { numbers, first } = counts.get(entry.kind) as { numbers: number[]; first: Difference[] };
    const name = entry.kind === 'onlyB' ? b.names[entry.b] : a.names[entry.a];
    numbers[name as number] = (numbers[name as number] as number) + 1;
    if (first.length < keep) first.push(entry);
  }
  return [...counts].flatMap(([kind, { numbers, first }]) => {
    const byName = everyHostcall
      .map((name, number) => [name, numbers[number] as number] as const)
      .filter(([, count]) => count > 0)
      .sort(([, one], [, other]) => other - one);
    const count = byName.reduce((sum, [, each]) => sum + each, 0);
    return count === 0 ? [] : [{ kind, count, byName, first }];
  });
}
