/** What `hostcall diff` prints. */
import {
  type Difference,
  type DifferenceCount,
  type DifferenceKind,
  type Entry,
  MOST_HELD,
  type StreamComparison,
  type TraceStep,
  timeRows,
} from '../../../application/comparison/index.js';
import { printable } from '../../../application/text/index.js';
import type { DiffPage } from './diff-page.js';
import type { DiffPlan } from './diff-plan.js';
import { DiffRows } from './diff-rows.js';
import { hunks } from './hunks.js';
import { callsIn, findSteps, StepFinder } from './step-finder.js';
import { timeColumns } from './time-columns.js';
import type { TraceInput } from './trace-input.js';

/** How many differences of the first stretch are shown, and of each kind. */
export const LONGEST_STRETCH = 8;
const FIRST = 5;
/** How many of each kind have to be known for that. */
export const KEPT = LONGEST_STRETCH + FIRST;

/** Two traces that have been compared. */
export interface ComparedTraces {
  /** Read to the end. */
  readonly comparison: StreamComparison;
  /** None if the calls are the same. */
  readonly counts: readonly DifferenceCount[];
  /** Where they part, with the calls around it. */
  readonly stretch: readonly Entry[];
  /** Compares them once more. */
  entries(): Iterable<Entry>;
}

/** Finds calls by their places in both traces. */
interface Finder {
  a(place: number): TraceStep;
  b(place: number): TraceStep;
}

const calls = (count: number) => `${count} call${count === 1 ? '' : 's'}`;
const ended = (ending: string | undefined) => (ending === undefined ? '' : `, ${printable(ending)}`);

/** Prints how two traces differ, and that they do not. */
export class DiffReport {
  readonly #a: TraceInput;
  readonly #b: TraceInput;
  readonly #compared: ComparedTraces;
  readonly #plan: DiffPlan;
  readonly #page: DiffPage;
  readonly #rows: DiffRows;

  constructor(a: TraceInput, b: TraceInput, compared: ComparedTraces, plan: DiffPlan, page: DiffPage) {
    this.#a = a;
    this.#b = b;
    this.#compared = compared;
    this.#plan = plan;
    this.#page = page;
    const { a: readA, b: readB } = compared.comparison;
    this.#rows = new DiffRows(Math.max(readA.last, readB.last), page.paint, plan.stringLimit);
  }

