import { geometricMean, type Timing } from './measure.js';
import type { Row } from './rows.js';

/** What was measured for one row. */
export interface Measured {
  readonly row: Row;
  readonly timing: Timing;
}

/** A row's time of one contender as a ratio to another's; NaN if either cannot do it. */
export function ratio(timing: Timing, name: string, to: string): number {
  return (timing.get(name) ?? Number.NaN) / (timing.get(to) ?? Number.NaN);
}

/** `ok` or `over`, empty where there is no target or nothing to compare. */
export function verdict({ row, timing }: Measured): string {
  if (row.target === undefined) return '';
  const reached = ratio(timing, 'hostcall', row.target.to);
  if (Number.isNaN(reached)) return '';
  return reached <= row.target.ratio ? 'ok' : 'over';
}

const number = (value: number) => (Number.isNaN(value) ? '–' : value < 10 ? value.toFixed(2) : value.toFixed(0));

/** The table of ratios to node:wasi, and their geometric means. */
export function reportRows(measured: readonly Measured[]): string {
  const others = ['hostcall', 'bare', 'browser_wasi_shim'];
  const lines = measured.map(one => {
    const { row, timing } = one;
    const target = row.target === undefined ? '' : `≤ ${row.target.ratio}${row.target.to === 'bare' ? ' bare' : ''}`;
    return [
      row.name,
      number(timing.get('node:wasi') ?? Number.NaN),
      ...others.map(name => number(ratio(timing, name, 'node:wasi'))),
      number(ratio(timing, 'hostcall', 'bare')),
      target,
      verdict(one),
    ];
  });
  const means = others.map(name => {
    const ratios = measured.map(({ timing }) => ratio(timing, name, 'node:wasi')).filter(value => value > 0);
    return ratios.length === 0 ? '–' : geometricMean(ratios).toFixed(2);
  });
  return table([
    ['', 'node:wasi ns', ...others, 'hostcall/bare', 'target', ''],
    ...lines,
    ['geometric mean', '', ...means, '', '≤ 0.7', ''],
  ]);
}

/** Lays out lines of cells in columns, the first to the left and numbers to the right. */
export function table(lines: readonly (readonly string[])[]): string {
  const widths = (lines[0] ?? []).map((_, at) => Math.max(...lines.map(line => (line[at] ?? '').length)));
  return lines
    .map(line => line.map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0))))
    .map(line => line.join('  ').trimEnd())
    .join('\n');
}

/** The measurements for machines: row → contender → nanoseconds a turn. */
export function jsonOf(measured: readonly Measured[]): string {
  return JSON.stringify(Object.fromEntries(measured.map(({ row, timing }) => [row.name, Object.fromEntries(timing)])));
}
