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

/** Counts differences by kind and hostcall. */
export class DifferenceCounter {
  readonly #keep: number;
  readonly #counts = new Map(
    KINDS.map(kind => [kind, { numbers: everyHostcall.map(() => 0), first: [] as Difference[] }]),
  );

  /** @param keep how many of each kind to keep */
  constructor(keep: number) {
    this.#keep = keep;
  }

  /** @param name the hostcall's number in the table */
  add(entry: Difference, name: number): void {
    const { numbers, first } = this.#counts.get(entry.kind) as { numbers: number[]; first: Difference[] };
    numbers[name] = (numbers[name] as number) + 1;
    if (first.length < this.#keep) first.push(entry);
  }

  /** Those kinds that have occurred. */
  counts(): DifferenceCount[] {
    return [...this.#counts].flatMap(([kind, { numbers, first }]) => {
      const byName = everyHostcall
        .map((name, number) => [name, numbers[number] as number] as const)
        .filter(([, count]) => count > 0)
        .sort(([, one], [, other]) => other - one);
      const count = byName.reduce((sum, [, each]) => sum + each, 0);
      return count === 0 ? [] : [{ kind, count, byName, first }];
    });
  }
}

/**
 * Counts the differences of two traces.
 * @param keep how many of each kind to keep
 * @returns those kinds that occur; none if the calls are the same
 */
export function countDifferences(comparison: TraceComparison, keep: number): DifferenceCount[] {
  const { a, b } = comparison;
  const counter = new DifferenceCounter(keep);
  for (const entry of comparison.entries()) {
    if (entry.kind === 'same') continue;
    counter.add(entry, (entry.kind === 'onlyB' ? b.names[entry.b] : a.names[entry.a]) as number);
  }
  return counter.counts();
}
