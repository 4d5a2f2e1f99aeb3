import { type Guest, prepareGuest } from './contender.js';
import { hostcall } from './contenders/hostcall.js';
import { geometricMean, measure } from './measure.js';
import { table } from './report.js';
import { rows } from './rows.js';

const chosen = ['fd_tell', 'fd_fdstat_get', 'random_get 16 B', 'fd_read 1 B', 'fd_write 4 KiB', 'path_filestat_get'];
const PLAIN = 'never watched';
const UNWATCHED = 'unwatched';
const SUBSCRIBED = 'subscribed';

/**
 * What the trace costs: a runtime that nobody ever watched, one whose watcher has left again, and one with a subscriber that adds up how
 * long calls took.
 * @param folder one for all three: these rows leave nothing behind
 * @returns a table
 */
export async function reportTracing(module: object, folder: string, rounds: number): Promise<string> {
  let time = 0;
  const contenders = [
    hostcall(folder, PLAIN),
    hostcall(folder, UNWATCHED, ({ hostcalls$ }) => hostcalls$.subscribe().unsubscribe()),
    hostcall(folder, SUBSCRIBED, ({ hostcalls$ }) =>
      hostcalls$.subscribe(call => {
        time += call.duration;
      }),
    ),
  ];
  const guests: Guest[] = [];
  for (const contender of contenders) guests.push(await prepareGuest(module, contender));
  const ratios: number[] = [];
  const lines = rows
    .filter(({ name }) => chosen.includes(name))
    .map(row => {
      const timing = measure(row, guests, rounds);
      const [plain = 0, unwatched = 0, subscribed = 0] = [PLAIN, UNWATCHED, SUBSCRIBED].map(name => timing.get(name));
      ratios.push(unwatched / plain);
      const added = subscribed - plain;
      return [
        row.name,
        plain.toFixed(0),
        (unwatched / plain).toFixed(2),
        (subscribed / plain).toFixed(2),
        added.toFixed(0),
        added <= 130 ? 'ok' : 'over',
      ];
    });
  const mean = geometricMean(ratios);
  return table([
    ['', `${PLAIN} ns`, UNWATCHED, SUBSCRIBED, 'added ns', '≤ 130'],
    ...lines,
    ['geometric mean', '', mean.toFixed(2), '', time > 0 ? '' : 'nothing traced', ''],
  ]);
}
