import type { CallList, Selection } from '../../../application/inspection/index.js';
import { Rows } from './rows.js';

/** How many calls are looked at at once. */
const AT_ONCE = 50_000;

/** A condition on a call in addition to the filter. */
export type Condition = (call: number) => boolean;

/** Finds the calls that the list shows, step by step, and continues when more calls are read. */
export class Narrowing {
  readonly #calls: CallList;
  readonly #selection: Selection | undefined;
  readonly #conditions: readonly Condition[];
  #found = new Uint32Array(1024);
  #count = 0;
  /** How many of the selection, or of all calls, have been looked at. */
  #next = 0;

  /** @param selection what a filter passes; undefined for all calls */
  constructor(calls: CallList, selection: Selection | undefined, conditions: readonly Condition[]) {
    this.#calls = calls;
    this.#selection = selection;
    this.#conditions = conditions;
  }

  /** Searches further calls. @returns whether there are more */
  advance(): boolean {
    const selection = this.#selection;
    if (this.#conditions.length === 0) return selection?.advance(AT_ONCE) ?? false;
    const more = selection?.advance(AT_ONCE) ?? false;
    const end = selection?.length ?? Math.min(this.#calls.length, this.#next + AT_ONCE);
    for (; this.#next < end; this.#next++) {
      const call = selection?.at(this.#next) ?? this.#next;
      if (this.#conditions.every(fits => fits(call))) this.#add(call);
    }
    return more || (selection === undefined && this.#next < this.#calls.length);
  }

  /** The calls found. */
  get rows(): Rows {
    if (this.#conditions.length > 0) return Rows.only(this.#found.slice(0, this.#count));
    return this.#selection === undefined ? Rows.all(this.#calls.length) : Rows.only(this.#selection.indices.slice());
  }

  #add(call: number): void {
    if (this.#count === this.#found.length) {
      const longer = new Uint32Array(2 * this.#count);
      longer.set(this.#found);
      this.#found = longer;
    }
    this.#found[this.#count++] = call;
  }
}
