import { geometricMean, type Timing } from './measure.js';
import type { Row, Target } from './rows.js';

/** The measurements of one row. */
export interface Measured {
  readonly row: Row;
  readonly timing: Timing;
}

/** A row's time of one contender as a ratio to another's; NaN if either cannot do it. */
export function ratio(timing: Timing, name: string, to: string): number {
  return (timing.get(name) ?? Number.NaN) / (timing.get(to) ?? Number.NaN);
}

/** `ok` or `over`, empty where there is no target or nothing to compare. */
function verdict(target: Target | undefined, timing: Timing): string {
  if (target === undefined) return '';
  const reached = ratio(timing, 'hostcall', target.to);
  if (Number.isNaN(reached)) return '';
  return reached <= target.ratio ? 'ok' : 'over';
}

const number = (value: number) => (Number.isNaN(value) ? '–' : value < 10 ? value.toFixed(2) : value.toFixed(0));

/**
 * The table of ratios to node:wasi, and their geometric means.
 * @param throughFs whether hostcall reached files through `fs`
 */
export function reportRows(measured: readonly Measured[], throughFs: boolean): string {
  const others = ['hostcall', 'bare', 'browser_wasi_shim'];
  const lines = measured.map(({ row, timing }) => {
    const aim = (throughFs && row.targetThroughFs) || row.target;
    const target = aim === undefined ? '' : `≤ ${aim.ratio}${aim.to === 'bare' ? ' bare' : ''}`;
    return [
      row.name,
      ...ratios(timing, others),
      number(ratio(timing, 'hostcall', 'bare')),
      target,
      verdict(aim, timing),
    ];
  });
  return table([
    ['', 'node:wasi ns', ...others, 'hostcall/bare', 'target', ''],
    ...lines,
    ['geometric mean', '', ...means(measured, others), '', '≤ 0.7', ''],
  ]);
}

/** The same for files in memory, which are to be faster than either other host on every row. */
export function reportMemoryRows(measured: readonly Measured[]): string {
  const others = ['memory', 'deterministic', 'browser_wasi_shim'];
  const lines = measured.map(({ row, timing }) => {
    const toShim = ratio(timing, 'memory', 'browser_wasi_shim');
    const slower = ratio(timing, 'memory', 'node:wasi') >= 1 || toShim >= 1;
    return [row.name, ...ratios(timing, others), number(toShim), slower ? 'over' : 'ok'];
  });
  return table([
    ['', 'node:wasi ns', ...others, 'memory/shim', '< 1'],
    ...lines,
    ['geometric mean', '', ...means(measured, others), '', ''],
  ]);
}

/** A row's cells: the nanoseconds of node:wasi, and what ratio to it the others have. */
function ratios(timing: Timing, others: readonly string[]): string[] {
  return [
    number(timing.get('node:wasi') ?? Number.NaN),
    ...others.map(name => number(ratio(timing, name, 'node:wasi'))),
  ];
}

/** The geometric means of the ratios to node:wasi. */
function means(measured: readonly Measured[], others: readonly string[]): string[] {
  return others.map(name => {
    const known = measured.map(({ timing }) => ratio(timing, name, 'node:wasi')).filter(value => value > 0);
    return known.length === 0 ? '–' : geometricMean(known).toFixed(2);
  });
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
export function jsonOf(onHost: readonly Measured[], inMemory: readonly Measured[]): string {
  const byRow = Object.fromEntries(onHost.map(({ row, timing }) => [row.name, Object.fromEntries(timing)]));
  for (const { row, timing } of inMemory) byRow[row.name] = { ...Object.fromEntries(timing), ...byRow[row.name] };
  return JSON.stringify(byRow);
}
