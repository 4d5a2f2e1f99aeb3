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

function timesOf({ length, names, durations }: TraceIndex): CallTimes[] {
  const times = everyHostcall.map(() => ({ calls: 0, total: 0, timed: 0 }));
  for (let i = 0; i < length; i++) {
    const time = times[names[i] as number] as { calls: number; total: number; timed: number };
    const duration = durations[i] as number;
    time.calls++;
    if (Number.isNaN(duration)) continue;
    time.total += duration;
    time.timed++;
  }
  return times;
}

/**
 * The time per hostcall of two traces.
 * @returns the hostcalls that occur in either, those first that took longest in both together
 */
export function timeTable(a: TraceIndex, b: TraceIndex): TimeRow[] {
  const [timesA, timesB] = [timesOf(a), timesOf(b)];
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
