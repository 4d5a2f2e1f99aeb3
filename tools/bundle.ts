/**
 * Build step: bundles the entry points into `dist/node`, `hostcall/register` into `dist/register`, and the command line into `dist/bin`, so that they start
 * without looking for modules. Each command has a file of its own, and so have worlds other than the host's, loaded when they are asked for. The licences of what
 * is bundled lie beside them.
 *
 * Run as `node dist/tools/bundle.js`, after `tsc -b`.
 */
import { chmodSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'esbuild';
import { bundleEntryPoints } from './entry-points.js';
import { bundleInspector } from './inspector.js';
import { bundleLessons } from './lessons.js';
import { writeLicences } from './licences.js';
import { bundleRegister } from './register.js';
import { selfContained } from './self-contained.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const outdir = join(root, 'dist/bin');
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };

// Each is one file: to load another costs more than to read twice what two have in common.
const lazy = [
  'command-line',
  'run/run-command-line',
  'signals/command-thread',
  'signals/thread',
  'trace/trace',
  'trace-node/trace-node',
  'record/record',
  'replay/replay',
  'diff/diff',
  'check/check',
  'explain/explain',
  'lessons/lessons',
  'lessons/exercise-thread',
  'inspect/inspect',
  'inspect/live-thread',
  'completions/completions',
  'world/special-world',
];

/** Leaves to Node what is loaded when it is asked for, wherever that is asked for: it is a bundle of its own. */
const lazyBundles: Plugin = {
  name: 'lazy bundles',
  setup({ onResolve }) {
    onResolve({ filter: /^\.\.?\// }, ({ path, resolveDir, kind }) => {
      if (kind !== 'dynamic-import') return undefined;
      if (lazy.some(each => join(resolveDir, path) === join(root, `dist/adapters/cli/${each}.js`)))
        return { path: `./${basename(path)}`, external: true };
      // esbuild would make a function of every module that has to do with it, and V8 would read each of them twice.
      return { errors: [{ text: `${path} is no bundle of its own; add it to them, or import it with the others` }] };
    });
  },
};

await bundleEntryPoints(root);
await bundleRegister(root);
await bundleInspector(root);
bundleLessons(root);

if (existsSync(outdir)) rmSync(outdir, { recursive: true });
const { metafile } = await build({
  absWorkingDir: root,
  entryPoints: {
    ...Object.fromEntries(
      ['main', ...lazy].map(path => [path === 'main' ? 'hostcall' : basename(path), `dist/adapters/cli/${path}.js`]),
    ),
    'program-thread': 'dist/adapters/node/program-thread.js',
  },
  outdir,
  ...selfContained,
  format: 'esm',
  // The assembler of the lessons looks for files beside itself, and needs none.
  define: { HOSTCALL_VERSION: JSON.stringify(version), __dirname: '""' },
  plugins: [lazyBundles, ...selfContained.plugins],
});

const entry = join(outdir, 'hostcall.js');
writeFileSync(entry, `#!/usr/bin/env node\n${readFileSync(entry, 'utf8')}`);
chmodSync(entry, 0o755);
writeLicences(root, outdir, metafile);
