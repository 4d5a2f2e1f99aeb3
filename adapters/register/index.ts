/**
 * The entry point `hostcall/register`: `node --import hostcall/register app.js` gives `WASI` of `hostcall/wasi` to every module that imports that of
 * `node:wasi`, by `import` or `require`, in workers and child processes too. With the variable `HOSTCALL_TRACE` their hostcalls are printed.
 *
 * Every Node process of such a program loads this. The class itself is loaded for the first guest.
 *
 * @module hostcall/register
 */
// biome-ignore lint/complexity/noUselessEmptyExport: the declarations keep the comment above it, and would not above an import
export {};

import { createRequire } from 'node:module';
import { isMainThread } from 'node:worker_threads';
import type * as beginning from '../cli/trace-node/begin-trace.js';
import { withImport } from '../cli/trace-node/node-options.js';
import { settingFrom, TRACE_VARIABLE } from '../cli/trace-node/trace-setting.js';
import type * as traced from '../cli/trace-node/traced-wasi.js';
import type * as standIn from '../wasi/stand-in.js';
import { replaceNodeWasi } from './replace-node-wasi.js';

// These files are built beside this one, by `tools/register.ts`.
const load: <Module>(path: string) => Module = createRequire(import.meta.url);
const loadTraced = () => load<typeof traced>('./traced-wasi.cjs');

const { env } = process;
if (isMainThread) env.NODE_OPTIONS = withImport(env.NODE_OPTIONS, import.meta.url);

const asked = env[TRACE_VARIABLE];
if (asked && settingFrom(asked) === undefined)
  load<typeof beginning>('./begin-trace.cjs').beginFromVariable(
    asked,
    new URL('./counts-observer.cjs', import.meta.url),
  );

const setting = settingFrom(env[TRACE_VARIABLE]);
if (setting === undefined) replaceNodeWasi(() => load<typeof standIn>('./stand-in.cjs').StandIn);
else {
  const { summary, summaryOnly } = setting.options;
  if (isMainThread && (summary || summaryOnly))
    loadTraced().beginCounting(setting, new URL('./counts-keeper.cjs', import.meta.url));
  replaceNodeWasi(() => loadTraced().tracedWasi(setting));
}
