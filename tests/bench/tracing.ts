import { closeSync, openSync, writeSync } from 'node:fs';
import { formatStrace, type Runtime } from '../../application/index.js';
import { type Guest, prepareGuest } from './contender.js';
import { hostcall } from './contenders/hostcall.js';
import { geometricMean, measure } from './measure.js';
import { table } from './report.js';
import { rows } from './rows.js';

const chosen = ['fd_tell', 'fd_fdstat_get', 'random_get 16 B', 'fd_read 1 B', 'fd_write 4 KiB', 'path_filestat_get'];
const PLAIN = 'never watched';
const CHUNK = 64 * 1024;

/** A way to trace, and how many nanoseconds a call it may add. */
interface Way {
  readonly name: string;
  readonly budget: number;
  readonly prepare: (runtime: Runtime) => void;
}

/** What is seen of the events, so that no engine leaves the work out. */
let seen = 0;

/** Collects text, and writes it in pieces of 64 KiB. */
function fileWriter(fd: number): (line: string) => void {
  let pending: string[] = [];
  let size = 0;
  return line => {
    pending.push(line, '\n');
    size += line.length + 1;
    if (size < CHUNK) return;
    writeSync(fd, pending.join(''));
    pending = [];
    size = 0;
  };
}

function ways(file: number): Way[] {
  return [
    { name: 'unwatched', budget: 1, prepare: ({ hostcalls$ }) => hostcalls$.subscribe().unsubscribe() },
    { name: 'other calls', budget: 1, prepare: runtime => runtime.watch({ calls: ['proc_exit'] }).subscribe() },
    { name: 'meter (-c)', budget: 70, prepare: runtime => runtime.meter() },
    {
      name: 'subscriber',
      budget: 130,
      prepare: ({ hostcalls$ }) =>
        hostcalls$.subscribe(call => {
          seen += call.duration;
        }),
    },
    {
      name: 'text',
      budget: 2500,
      prepare: ({ hostcalls$ }) => {
        const write = fileWriter(file);
        hostcalls$.subscribe(call => write(formatStrace(call)));
      },
    },
  ];
}

/**
 * What tracing costs: a runtime that nobody ever watched beside runtimes watched in several ways.
 * @param folder one for all: these rows leave nothing behind
 * @returns a table of the nanoseconds that each way adds to a call
 */
export async function reportTracing(module: object, folder: string, rounds: number): Promise<string> {
  const file = openSync('/dev/null', 'w');
  const all = ways(file);
  const guests: Guest[] = [await prepareGuest(module, hostcall(folder, PLAIN))];
  for (const { name, prepare } of all) guests.push(await prepareGuest(module, hostcall(folder, name, prepare)));
  const ratios: number[] = [];
  const lines = rows
    .filter(({ name }) => chosen.includes(name))
    .map(row => {
      const timing = measure(row, guests, rounds);
      const plain = timing.get(PLAIN) ?? Number.NaN;
      ratios.push((timing.get('unwatched') ?? Number.NaN) / plain);
      const added = all.map(({ name, budget }) => {
        const more = (timing.get(name) ?? Number.NaN) - plain;
        return `${more.toFixed(0)}${more <= budget ? '' : ' !'}`;
      });
      return [row.name, plain.toFixed(0), ...added];
    });
  closeSync(file);
  return table([
    ['ns added to a call', PLAIN, ...all.map(({ name }) => name)],
    ['budget', '', ...all.map(({ budget }) => `≤ ${budget}`)],
    ...lines,
    ['unwatched to never, geometric mean', geometricMean(ratios).toFixed(2), ...(seen > 0 ? [] : ['nothing traced'])],
  ]);
}
