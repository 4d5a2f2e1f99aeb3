import { everyHostcall, type HostcallName } from '../../domain/index.js';
import type { TraceIndex } from './trace-index.js';

/** How often a hostcall was made in a trace, and how long that took. */
export interface CallTimes {
  readonly calls: number;
  /** Nanoseconds of all calls whose time is known. */
  readonly total: number;
  /** How many these are. */
  readonly timed: number;
}

/** A hostcall in two traces. */
export interface TimeRow {
  readonly name: HostcallName;
  readonly a: CallTimes;
  readonly b: CallTimes;
}

/** Adds up the times of calls. */
export class TimeCounter {
  readonly #times = everyHostcall.map(() => ({ calls: 0, total: 0, timed: 0 }));

  /**
   * @param name the hostcall's number in the table
   * @param duration nanoseconds; NaN if it is not known
   */
  add(name: number, duration: number): void {
    const time = this.#times[name] as { calls: number; total: number; timed: number };
    time.calls++;
    if (Number.isNaN(duration)) return;
    time.total += duration;
    time.timed++;
  }

  /** By the hostcall's number. */
  get times(): readonly CallTimes[] {
    return this.#times;
  }
}

function timesOf({ length, names, durations }: TraceIndex): readonly CallTimes[] {
  const counter = new TimeCounter();
  for (let i = 0; i < length; i++) counter.add(names[i] as number, durations[i] as number);
  return counter.times;
}

/**
 * The time per hostcall of two traces.
 * @returns the hostcalls that occur in either, those with the longest total time in both first
 */
export function timeTable(a: TraceIndex, b: TraceIndex): TimeRow[] {
  return timeRows(timesOf(a), timesOf(b));
}

/**
 * The same of times that have been added up.
 * @param timesA by the hostcall's number
 */
export function timeRows(timesA: readonly CallTimes[], timesB: readonly CallTimes[]): TimeRow[] {
  const rows = everyHostcall.map((name, number) => ({
    name,
    a: timesA[number] as CallTimes,
    b: timesB[number] as CallTimes,
  }));
  const weight = (row: TimeRow) => row.a.total + row.b.total;
  const calls = (row: TimeRow) => row.a.calls + row.b.calls;
  return rows
    .filter(row => calls(row) > 0)
    .sort((one, other) => weight(other) - weight(one) || calls(other) - calls(one) || (one.name < other.name ? -1 : 1));
}
