import { everyHostcall, type HostcallName } from '../../domain/index.js';
import { comparable } from './comparable.js';
import { Interner } from './interner.js';
import type { TraceItem } from './trace-step.js';

/** A trace as numbers: a few bytes for each call, however long its line is. */
export interface TraceIndex {
  /** How many calls there are. */
  readonly length: number;
  /** The number of the last of them in its trace; 0 if there are none. */
  readonly last: number;
  /** Of each call, the number of its name and arguments. */
  readonly calls: Uint32Array;
  /** Of each call, the number of its result and of what it wrote. */
  readonly outcomes: Uint32Array;
  /** Of each call, the hostcall's number in the table. */
  readonly names: Uint8Array;
  /** Of each call, how long it took in nanoseconds; NaN where that is not known. */
  readonly durations: Float64Array;
  /** How the program ended, as a trace tells it: `exited with 0`. Undefined if the trace ends before. */
  readonly ending: string | undefined;
}

/** Numbers the calls of traces that are to be compared, so that equal calls have equal numbers. */
export class TraceIndexer {
  readonly #strict: boolean;
  readonly #whole: boolean;
  readonly #calls = new Interner();
  readonly #passed = new Interner();
  readonly #subjects = new Interner();
  readonly #outcomes = new Interner();
  #passedOf = new Uint32Array(1024);
  #subjectOf = new Uint32Array(1024);
  /** How many calls have their parts in these. */
  #described = 0;
  readonly #names = new Map<HostcallName, number>(everyHostcall.map((name, number) => [name, number]));

  /**
   * @param strict whether to count what differs from run to run
   * @param whole whether to count contents beyond what the texts show of them
   */
  constructor(strict: boolean, whole = false) {
    this.#strict = strict;
    this.#whole = whole;
  }

  /** Reads a trace to its end. Throws what the items do. */
  index(items: Iterable<TraceItem>): TraceIndex {
    let capacity = 1024;
    let length = 0;
    let calls = new Uint32Array(capacity);
    let outcomes = new Uint32Array(capacity);
    let names = new Uint8Array(capacity);
    let durations = new Float64Array(capacity);
    let last = 0;
    let ending: string | undefined;
    for (const item of items) {
      if ('ending' in item) {
        ending = item.ending;
        continue;
      }
      if (length === capacity) {
        capacity *= 2;
        calls = grown(calls, new Uint32Array(capacity));
        outcomes = grown(outcomes, new Uint32Array(capacity));
        names = grown(names, new Uint8Array(capacity));
        durations = grown(durations, new Float64Array(capacity));
      }
      const { call, passed, subject, outcome } = comparable(item, this.#strict, this.#whole);
      const number = this.#calls.number(call);
      if (number === this.#described) this.#describe(passed, subject);
      calls[length] = number;
      outcomes[length] = this.#outcomes.number(outcome);
      names[length] = this.#names.get(item.name) as number;
      durations[length] = item.duration;
      last = item.number;
      length++;
    }
    return {
      length,
      last,
      calls: calls.subarray(0, length),
      outcomes: outcomes.subarray(0, length),
      names: names.subarray(0, length),
      durations: durations.subarray(0, length),
      ending,
    };
  }

  /** By the number of a call, the number of what it was about: its name, descriptors and paths. */
  get subjects(): Uint32Array {
    return this.#subjectOf;
  }

  /** By the number of a call, the number of what it was passed, as far as calls that fail tell it as well. */
  get passed(): Uint32Array {
    return this.#passedOf;
  }

  /** Puts the numbers of two calls in an order that does not depend on which came first. Below 0 if the first comes first. */
  compare(one: number, other: number): number {
    return this.#calls.compare(one, other);
  }

  /** Keeps the parts of a call that is new. */
  #describe(passed: string, subject: string): void {
    if (this.#described === this.#subjectOf.length) {
      this.#subjectOf = grown(this.#subjectOf, new Uint32Array(2 * this.#described));
      this.#passedOf = grown(this.#passedOf, new Uint32Array(2 * this.#described));
    }
    this.#passedOf[this.#described] = this.#passed.number(passed);
    this.#subjectOf[this.#described++] = this.#subjects.number(subject);
  }
}

function grown<T extends Uint32Array | Uint8Array | Float64Array>(from: T, to: T): T {
  to.set(from);
  return to;
}
