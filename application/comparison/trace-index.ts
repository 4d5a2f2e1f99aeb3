import { everyHostcall, type HostcallName } from '../../domain/index.js';
import { CallNumbers } from './call-numbers.js';
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
  /** Of each call, how long it took in nanoseconds; NaN if unknown. */
  readonly durations: Float64Array;
  /** How the program ended, as a trace reports it: `exited with 0`. Undefined if the trace ends before. */
  readonly ending: string | undefined;
}

/** Numbers the calls of traces that are to be compared, so that equal calls have equal numbers. */
export class TraceIndexer {
  readonly #numbers: CallNumbers;
  readonly #names = new Map<HostcallName, number>(everyHostcall.map((name, number) => [name, number]));

  /**
   * @param strict whether to count what differs from run to run
   * @param whole whether to count contents beyond what the texts show of them
   */
  constructor(strict: boolean, whole = false) {
    this.#numbers = new CallNumbers(strict, whole);
  }

  /** Reads a trace to its end. Throws what the iteration of `items` throws. */
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
      const numbers = this.#numbers.numbers(item);
      calls[length] = numbers.call;
      outcomes[length] = numbers.outcome;
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
    return this.#numbers.subjects;
  }

  /** By the number of a call, the number of those of its arguments that failed calls report as well. */
  get passed(): Uint32Array {
    return this.#numbers.passed;
  }

  /** Puts the numbers of two calls in an order that does not depend on which came first. Below 0 if the first comes first. */
  compare(one: number, other: number): number {
    return this.#numbers.compare(one, other);
  }
}

function grown<T extends Uint32Array | Uint8Array | Float64Array>(from: T, to: T): T {
  to.set(from);
  return to;
}
