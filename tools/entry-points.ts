/**
 * Bundles the entry points for Node, into `dist/node`: to look for several hundred modules takes longer than most programs. What two entry points have
 * in common is in a chunk of its own, so that a class is the same by whatever entry point it comes.
 *
 * All that `hostcall/wasi` needs is one chunk, which every other entry point loads too: packages load that one in each of their worker
 * threads, and a second file costs more than what is left out of it. What only traces need is loaded later (`adapters/wasi/load-tracing-later.ts`).
 */
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { watchedLater } from './watched-later.js';

/** The compiled module of each entry point, by its name in `package.json`; what `hostcall/wasi` loads later; and what workers run. */
const entries = {
  index: 'api/index.js',
  preview1: 'api/preview1.js',
  ports: 'api/ports.js',
  tracing: 'api/tracing.js',
  recording: 'api/recording.js',
  inspection: 'api/inspection.js',
  testing: 'api/testing.js',
  node: 'api/node.js',
  memory: 'adapters/memory/index.js',
  browser: 'adapters/browser/index.js',
  wasi: 'adapters/wasi/index.js',
  'wasi-tracing': 'adapters/wasi/tracing.js',
  opentelemetry: 'adapters/opentelemetry/index.js',
  'guest-thread': 'adapters/node/guest-thread.js',
};

/** What workers run that share no class with an entry point: alone, to start fast. */
const alone = { 'program-thread': 'adapters/node/program-thread.js' };

/** The entries that are run, and export nothing. */
const programs: readonly string[] = [entries['guest-thread']];

/** The schemes of an entry point that loads {@link entries.wasi} too, of that, and of a program that is run. */
const BESIDE_WASI = 'beside-wasi:';
const WASI = 'wasi:';
const RUN = 'run:';

/** @param root of the repository */
export async function bundleEntryPoints(root: string): Promise<void> {
  const dist = join(root, 'dist');
  const outdir = join(dist, 'node');
  if (existsSync(outdir)) rmSync(outdir, { recursive: true });
  const besideWasi: Plugin = {
    name: 'beside wasi',
    setup({ onLoad, onResolve }) {
      onResolve({ filter: new RegExp(`^${BESIDE_WASI}`) }, ({ path }) => ({
        path: path.slice(BESIDE_WASI.length),
        namespace: BESIDE_WASI,
      }));
      onLoad({ filter: /.*/, namespace: BESIDE_WASI }, ({ path }) => ({
        contents: `import '${WASI}'; ${programs.includes(path) ? `import '${RUN}${path}'` : `export * from './${path}'`};`,
        resolveDir: dist,
      }));
      onResolve({ filter: new RegExp(`^${WASI}$`) }, () => ({ path: join(dist, entries.wasi) }));
      onResolve({ filter: new RegExp(`^${RUN}`) }, ({ path }) => ({
        path: join(dist, path.slice(RUN.length)),
        sideEffects: true,
      }));
    },
  };
  const common = {
    absWorkingDir: root,
    outdir,
    bundle: true,
    minifyWhitespace: true,
    minifySyntax: true,
    // Node shows the whole line that threw an uncaught error.
    lineLimit: 100,
    format: 'esm',
    target: 'node20.19',
    platform: 'node',
    packages: 'external',
    logLevel: 'warning',
  } as const;
  await build({ ...common, entryPoints: entryPaths(dist, alone) });
  await build({
    ...common,
    entryPoints: Object.fromEntries(
      Object.entries(entries).map(([name, path]) => [name, name === 'wasi' ? join(dist, path) : BESIDE_WASI + path]),
    ),
    splitting: true,
    plugins: [besideWasi, watchedLater],
    define: { TRACING_FILE: JSON.stringify('./wasi-tracing.js') },
    // The import of `hostcall/wasi` is there for what it says about chunks.
    logOverride: { 'ignored-bare-import': 'silent' },
  });
}

function entryPaths(dist: string, entries: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(entries).map(([name, path]) => [name, join(dist, path)]));
}
