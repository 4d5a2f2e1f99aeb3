import type { Guest } from './contender.js';
import type { Row } from './rows.js';

/** Nanoseconds one turn takes, by contender. Those that cannot do a row are not in it. */
export type Timing = ReadonlyMap<string, number>;

/** The length of one go, and of a contender's warm-up, in milliseconds. */
const GO = 2;
const WARM = 40;

/**
 * Measures one row: all contenders in turns, in short goes, so that other load on the machine affects all alike.
 * @param rounds how many goes each has
 * @returns each contender's lower quartile
 */
export function measure(row: Row, guests: readonly Guest[], rounds: number): Timing {
  const able = guests.filter(guest => can(guest, row));
  const turns = able.map(guest => warmUp(guest, row));
  const times = able.map(() => [] as number[]);
  for (let round = 0; round < rounds; round++) {
    for (let n = 0; n < able.length; n++) {
      const at = (n + round) % able.length;
      const guest = able[at] as Guest;
      times[at]?.push(go(guest, row, turns[at] as number));
    }
  }
  return new Map(able.map((guest, at) => [guest.name, lowerQuartile(times[at] as number[])]));
}

/** The value a quarter of the samples are below. */
export function lowerQuartile(samples: readonly number[]): number {
  const sorted = samples.toSorted((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 4)] ?? Number.NaN;
}

/** The geometric mean. */
export function geometricMean(values: readonly number[]): number {
  return Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length);
}

function can(guest: Guest, row: Row): boolean {
  guest.refresh();
  try {
    return guest.run(row.name, 2) === (row.expect ?? 0);
  } catch {
    return false;
  }
}

/** Runs until the engine has had time to optimise; answers how many turns make a go. */
function warmUp(guest: Guest, row: Row): number {
  const most = row.most ?? Number.POSITIVE_INFINITY;
  let turns = 1;
  let last = 0;
  for (const end = performance.now() + WARM; performance.now() < end; ) {
    last = go(guest, row, turns);
    turns = Math.max(1, Math.min(most, Math.ceil((GO * 1e6) / last), turns * 4));
  }
  return turns;
}

/** Nanoseconds a turn. */
function go(guest: Guest, row: Row, turns: number): number {
  guest.refresh();
  const start = process.hrtime.bigint();
  const errnos = guest.run(row.name, turns);
  const time = Number(process.hrtime.bigint() - start);
  if (errnos !== (row.expect ?? 0)) throw new Error(`${guest.name}: ${row.name}: errnos ${errnos}`);
  return time / turns;
}
