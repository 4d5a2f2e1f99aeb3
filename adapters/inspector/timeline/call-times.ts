import type { CallList } from '../../../application/inspection/index.js';
import type { Span } from './axis.js';

/** When calls were made, and where that is on the timeline. */
export class CallTimes {
  readonly #calls: CallList;

  constructor(calls: CallList) {
    this.#calls = calls;
  }

  /** Whether the calls have times. */
  get timed(): boolean {
    return !Number.isNaN(this.#calls.columns.starts[0]);
  }

  /** Nanoseconds from the first call's beginning to that of this one; NaN where the trace does not say. */
  timeOf(call: number): number {
    const { starts } = this.#calls.columns;
    return (starts[call] as number) - (starts[0] as number);
  }

  /** Where a call begins on the timeline: its time, or its number where calls have no times. */
  placeOf(call: number): number {
    return this.timed ? this.timeOf(call) : call;
  }

  /** All of the timeline. */
  get whole(): Span {
    const last = this.#calls.length - 1;
    if (!this.timed) return { from: 0, to: Math.max(1, last + 1) };
    return { from: 0, to: Math.max(1, (this.timeOf(last) || 0) + this.#took(last)) };
  }

  /** Whether some of a call is in a part of the timeline. */
  isIn(call: number, { from, to }: Span): boolean {
    const at = this.placeOf(call);
    return at <= to && at + (this.timed ? this.#took(call) : 0) >= from;
  }

  #took(call: number): number {
    return this.#calls.columns.durations[call] || 0;
  }
}
