/**
 * Build step: bundles the entry points into `dist/node`, `hostcall/register` into `dist/register`, and the command line into `dist/bin`, so that they start
 * without looking for modules. `run` is in the file that is always loaded; each other command has its own, and so have worlds other than the host's, loaded
 * when they are asked for. The licences of what is bundled lie beside them.
 *
 * Run as `node dist/tools/bundle.js`, after `tsc -b`.
 */
import { chmodSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'esbuild';
import { bundleEntryPoints } from './entry-points.js';
import { writeLicences } from './licences.js';
import { bundleRegister } from './register.js';
import { selfContained } from './self-contained.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const outdir = join(root, 'dist/bin');
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };

// Each is one file: to load another costs more than to read twice what two have in common.
const lazy = [
  'command-line',
  'signals/command-thread',
  'signals/thread',
  'trace/trace',
  'trace-node/trace-node',
  'record/record',
  'replay/replay',
  'diff/diff',
  'check/check',
  'explain/explain',
  'completions/completions',
  'world/special-world',
];

/** Leaves to Node what is loaded when it is asked for, wherever that is asked for: it is a bundle of its own. */
const lazyBundles: Plugin = {
  name: 'lazy bundles',
  setup({ onResolve }) {
    onResolve({ filter: /^\.\.?\// }, ({ path, resolveDir, kind }) =>
      kind === 'dynamic-import' &&
      lazy.some(each => join(resolveDir, path) === join(root, `dist/adapters/cli/${each}.js`))
        ? { path: `./${basename(path)}`, external: true }
        : undefined,
    );
  },
};

await bundleEntryPoints(root);
await bundleRegister(root);

if (existsSync(outdir)) rmSync(outdir, { recursive: true });
const { metafile } = await build({
  absWorkingDir: root,
  entryPoints: Object.fromEntries(
    ['main', ...lazy].map(path => [path === 'main' ? 'hostcall' : basename(path), `dist/adapters/cli/${path}.js`]),
  ),
  outdir,
  ...selfContained,
  format: 'esm',
  define: { HOSTCALL_VERSION: JSON.stringify(version) },
  plugins: [lazyBundles, ...selfContained.plugins],
});

const entry = join(outdir, 'hostcall.js');
writeFileSync(entry, `#!/usr/bin/env node\n${readFileSync(entry, 'utf8')}`);
chmodSync(entry, 0o755);
writeLicences(root, outdir, metafile);
