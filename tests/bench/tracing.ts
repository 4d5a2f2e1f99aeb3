import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { geometricMean } from './measure.js';
import { table } from './report.js';
import { CLOCK, waysToTrace } from './ways-to-trace.js';

/** The rows that are measured, in their order in the table of hostcalls. */
export const tracedRows: readonly string[] = [
  'fd_fdstat_get',
  'fd_tell',
  'random_get 16 B',
  'fd_read 1 B',
  'fd_write 4 KiB',
  'path_filestat_get',
];

const oneWay = fileURLToPath(new URL('./one-way-to-trace.js', import.meta.url));

/**
 * What tracing costs, in several ways, each beside a runtime that nobody ever watched. Each way has a process of its own, as it would have at a
 * user's: code that has met several ways is compiled for all of them, and is slower for each.
 * @param folder one for all: these rows leave nothing behind
 * @returns a table of the nanoseconds that each way adds to a call
 */
export function reportTracing(folder: string, rounds: number): string {
  const names = Object.keys(waysToTrace);
  const measured = names.map(name => measureWay(name, folder, rounds));
  const unwatched = (measured[0] as Pair[]).map(([plain, traced]) => traced / plain);
  const lines = tracedRows.map((row, at) => {
    const [unclocked, clocked] = (measured[names.indexOf(CLOCK)] as Pair[])[at] as Pair;
    const clock = Math.max(0, clocked - unclocked);
    const plains = measured.map(pairs => pairs[at]?.[0] ?? Number.NaN);
    const added = names.map((name, way) => {
      const [plain, traced] = (measured[way] as Pair[])[at] as Pair;
      const more = traced - plain;
      const { budget = Number.POSITIVE_INFINITY, timed = false } = waysToTrace[name] ?? {};
      return `${more.toFixed(0)}${more <= budget + (timed ? clock : 0) ? '' : ' !'}`;
    });
    return [row, Math.min(...plains).toFixed(0), ...added];
  });
  const budgets = Object.values(waysToTrace).map(({ budget, timed }) => {
    if (budget === undefined) return '';
    return timed ? `≤ clock + ${budget}` : `≤ ${budget}`;
  });
  return table([
    ['ns added to a call', 'never watched', ...names],
    ['budget', '', ...budgets],
    ...lines,
    ['unwatched to never, geometric mean', geometricMean(unwatched).toFixed(2)],
  ]);
}

/** Nanoseconds of a row without and with tracing. */
type Pair = readonly [number, number];

function measureWay(name: string, folder: string, rounds: number): Pair[] {
  const { status, stdout, stderr } = spawnSync(process.execPath, [oneWay, name, folder, String(rounds)], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`${name}: exited with ${status}\n${stderr}`);
  return JSON.parse(stdout) as Pair[];
}
