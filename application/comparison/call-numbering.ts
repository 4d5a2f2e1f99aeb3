import type { CallNumbers } from './call-numbers.js';
import { hashOf } from './interner.js';
import type { TraceCall } from './trace-call.js';

/** So many calls are known again without being taken apart: those of a loop. */
const KNOWN = 2 ** 13;

/** Numbers calls as {@link CallNumbers} does, and remembers what it has seen last. */
export class CallNumbering {
  /** The numbers of the call that was looked at last, and of its outcome. */
  call = 0;
  outcome = 0;
  readonly #given: CallNumbers;
  /** Two hashes of the key in each place; then the numbers, plus one: 0 if only the line has been checked. */
  readonly #hashes = new Int32Array(2 * KNOWN);
  readonly #numbers = new Uint32Array(2 * KNOWN);
  /** 1 where there is something. */
  readonly #taken = new Uint8Array(KNOWN);

  constructor(calls: CallNumbers) {
    this.#given = calls;
  }

  /**
   * Makes sure that a call's line is valid.
   * @throws what reading its step throws
   */
  check(call: TraceCall): void {
    const { key } = call;
    if (key === undefined || this.#find(key) >= 0) return;
    call.step();
    this.#put(key, 0, 0);
  }

  /**
   * Numbers a call.
   * @throws what reading its step throws
   */
  look(call: TraceCall): void {
    const { key } = call;
    const place = key === undefined ? -1 : this.#find(key);
    const known = place < 0 ? 0 : (this.#numbers[2 * place] as number);
    if (known > 0) {
      this.call = known - 1;
      this.outcome = (this.#numbers[2 * place + 1] as number) - 1;
      return;
    }
    const numbers = this.#given.numbers(call.step());
    this.call = numbers.call;
    this.outcome = numbers.outcome;
    if (key !== undefined) this.#put(key, numbers.call + 1, numbers.outcome + 1);
  }

  /** Remembers nothing any more. */
  clear(): void {
    this.#taken.fill(0);
  }

  #find(key: string): number {
    const { a, b } = hashOf(key);
    const place = a & (KNOWN - 1);
    const same = this.#taken[place] === 1 && this.#hashes[2 * place] === a && this.#hashes[2 * place + 1] === b;
    return same ? place : -1;
  }

  #put(key: string, call: number, outcome: number): void {
    const { a, b } = hashOf(key);
    const place = a & (KNOWN - 1);
    this.#taken[place] = 1;
    this.#hashes[2 * place] = a;
    this.#hashes[2 * place + 1] = b;
    this.#numbers[2 * place] = call;
    this.#numbers[2 * place + 1] = outcome;
  }
}
