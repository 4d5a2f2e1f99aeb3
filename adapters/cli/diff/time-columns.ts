/** The time per hostcall of two traces, in columns. */
import type { CallTimes, TimeRow } from '../../../application/comparison/index.js';

const HEADS = ['calls A', 'calls B', 'seconds A', 'seconds B', 'µs/call A', 'µs/call B', 'B/A', 'hostcall'];

const seconds = ({ total, timed }: CallTimes) => (timed === 0 ? '' : (total / 1e9).toFixed(6));
const perCall = ({ total, timed }: CallTimes) => total / timed / 1000;

function microseconds(times: CallTimes): string {
  if (times.timed === 0) return '';
  const value = perCall(times);
  return value.toFixed(value < 100 ? 2 : 0);
}

/** How many times as long a call takes in B. */
function ratio(a: CallTimes, b: CallTimes): string {
  const value = perCall(b) / perCall(a);
  return Number.isFinite(value) ? value.toFixed(2) : '';
}

function cells({ name, a, b }: Omit<TimeRow, 'name'> & { readonly name: string }): string[] {
  return [
    String(a.calls),
    String(b.calls),
    seconds(a),
    seconds(b),
    microseconds(a),
    microseconds(b),
    ratio(a, b),
    name,
  ];
}

function sum(rows: readonly CallTimes[]): CallTimes {
  const add = (pick: (times: CallTimes) => number) => rows.reduce((all, times) => all + pick(times), 0);
  return { calls: add(times => times.calls), total: add(times => times.total), timed: add(times => times.timed) };
}

/**
 * Prints the table: numbers right-aligned, a line of totals below. Columns that hold nothing, since no time is known, are left out.
 * @returns lines
 */
export function timeColumns(rows: readonly TimeRow[]): string[] {
  const total = { name: 'total', a: sum(rows.map(row => row.a)), b: sum(rows.map(row => row.b)) };
  const body = rows.map(cells);
  const foot = cells(total);
  const columns = HEADS.map((_, column) => column).filter(column => foot[column] !== '');
  const all = [HEADS, ...body, foot];
  const widths = HEADS.map((_, column) => Math.max(...all.map(row => row[column]?.length ?? 0)));
  const last = HEADS.length - 1;
  const line = (row: readonly string[]) =>
    columns.map(column => (column === last ? row[column] : row[column]?.padStart(widths[column] ?? 0))).join('  ');
  const rule = columns.map(column => '-'.repeat(widths[column] ?? 0)).join('  ');
  return [line(HEADS), rule, ...body.map(line), rule, line(foot)];
}
