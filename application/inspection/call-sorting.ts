import { everyHostcall } from '../../domain/index.js';
import { type CallColumns, Status } from './call-columns.js';
import type { CallSortKey, CallSortOrder } from './call-sort-order.js';

/** The number by which a call is sorted; NaN if it has none. */
type KeyOf = (call: number) => number;

/** Of each hostcall, by its number in the table, its place in the alphabet. */
const alphabetical = Float64Array.from(everyHostcall, name => [...everyHostcall].sort().indexOf(name));

function keyOf(columns: CallColumns, by: CallSortKey): KeyOf {
  switch (by) {
    case 'number':
      return call => call;
    case 'time':
      return call => columns.starts[call] as number;
    case 'thread':
      return call => columns.threads[call] as number;
    case 'descriptor':
      return call => columns.descriptor(call) ?? columns.other(call) ?? Number.NaN;
    case 'name':
      return call => alphabetical[columns.names[call] as number] as number;
    case 'result':
      return call => (columns.statuses[call] === Status.unfinished ? Number.NaN : (columns.errnos[call] as number));
    case 'bytes':
      return call => columns.bytes[call] as number;
    case 'duration':
      return call => columns.durations[call] as number;
  }
}

/** How many calls are gone through in a step. */
const AT_ONCE = 100_000;

/** A key is 64 bits, sorted by 16 of them at a time. */
const DIGITS = 4;
const VALUES = 1 << 16;
/** Which of them has the sign: the last, on machines that store the low bytes first, as all do that pages run on. */
const SIGNED = DIGITS - 1;
const SIGN = 0x8000;

/**
 * Sorts calls, step by step, by the binary digits of their keys. Calls with equal keys keep their order, also when descending; calls without a key
 * come last.
 *
 * ```ts
 * const sorting = new CallSorting(list.columns, selection.indices, { by: 'duration', descending: true });
 * while (sorting.advance()) await nextFrame();
 * console.log(list.line(sorting.sorted[0]));
 * ```
 */
export class CallSorting {
  readonly #calls: Uint32Array;
  readonly #keyOf: KeyOf;
  readonly #sign: number;
  readonly #keys: Float64Array;
  readonly #bits: Uint16Array;
  readonly #counts = new Uint32Array(VALUES);
  /** Places in `#calls`, sorted by the digits so far; and those to be. */
  #places: Uint32Array;
  #next: Uint32Array;
  readonly #work: Iterator<void>;

  /** @param calls numbers of calls, which must not change meanwhile */
  constructor(columns: CallColumns, calls: Uint32Array, { by, descending }: CallSortOrder) {
    this.#calls = calls;
    this.#keyOf = keyOf(columns, by);
    this.#sign = descending ? -1 : 1;
    this.#keys = new Float64Array(calls.length);
    this.#bits = new Uint16Array(this.#keys.buffer);
    this.#places = new Uint32Array(calls.length);
    this.#next = new Uint32Array(calls.length);
    this.#work = this.#steps();
  }

  /** Sorts further. @returns whether there is more to do */
  advance(): boolean {
    return this.#work.next().done !== true;
  }

  /** The sorted numbers, once the sort is complete. */
  get sorted(): Uint32Array {
    return this.#places.map(place => this.#calls[place] as number);
  }

  *#steps(): Generator<void> {
    const { length } = this.#calls;
    for (let from = 0; from < length; from += AT_ONCE) {
      this.#takeKeys(from, Math.min(length, from + AT_ONCE));
      yield;
    }
    for (let digit = 0; digit < DIGITS; digit++) {
      this.#counts.fill(0);
      for (let from = 0; from < length; from += AT_ONCE) {
        this.#count(digit, from, Math.min(length, from + AT_ONCE));
        yield;
      }
      // Often all have the same, such as the high digits of small numbers.
      if (length === 0 || this.#counts[this.#bits[digit] as number] === length) continue;
      this.#addUp();
      for (let from = 0; from < length; from += AT_ONCE) {
        this.#place(digit, from, Math.min(length, from + AT_ONCE));
        yield;
      }
      [this.#places, this.#next] = [this.#next, this.#places];
    }
  }

  #takeKeys(from: number, to: number): void {
    const bits = this.#bits;
    for (let place = from; place < to; place++) {
      this.#places[place] = place;
      const key = this.#sign * this.#keyOf(this.#calls[place] as number);
      // Zero has a sign, by which equal keys would be told apart.
      this.#keys[place] = key + 0;
      const at = place * DIGITS;
      if (Number.isNaN(key)) bits.fill(VALUES - 1, at, at + DIGITS);
      // The bits of positive doubles are in the order of the numbers, those of negative ones in the opposite order.
      else if ((bits[at + SIGNED] as number) < SIGN) bits[at + SIGNED] = (bits[at + SIGNED] as number) | SIGN;
      else for (let digit = at; digit < at + DIGITS; digit++) bits[digit] = ~(bits[digit] as number);
    }
  }

  #count(digit: number, from: number, to: number): void {
    const [bits, counts] = [this.#bits, this.#counts];
    for (let place = from; place < to; place++) {
      const value = bits[place * DIGITS + digit] as number;
      counts[value] = (counts[value] as number) + 1;
    }
  }

  /** Makes of each count where the first of these goes. */
  #addUp(): void {
    const counts = this.#counts;
    let before = 0;
    for (let value = 0; value < VALUES; value++) {
      const count = counts[value] as number;
      counts[value] = before;
      before += count;
    }
  }

  #place(digit: number, from: number, to: number): void {
    const [bits, counts, places, next] = [this.#bits, this.#counts, this.#places, this.#next];
    for (let i = from; i < to; i++) {
      const place = places[i] as number;
      const value = bits[place * DIGITS + digit] as number;
      const target = counts[value] as number;
      counts[value] = target + 1;
      next[target] = place;
    }
  }
}
