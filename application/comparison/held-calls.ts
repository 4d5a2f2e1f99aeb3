import { everyHostcall, type HostcallName } from '../../domain/index.js';
import type { CallNumbering } from './call-numbering.js';
import { TimeCounter } from './time-table.js';
import type { TraceCall, TraceCallItem } from './trace-call.js';
import type { TraceIndex } from './trace-index.js';

const numbers: ReadonlyMap<HostcallName, number> = new Map(everyHostcall.map((name, number) => [name, number]));
const NO_TIMES = new Float64Array(0);
const FIRST_ROOM = 64;

/** A trace that is read call by call. Some calls are held, as numbers, until they are aligned. */
export class HeldCalls {
  readonly times = new TimeCounter();
  /** How many calls have been read. */
  length = 0;
  /** The number of the last of them in its trace; 0 if there are none. */
  last = 0;
  /** How the program ended, as the trace tells it; undefined until then. */
  ending: string | undefined;
  /** The trace has been read to its end. */
  ended = false;
  readonly #items: Iterator<TraceCallItem>;
  readonly #numbering: CallNumbering;
  #calls = new Uint32Array(FIRST_ROOM);
  #outcomes = new Uint32Array(FIRST_ROOM);
  #names = new Uint8Array(FIRST_ROOM);
  /** Where in these the held calls are. */
  #from = 0;
  #to = 0;

  constructor(items: Iterable<TraceCallItem>, numbering: CallNumbering) {
    this.#items = items[Symbol.iterator]();
    this.#numbering = numbering;
  }

  /** How many calls are held. */
  get held(): number {
    return this.#to - this.#from;
  }

  /** The place of the first held call among those that have been read. */
  get place(): number {
    return this.length - this.held;
  }

  /** The numbers of held calls, and of their outcomes. */
  get calls(): Uint32Array {
    return this.#calls.subarray(this.#from, this.#to);
  }

  get outcomes(): Uint32Array {
    return this.#outcomes.subarray(this.#from, this.#to);
  }

  get firstCall(): number {
    return this.#calls[this.#from] as number;
  }

  get firstOutcome(): number {
    return this.#outcomes[this.#from] as number;
  }

  /** The hostcall's number of a held call. */
  name(index: number): number {
    return this.#names[this.#from + index] as number;
  }

  /** Reads a call; undefined at the end. */
  read(): TraceCall | undefined {
    while (!this.ended) {
      const { value, done } = this.#items.next();
      if (done === true) this.ended = true;
      else if ('ending' in value) this.ending = value.ending;
      else {
        this.times.add(numbers.get(value.name) as number, value.duration);
        this.last = value.number;
        this.length++;
        return value;
      }
    }
    return undefined;
  }

  /** Holds a call that has been read. */
  hold(call: TraceCall): void {
    if (this.#to === this.#calls.length) this.#makeRoom();
    this.#numbering.look(call);
    this.#calls[this.#to] = this.#numbering.call;
    this.#outcomes[this.#to] = this.#numbering.outcome;
    this.#names[this.#to++] = numbers.get(call.name) as number;
  }

  /** Reads on until so many calls are held, or the trace ends. */
  fill(count: number): void {
    while (this.held < count) {
      const call = this.read();
      if (call === undefined) return;
      this.hold(call);
    }
  }

  /** Holds the first calls no longer. */
  drop(count: number): void {
    this.#from += count;
    if (this.#from === this.#to) this.#from = this.#to = 0;
  }

  /** The first held calls as a trace of their own. */
  index(most: number): TraceIndex {
    const length = Math.min(most, this.held);
    return {
      length,
      last: 0,
      calls: this.calls.subarray(0, length),
      outcomes: this.outcomes.subarray(0, length),
      names: this.#names.subarray(this.#from, this.#from + length),
      durations: NO_TIMES,
      ending: undefined,
    };
  }

  /** Lets the trace go. */
  close(): void {
    this.#items.return?.();
  }

  /** Moves the held calls to the beginning; where they fill more than half of the room, into twice as much. */
  #makeRoom(): void {
    const { held } = this;
    const [calls, outcomes, names] = [this.#calls, this.#outcomes, this.#names];
    if (2 * held > calls.length) {
      this.#calls = new Uint32Array(2 * calls.length);
      this.#outcomes = new Uint32Array(2 * calls.length);
      this.#names = new Uint8Array(2 * calls.length);
    }
    this.#calls.set(calls.subarray(this.#from, this.#to));
    this.#outcomes.set(outcomes.subarray(this.#from, this.#to));
    this.#names.set(names.subarray(this.#from, this.#to));
    this.#from = 0;
    this.#to = held;
  }
}
