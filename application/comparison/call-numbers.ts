import { comparable } from './comparable.js';
import { Interner } from './interner.js';
import type { TraceStep } from './trace-step.js';

/** The questions about numbered calls to be aligned. */
export type NumberedCalls = Pick<CallNumbers, 'subjects' | 'passed' | 'compare'>;

/** Numbers calls, so that equal calls have equal numbers. */
export class CallNumbers {
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

  /**
   * @param strict whether to count what differs from run to run
   * @param whole whether to count contents beyond what the texts show of them
   */
  constructor(strict: boolean, whole: boolean) {
    this.#strict = strict;
    this.#whole = whole;
  }

  /** The numbers of what a call was passed, and of what came of it. */
  numbers(step: TraceStep): { readonly call: number; readonly outcome: number } {
    const { call, passed, subject, outcome } = comparable(step, this.#strict, this.#whole);
    const number = this.#calls.number(call);
    if (number === this.#described) this.#describe(passed, subject);
    return { call: number, outcome: this.#outcomes.number(outcome) };
  }

  /** How many numbers have been given. */
  get size(): number {
    return this.#calls.count + this.#outcomes.count;
  }

  /**
   * Forgets all numbers but some, and gives these anew: in the arrays too.
   * @param calls arrays of numbers of calls
   * @param outcomes arrays of numbers of outcomes
   */
  retain(calls: readonly Uint32Array[], outcomes: readonly Uint32Array[]): void {
    this.#outcomes.retain(outcomes);
    const renumbered = this.#calls.retain(calls);
    const [passedOf, subjectOf] = [this.#passedOf, this.#subjectOf];
    this.#described = this.#calls.count;
    this.#passedOf = new Uint32Array(Math.max(1024, this.#described));
    this.#subjectOf = new Uint32Array(Math.max(1024, this.#described));
    for (let old = 0; old < renumbered.length; old++) {
      const number = renumbered[old] as number;
      if (number < 0) continue;
      this.#passedOf[number] = passedOf[old] as number;
      this.#subjectOf[number] = subjectOf[old] as number;
    }
    this.#passed.retain([this.#passedOf.subarray(0, this.#described)]);
    this.#subjects.retain([this.#subjectOf.subarray(0, this.#described)]);
  }

  /** By the number of a call, the number of what it was about: its name, descriptors and paths. */
  get subjects(): Uint32Array {
    return this.#subjectOf;
  }

  /** By the number of a call, the number of those of its arguments that failed calls report as well. */
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

function grown(from: Uint32Array, to: Uint32Array): Uint32Array<ArrayBuffer> {
  to.set(from);
  return to as Uint32Array<ArrayBuffer>;
}
