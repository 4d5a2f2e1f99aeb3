/**
 * Bundles `hostcall/register` into `dist/register`: the module that every process of a program imports first, which is small, and the files that it loads.
 *
 * These are CommonJS. Packages end their workers at any time, and a worker that is ended while it requires an ES module takes its process with it ("FATAL ERROR:
 * v8::Module::IsGraphAsync", seen on Node 20).
 */
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { writeLicences } from './licences.js';
import { selfContained } from './self-contained.js';
import { watchedLater } from './watched-later.js';

/** @param root of the repository */
export async function bundleRegister(root: string): Promise<void> {
  const dist = join(root, 'dist');
  const outdir = join(dist, 'register');
  if (existsSync(outdir)) rmSync(outdir, { recursive: true });
  const readable = {
    absWorkingDir: dist,
    outdir,
    bundle: true,
    minifyWhitespace: true,
    minifySyntax: true,
    // Node shows the whole line that threw an uncaught error.
    lineLimit: 100,
    target: 'node20.19',
    platform: 'node',
    packages: 'external',
    logLevel: 'warning',
  } as const;
  await build({ ...readable, plugins: [watchedLater], entryPoints: ['adapters/register/index.js'], format: 'esm' });
  await build({
    ...readable,
    plugins: [watchedLater],
    entryPoints: { 'stand-in': 'adapters/wasi/stand-in.js', 'wasi-tracing': 'adapters/wasi/tracing.js' },
    outExtension: { '.js': '.cjs' },
    format: 'cjs',
    define: { TRACING_FILE: JSON.stringify('./wasi-tracing.cjs'), 'import.meta.url': '__filename' },
  });
  const { metafile } = await build({
    ...selfContained,
    lineLimit: 100,
    absWorkingDir: root,
    outdir,
    entryPoints: ['begin-trace', 'counts-keeper', 'counts-observer', 'traced-wasi'].map(
      name => `dist/adapters/cli/trace-node/${name}.js`,
    ),
    outExtension: { '.js': '.cjs' },
    format: 'cjs',
    define: { 'import.meta.url': '__filename' },
  });
  writeLicences(root, outdir, metafile);
}