  /** The calls are the same. */
  same(): void {
    const { a, b } = this.#compared.comparison;
    const ending = ended(a.ending ?? b.ending);
    this.#page.line(`${this.#a.name} and ${this.#b.name}: the same ${calls(a.length)}${ending}`);
    if (this.#plan.times) this.#times();
  }

  /** They differ: where, in what, and the times. */
  different(): void {
    const { comparison, counts } = this.#compared;
    const { a, b } = comparison;
    const { paint } = this.#page;
    this.#page.line(paint('bold', `--- ${this.#a.name}: ${calls(a.length)}${ended(a.ending)}`));
    this.#page.line(paint('bold', `+++ ${this.#b.name}: ${calls(b.length)}${ended(b.ending)}`));
    if (counts.length === 0) this.#page.line('\nThe calls are the same, but the program ended differently.');
    else if (this.#plan.all) {
      this.#all();
      for (const count of counts) this.#page.heading(this.#countText(count));
    } else this.#first(counts);
    this.#lost();
    this.#times();
  }

  /** Every difference, in order. */
  #all(): void {
    const a = new StepFinder(this.#a.name, callsIn(this.#a.items()));
    const b = new StepFinder(this.#b.name, callsIn(this.#b.items()));
    const finder = { a: (place: number) => a.at(place), b: (place: number) => b.at(place) };
    let title = true;
    for (const entry of hunks(this.#compared.entries(), this.#plan.context)) {
      if (entry === undefined) title = true;
      else {
        if (title) this.#page.heading(`@@ ${this.#placeText(entry, finder)} @@`);
        title = false;
        this.#entry(entry, finder);
      }
    }
    a.close();
    b.close();
  }

  /** Where they part, and the first differences of each kind. */
  #first(counts: readonly DifferenceCount[]): void {
    const { stretch } = this.#compared;
    const finder = this.#finderOf([...stretch, ...counts.flatMap(({ first }) => first)]);
    const parting = stretch.find((entry): entry is Difference => entry.kind !== 'same') as Difference;
    this.#page.heading(`${this.#partingText(parting, finder)}:`);
    for (const entry of stretch) this.#entry(entry, finder);
    for (const count of counts) this.#examples(count, stretch, finder);
  }

  /** The differences of one kind: their number, their hostcalls, and the first that have not been shown. */
  #examples(count: DifferenceCount, shown: readonly Entry[], finder: Finder): void {
    const key = (entry: Entry) => ('a' in entry ? `a${entry.a}` : `b${entry.b}`);
    const keys = new Set(shown.map(key));
    const shownBefore = shown.filter(entry => entry.kind === count.kind).length;
    const examples = count.first.filter(entry => !keys.has(key(entry))).slice(0, FIRST);
    const more = count.count - shownBefore - examples.length;
    this.#page.heading(`${this.#countText(count)}${examples.length > 0 ? ':' : ''}`);
    for (const entry of examples) this.#entry(entry, finder);
    if (more > 0) this.#page.line(`  … and ${more} more; --all shows them`);
  }

  #entry(entry: Entry, finder: Finder): void {
    const { kind } = entry;
    if (kind === 'onlyA') this.#page.line(this.#rows.onlyA(finder.a(entry.a)));
    else if (kind === 'onlyB') this.#page.line(this.#rows.onlyB(finder.b(entry.b)));
    else if (kind === 'same') this.#page.line(this.#rows.same(finder.a(entry.a), finder.b(entry.b)));
    else for (const line of this.#rows.changed(finder.a(entry.a), finder.b(entry.b))) this.#page.line(line);
  }

  /** Finds the calls of some entries, in any order. */
  #finderOf(entries: readonly Entry[]): Finder {
    const places = (side: 'a' | 'b') =>
      entries.flatMap(entry => (side in entry ? [(entry as Record<'a' | 'b', number>)[side]] : []));
    const a = findSteps(this.#a.name, callsIn(this.#a.items()), places('a'));
    const b = findSteps(this.#b.name, callsIn(this.#b.items()), places('b'));
    return { a: place => a.get(place) as TraceStep, b: place => b.get(place) as TraceStep };
  }

  #placeText(entry: Entry, finder: Finder): string {
    const parts: string[] = [];
    if ('a' in entry) parts.push(`call ${finder.a(entry.a).number} of ${this.#a.name}`);
    if ('b' in entry) parts.push(`call ${finder.b(entry.b).number} of ${this.#b.name}`);
    return parts.join(', ');
  }

  #partingText(entry: Difference, finder: Finder): string {
    const { name } = 'a' in entry ? finder.a(entry.a) : finder.b(entry.b);
    const what: Record<DifferenceKind, string> = {
      result: 'returned something else',
      arguments: 'was passed something else',
      onlyA: `is not in ${this.#b.name}`,
      onlyB: `is not in ${this.#a.name}`,
    };
    return `They first differ where ${name} (${this.#placeText(entry, finder)}) ${what[entry.kind]}`;
  }

  #countText({ kind, count, byName }: DifferenceCount): string {
    const what: Record<DifferenceKind, string> = {
      result: 'Different results',
      arguments: 'Different arguments',
      onlyA: `Only in ${this.#a.name}`,
      onlyB: `Only in ${this.#b.name}`,
    };
    return `${what[kind]}: ${calls(count)} (${byName.map(([name, times]) => `${name} ${times}`).join(', ')})`;
  }

  /** Where too many calls in a row differ to tell which belong together. */
  #lost(): void {
    const { lost } = this.#compared.comparison;
    if (lost === undefined) return;
    const places = this.#plan.calls === undefined ? 'call' : 'compared call';
    this.#page.line(
      `\nFrom ${places} ${lost.a} of ${this.#a.name} and ${lost.b} of ${this.#b.name} on, too few of ${MOST_HELD} calls in a row are the same:`,
    );
    this.#page.line(
      'from there the traces are aligned piece by piece, and calls that belong together may be shown as different.',
    );
  }

  #times(): void {
    const { a, b } = this.#compared.comparison;
    this.#page.heading('Time per hostcall:');
    for (const line of timeColumns(timeRows(a.times.times, b.times.times))) this.#page.line(line);
  }
}
