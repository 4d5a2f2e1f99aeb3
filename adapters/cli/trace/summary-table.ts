/** The table of `-c`, in the form of strace's. */
import type { Summary, SummaryRow } from '../../../application/tracing/index.js';

type Compare = (a: SummaryRow, b: SummaryRow) => number;

const mean = ({ time, calls }: Pick<SummaryRow, 'time' | 'calls'>) => time / calls;

const orders = {
  time: (a, b) => b.time - a.time,
  calls: (a, b) => b.calls - a.calls,
  errors: (a, b) => b.errors - a.errors,
  avg: (a, b) => mean(b) - mean(a),
  p95: (a, b) => b.p95 - a.p95,
  max: (a, b) => b.longest - a.longest,
  bytes: (a, b) => b.bytes - a.bytes,
  name: (a, b) => (a.name < b.name ? -1 : 1),
  nothing: () => 0,
} as const satisfies Record<string, Compare>;

/** What the table can be sorted by. */
export type SummaryKey = keyof typeof orders;

const HEADS = ['% time', 'seconds', 'usecs/call', 'p95 usecs', 'calls', 'errors', 'bytes', 'hostcall'];

/**
 * Prints a summary as a table: numbers right-aligned, a line of totals below.
 * @returns lines
 */
export function summaryTable({ rows, total }: Summary, sortBy: SummaryKey): string[] {
  const microseconds = (time: number) => (time / 1000).toFixed(time < 100_000 ? 1 : 0);
  const cells = (name: string, row: Omit<SummaryRow, 'name' | 'p95'>, p95: string) => [
    total.time === 0 ? '0.00' : ((100 * row.time) / total.time).toFixed(2),
    (row.time / 1e9).toFixed(6),
    row.calls === 0 ? '' : microseconds(mean(row)),
    p95,
    String(row.calls),
    row.errors === 0 ? '' : String(row.errors),
    row.bytes === 0 ? '' : String(row.bytes),
    name,
  ];
  const body = rows.toSorted(orders[sortBy]).map(row => cells(row.name, row, microseconds(row.p95)));
  const foot = cells('total', total, '');
  const widths = HEADS.map((_, column) => Math.max(...[HEADS, ...body, foot].map(row => row[column]?.length ?? 0)));
  const last = HEADS.length - 1;
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) => (column === last ? cell : cell.padStart(widths[column] ?? 0)))
      .join(' ')
      .trimEnd();
  const rule = widths.map(width => '-'.repeat(width)).join(' ');
  return [line(HEADS), rule, ...body.map(line), rule, line(foot)];
}
