/** Measures one way to trace against an unwatched runtime. Arguments: the way, a folder, the number of rounds. Prints nanoseconds by row. */
import { engine } from '../programs/web-assembly.js';
import { prepareGuest } from './contender.js';
import { hostcall } from './contenders/hostcall.js';
import { measure } from './measure.js';
import { benchModule } from './module.js';
import { rows } from './rows.js';
import { tracedRows } from './tracing.js';
import { type WayToTrace, waysToTrace } from './ways-to-trace.js';

const [, , name = '', folder = '', rounds = ''] = process.argv;
const { prepare, settings, around } = waysToTrace[name] as WayToTrace;
const traced = hostcall(folder, undefined, 'traced', prepare, settings);
const imports =
  around === undefined
    ? traced.imports
    : Object.fromEntries(Object.entries(traced.imports).map(([call, made]) => [call, around(made as () => number)]));
const module = await engine.compile(await benchModule());
const guests = [
  await prepareGuest(module, hostcall(folder, undefined, 'plain')),
  await prepareGuest(module, { ...traced, imports }),
];
const measured = rows
  .filter(row => tracedRows.includes(row.name))
  .map(row => {
    const timing = measure(row, guests, Number(rounds));
    return [timing.get('plain'), timing.get('traced')];
  });
console.log(JSON.stringify(measured));
