import { everyHostcall } from '../../domain/index.js';
import { ALONE } from './align.js';
import { CallNumbering } from './call-numbering.js';
import { CallNumbers } from './call-numbers.js';
import { compareNumbered, type Entry, pairKind, type TraceComparison } from './compare-traces.js';
import { HeldCalls } from './held-calls.js';
import type { TraceCallItem } from './trace-call.js';

/** How many calls of each trace are held at most. */
export const MOST_HELD = 2 ** 17;
/** So many are held first where two traces part. If that is not enough, four times as many. */
const FIRST_HELD = 2 ** 13;
/** This many consecutive equal calls belong together, whatever follows. */
const SURE = 20;

/** What stands beside what, and the hostcall's number in the table. */
export type NamedEntry = Entry & { readonly name: number };

/** How far both sides of a stretch are settled: so many calls of each. */
interface Cut {
  readonly a: number;
  readonly b: number;
}

/** How two traces that are read once are compared. */
export interface StreamOptions {
  /** Whether to count what differs from run to run. */
  readonly strict: boolean;
  /** Whether to count contents beyond what texts show of them. */
  readonly whole: boolean;
  /** How many calls of each to hold at most. Default: {@link MOST_HELD} */
  readonly mostHeld?: number;
}

/**
 * Compares two traces while it reads them, and holds a bounded number of their calls.
 *
 * Where both go on with the same call, these stand beside each other. Where they part, calls of both are held until as many in a row are equal as were
 * held before that, and what lies between is aligned as `compareTraces` does it. A stretch of differences that is too long for that is aligned piece by
 * piece, and `lost` tells where.
 */
export class StreamComparison {
  readonly a: HeldCalls;
  readonly b: HeldCalls;
  /** Where the first stretch begins that was too long, by places of calls; undefined if none was. */
  lost: Cut | undefined;
  readonly #known: CallNumbers;
  readonly #numbering: CallNumbering;
  readonly #mostHeld: number;

