/**
 * Build step: bundles the command line into `dist/bin`, so that it starts without looking for modules. Each command is a file of
 * its own, loaded when it is asked for. The licences of what is bundled lie beside it.
 *
 * Run as `node dist/adapters/cli/bundle.js`, after `tsc -b`.
 */
import { chmodSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Metafile } from 'esbuild';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const outdir = join(root, 'dist/bin');
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };

/** The folders of the npm packages that went into the bundle, relative to the root. */
function packagesIn(metafile: Metafile): string[] {
  const folders = Object.keys(metafile.inputs).flatMap(
    path => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.slice(0, 1) ?? [],
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

if (existsSync(outdir)) rmSync(outdir, { recursive: true });
const { metafile } = await build({
  absWorkingDir: root,
  entryPoints: { hostcall: 'dist/adapters/cli/main.js' },
  outdir,
  chunkNames: '[name]-[hash]',
  bundle: true,
  splitting: true,
  minify: true,
  metafile: true,
  format: 'esm',
  target: 'node20.19',
  // Not `node`: with that condition rxjs offers only its CommonJS form, of which nothing can be left out.
  platform: 'neutral',
  conditions: ['es2015'],
  mainFields: ['module', 'main'],
  external: ['node:*'],
  define: { HOSTCALL_VERSION: JSON.stringify(version) },
  // What is left of CommonJS (commander) asks for Node's modules by `require`.
  banner: { js: "import{createRequire}from'node:module';const require=createRequire(import.meta.url);" },
  logLevel: 'warning',
});

const entry = join(outdir, 'hostcall.js');
writeFileSync(entry, `#!/usr/bin/env node\n${readFileSync(entry, 'utf8')}`);
chmodSync(entry, 0o755);
writeFileSync(join(outdir, 'THIRD-PARTY.txt'), `${packagesIn(metafile).map(licence).join('\n\n----\n\n')}\n`);
