/**
 * Build step: bundles the entry points into `dist/node`, and the command line into `dist/bin`, so that it starts without looking for modules. `run` is in the file that is
 * always loaded; each other command has its own, and so have worlds other than the host's, loaded when they are asked for. The licences of what is bundled lie beside them.
 *
 * Run as `node dist/tools/bundle.js`, after `tsc -b`.
 */
import { chmodSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Metafile, type Plugin } from 'esbuild';
import { bundleEntryPoints } from './entry-points.js';
import { callForBuiltins } from './node-builtins.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const outdir = join(root, 'dist/bin');
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };

/** The folders of the npm packages that went into the bundle, relative to the root. */
function packagesIn(metafile: Metafile): string[] {
  const used = Object.values(metafile.outputs).flatMap(({ inputs }) => Object.entries(inputs));
  const folders = used.flatMap(([path, { bytesInOutput }]) =>
    bytesInOutput === 0 ? [] : (/^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.slice(0, 1) ?? []),
  );
  return [...new Set(folders)].sort();
}

/** The licence of a package, under its name and version. */
function licence(folder: string): string {
  const path = join(root, folder);
  const { name, version, license } = JSON.parse(readFileSync(join(path, 'package.json'), 'utf8'));
  const file = readdirSync(path).find(entry => /^licen[cs]e/i.test(entry));
  const text = file === undefined ? '' : `\n\n${readFileSync(join(path, file), 'utf8').trim()}`;
  return `${name} ${version} (${license})${text}`;
}

/** Gives the bundles Node's own modules by a call. */
const builtins: Plugin = {
  name: 'builtins',
  setup({ onLoad, onResolve }) {
    onLoad({ filter: /[/\\]dist[/\\]adapters[/\\].*\.js$/ }, ({ path }) => ({
      contents: callForBuiltins(readFileSync(path, 'utf8')),
    }));
    // What is left are commander's, which asks by `require`.
    onResolve({ filter: /^node:/ }, ({ path }) => ({ path, namespace: 'builtin' }));
    onLoad({ filter: /.*/, namespace: 'builtin' }, ({ path }) => ({
      // commander would start programs with it, for commands that are files of their own. Ours are not.
      contents: path === 'node:child_process' ? '' : `module.exports = process.getBuiltinModule('${path}')`,
    }));
  },
};

// Each is one file: to load another costs more than to read twice what two have in common.
const lazy = [
  'command-line',
  'interruption/command-thread',
  'interruption/thread',
  'trace/trace',
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

/**
 * Lets the bundles leave out what they do not use of our own files, which do nothing when they are only loaded. Otherwise a program that imports an error's
 * class from `application/assembly/index.js` would get inversify with it.
 */
const ownFiles: Plugin = {
  name: 'own files',
  setup({ onResolve }) {
    onResolve({ filter: /^\.\.?\// }, ({ path, resolveDir, kind }) =>
      kind === 'import-statement' && !resolveDir.includes('node_modules')
        ? { path: join(resolveDir, path), sideEffects: false }
        : undefined,
    );
  },
};

await bundleEntryPoints(root);

if (existsSync(outdir)) rmSync(outdir, { recursive: true });
const { metafile } = await build({
  absWorkingDir: root,
  entryPoints: Object.fromEntries(
    ['main', ...lazy].map(path => [path === 'main' ? 'hostcall' : basename(path), `dist/adapters/cli/${path}.js`]),
  ),
  outdir,
  bundle: true,
  minify: true,
  metafile: true,
  format: 'esm',
  target: 'node20.19',
  // Not `node`: with that condition rxjs offers only its CommonJS form, of which nothing can be left out.
  platform: 'neutral',
  conditions: ['es2015'],
  mainFields: ['module', 'main'],
  define: { HOSTCALL_VERSION: JSON.stringify(version) },
  plugins: [builtins, lazyBundles, ownFiles],
  logLevel: 'warning',
});

const entry = join(outdir, 'hostcall.js');
writeFileSync(entry, `#!/usr/bin/env node\n${readFileSync(entry, 'utf8')}`);
chmodSync(entry, 0o755);
writeFileSync(join(outdir, 'THIRD-PARTY.txt'), `${packagesIn(metafile).map(licence).join('\n\n----\n\n')}\n`);