  constructor(a: Iterable<TraceCallItem>, b: Iterable<TraceCallItem>, options: StreamOptions) {
    this.#known = new CallNumbers(options.strict, options.whole);
    this.#numbering = new CallNumbering(this.#known);
    this.#mostHeld = options.mostHeld ?? MOST_HELD;
    this.a = new HeldCalls(a, this.#numbering);
    this.b = new HeldCalls(b, this.#numbering);
  }

  /** Both say how the program ended, and they differ. Known at the end. */
  get endDiffers(): boolean {
    const [a, b] = [this.a.ending, this.b.ending];
    return a !== undefined && b !== undefined && a !== b;
  }

  /** How many calls and outcomes are known by a number. Like the calls that are held, they have a bound. */
  get numbered(): number {
    return this.#known.size;
  }

  /**
   * What stands beside what, in order; calls that only A has before those that only B has. Can be asked for once.
   * @throws what reading the traces throws
   */
  *entries(): Generator<NamedEntry> {
    const { a, b } = this;
    try {
      for (;;) {
        if (a.held === 0 && b.held === 0) {
          const [ours, theirs] = [a.read(), b.read()];
          if (ours !== undefined && theirs?.isSurely(ours) === true) {
            this.#numbering.check(ours);
            yield { kind: 'same', a: a.place - 1, b: b.place - 1, name: names.get(ours.name) as number };
            continue;
          }
          if (ours !== undefined) a.hold(ours);
          if (theirs !== undefined) b.hold(theirs);
        }
        this.#forget();
        a.fill(1);
        b.fill(1);
        if (a.held === 0 && b.held === 0) return;
        if (a.held === 0 || b.held === 0) yield this.#alone();
        else if (a.firstCall === b.firstCall) yield this.#pair();
        else yield* this.#stretch();
      }
    } finally {
      a.close();
      b.close();
    }
  }

  /** The first held calls, which stand beside each other. */
  #pair(): NamedEntry {
    const { a, b } = this;
    const kind = pairKind(a.firstCall, a.firstOutcome, b.firstCall, b.firstOutcome, this.#known);
    const entry = { kind, a: a.place, b: b.place, name: a.name(0) };
    a.drop(1);
    b.drop(1);
    return entry;
  }

  /** The first held call of one trace, if the other has ended. */
  #alone(): NamedEntry {
    const { a, b } = this;
    const entry: NamedEntry =
      a.held > 0 ? { kind: 'onlyA', a: a.place, name: a.name(0) } : { kind: 'onlyB', b: b.place, name: b.name(0) };
    (a.held > 0 ? a : b).drop(1);
    return entry;
  }

  /** The alignment after the point where both diverge, as far as it is known. */
  *#stretch(): Generator<NamedEntry> {
    const { a, b } = this;
    for (let size = Math.min(FIRST_HELD, this.#mostHeld); ; size = Math.min(4 * size, this.#mostHeld)) {
      a.fill(size);
      b.fill(size);
      const comparison = compareNumbered(a.index(size), b.index(size), this.#known);
      const cut = this.#cut(comparison, size);
      if (cut === undefined) continue;
      const [placeA, placeB] = [a.place, b.place];
      for (const entry of comparison.entries()) {
        if (('a' in entry && entry.a >= cut.a) || ('b' in entry && entry.b >= cut.b)) continue;
        const name = 'a' in entry ? a.name(entry.a) : b.name(entry.b);
        yield {
          ...entry,
          ...('a' in entry && { a: placeA + entry.a }),
          ...('b' in entry && { b: placeB + entry.b }),
          name,
        } as NamedEntry;
      }
      a.drop(cut.a);
      b.drop(cut.b);
      return;
    }
  }

  /** How far what has been aligned is settled; undefined if more has to be held for that. */
  #cut(comparison: TraceComparison, size: number): Cut | undefined {
    const { a, b } = comparison;
    const ends = this.#ended(size);
    if (ends.a && ends.b) return { a: a.length, b: b.length };
    const [middleA, middleB] = [a.length / 2, b.length / 2];
    let longest = 0;
    let cut: Cut = { a: 0, b: 0 };
    let last: Cut = cut;
    for (const run of equalRuns(comparison)) {
      last = { a: run.a + run.length, b: run.b + run.length };
      if (last.a === a.length || last.b === b.length) {
        if (2 * run.length >= size) return last;
      }
      if ((last.a > middleA || last.b > middleB) && run.length >= longest) {
        longest = run.length;
        cut = last;
      }
    }
    if (size < this.#mostHeld) return undefined;
    if (longest >= SURE) return cut;
    this.lost ??= { a: this.a.place, b: this.b.place };
    const paired = lastPair(comparison);
    if (paired.a > middleA || paired.b > middleB) return paired;
    // Of a trace that has ended, what is left may belong to what the other one ends with.
    return {
      a: ends.a ? paired.a : Math.max(paired.a, Math.ceil(middleA)),
      b: ends.b ? paired.b : Math.max(paired.b, Math.ceil(middleB)),
    };
  }

  /** Which traces have no more calls than those. */
  #ended(size: number): { readonly a: boolean; readonly b: boolean } {
    const { a, b } = this;
    return { a: a.held < size || (a.held === size && a.ended), b: b.held < size || (b.held === size && b.ended) };
  }

  /** Forgets calls that are not held any more, if they are many: those that are held have half as many numbers at most. */
  #forget(): void {
    const { a, b } = this;
    if (this.#known.size <= 8 * this.#mostHeld) return;
    this.#known.retain([a.calls, b.calls], [a.outcomes, b.outcomes]);
    this.#numbering.clear();
  }
}

const names = new Map(everyHostcall.map((name, number) => [name, number]));

/** A number of calls in a row that are equal, by where they begin. */
interface EqualRun {
  readonly a: number;
  readonly b: number;
  readonly length: number;
}

function* equalRuns({ a, b, partners }: TraceComparison): Generator<EqualRun> {
  let length = 0;
  for (let i = 0; i <= a.length; i++) {
    const j = partners[i] ?? ALONE;
    const equal = j !== ALONE && a.calls[i] === b.calls[j];
    if (length > 0 && (!equal || j !== (partners[i - 1] as number) + 1)) {
      yield { a: i - length, b: partners[i - length] as number, length };
      length = 0;
    }
    if (equal) length++;
  }
}

/** Behind the last calls that stand beside each other. */
function lastPair({ partners }: TraceComparison): Cut {
  for (let i = partners.length - 1; i >= 0; i--)
    if (partners[i] !== ALONE) return { a: i + 1, b: (partners[i] as number) + 1 };
  return { a: 0, b: 0 };
}
