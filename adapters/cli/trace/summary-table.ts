/** The table of `-c`, in the form of strace's. */
import type { Summary, SummaryRow } from '../../../application/tracing/index.js';

type Compare = (a: SummaryRow, b: SummaryRow) => number;

const mean = ({ time, calls }: Pick<SummaryRow, 'time' | 'calls'>) => time / calls;

/** The sort keys of the table. */
export const summaryOrders = {
  time: (a, b) => b.time - a.time,
  calls: (a, b) => b.calls - a.calls,
  errors: (a, b) => b.errors - a.errors,
  avg: (a, b) => mean(b) - mean(a),
  p95: (a, b) => b.p95 - a.p95,
  min: (a, b) => b.shortest - a.shortest,
  max: (a, b) => b.longest - a.longest,
  bytes: (a, b) => b.bytes - a.bytes,
  name: (a, b) => (a.name < b.name ? -1 : 1),
  nothing: () => 0,
} as const satisfies Record<string, Compare>;

export type SummaryKey = keyof typeof summaryOrders;

/** A line of a table: a hostcall's, or that of all. */
interface Line extends Omit<SummaryRow, 'name' | 'p95'> {
  readonly name: string;
  readonly p95?: number;
  /** Nanoseconds of all. */
  readonly all: number;
}

const microseconds = (time: number) => (time / 1000).toFixed(time < 100_000 ? 1 : 0);
const unlessZero = (value: number) => (value === 0 ? '' : String(value));

/** The columns that the table can have. */
export const summaryColumns = {
  'time-percent': { head: '% time', cell: ({ time, all }) => (all === 0 ? '0.00' : ((100 * time) / all).toFixed(2)) },
  'total-time': { head: 'seconds', cell: ({ time }) => (time / 1e9).toFixed(6) },
  'avg-time': { head: 'usecs/call', cell: line => (line.calls === 0 ? '' : microseconds(mean(line))) },
  'min-time': { head: 'shortest', cell: ({ calls, shortest }) => (calls === 0 ? '' : microseconds(shortest)) },
  'max-time': { head: 'longest', cell: ({ calls, longest }) => (calls === 0 ? '' : microseconds(longest)) },
  p95: { head: 'p95 usecs', cell: ({ p95 }) => (p95 === undefined ? '' : microseconds(p95)) },
  calls: { head: 'calls', cell: ({ calls }) => String(calls) },
  errors: { head: 'errors', cell: ({ errors }) => unlessZero(errors) },
  bytes: { head: 'bytes', cell: ({ bytes }) => unlessZero(bytes) },
  name: { head: 'hostcall', cell: ({ name }) => name },
} as const satisfies Record<string, { readonly head: string; readonly cell: (line: Line) => string }>;

export type SummaryColumn = keyof typeof summaryColumns;

/** The columns of a table unless others are chosen. */
export const DEFAULT_COLUMNS: readonly SummaryColumn[] = [
  'time-percent',
  'total-time',
  'avg-time',
  'p95',
  'calls',
  'errors',
  'bytes',
  'name',
];

/** The layout of a table. */
export interface TableForm {
  readonly sortBy: SummaryKey;
  readonly columns: readonly SummaryColumn[];
}

/**
 * Prints a summary as a table: numbers right-aligned, a line of totals below.
 * @returns lines
 */
export function summaryTable(
  { rows, total }: Summary,
  { sortBy, columns }: TableForm = { sortBy: 'time', columns: DEFAULT_COLUMNS },
): string[] {
  const cells = (line: Line) => columns.map(column => summaryColumns[column].cell(line));
  const heads: readonly string[] = columns.map(column => summaryColumns[column].head);
  const body = rows.toSorted(summaryOrders[sortBy]).map(row => cells({ ...row, all: total.time }));
  const foot = cells({ ...total, name: 'total', all: total.time });
  const widths = columns.map((_, at) => Math.max(...[heads, ...body, foot].map(row => row[at]?.length ?? 0)));
  const padded = (cell: string, at: number) =>
    columns[at] === 'name' ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0);
  const line = (row: readonly string[]) => row.map(padded).join(' ').trimEnd();
  const rule = widths.map(width => '-'.repeat(width)).join(' ');
  return [line(heads), rule, ...body.map(line), rule, line(foot)];
}
