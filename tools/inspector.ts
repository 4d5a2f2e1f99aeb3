/**
 * Bundles the inspector's page into `dist/inspector`: `inspector.js` for pages that mount it, `page.js` and `index.html` for a page of its own, and the styles.
 * What is only used at times is in files that are loaded then.
 */
import { cpSync, existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { withoutDetours } from './direct-imports.js';
import { laterModules, oneFirstPart } from './later-modules.js';
import { writeLicences } from './licences.js';
import { ownFiles } from './self-contained.js';

/** Leaves to the files that are loaded at times what only they use: of a room's `index.js`, esbuild would put all into the first file. */
export const directImports: Plugin = {
  name: 'direct imports',
  setup({ onLoad }) {
    onLoad({ filter: /[/\\]dist[/\\](?:adapters|application|domain)[/\\].*\.js$/ }, ({ path }) => ({
      contents: withoutDetours(path, readFileSync(path, 'utf8')),
    }));
  },
};

/** How the page is bundled. @param root of the repository */
export const pagePlugins = (root: string): Plugin[] => [
  laterModules(root),
  oneFirstPart(root),
  ownFiles,
  directImports,
];

/** @param root of the repository */
export async function bundleInspector(root: string): Promise<void> {
  const outdir = join(root, 'dist/inspector');
  if (existsSync(outdir)) rmSync(outdir, { recursive: true });
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: {
      inspector: 'dist/adapters/inspector/index.js',
      page: 'dist/adapters/inspector/page.js',
    },
    outdir,
    bundle: true,
    splitting: true,
    chunkNames: 'part-[hash]',
    minify: true,
    metafile: true,
    format: 'esm',
    target: 'es2022',
    platform: 'browser',
    plugins: pagePlugins(root),
    logLevel: 'warning',
  });
  // By itself: what it has in common with the page would be a file for each.
  await build({
    absWorkingDir: root,
    entryPoints: { 'comparison-worker': 'dist/adapters/inspector/comparison/worker.js' },
    outdir,
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    platform: 'browser',
    plugins: [ownFiles, directImports],
    logLevel: 'warning',
  });
  await build({
    absWorkingDir: root,
    entryPoints: [
      'adapters/inspector/inspector.css',
      'adapters/inspector/page.css',
      'adapters/inspector/live/live.css',
    ],
    outdir,
    bundle: true,
    minify: true,
    logLevel: 'warning',
  });
  cpSync(join(root, 'adapters/inspector/index.html'), join(outdir, 'index.html'));
  writeLicences(root, outdir, metafile);
}
