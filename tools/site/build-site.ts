import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { LIBRARY_FILE, library } from '../../adapters/site/lessons/library.js';
import type { Example, Manifest } from '../../adapters/site/manifest.js';
import { readRecording } from '../../application/recording/index.js';
import { readLessons } from '../lessons.js';
import { writeLicences } from '../licences.js';
import { ownFiles } from '../self-contained.js';
import { exampleCalls } from './example-calls.js';
import { type BuiltRun, type Compile, recordRuns } from './record-runs.js';
import { examples, furtherRuns } from './site-programs.js';

const root = new URL('../../../', import.meta.url);
const rootPath = fileURLToPath(root);
const options = { absWorkingDir: rootPath, bundle: true, minify: true, logLevel: 'warning' } as const;

/**
 * Builds the static site: a page with relative paths, which any server of files can serve from any folder.
 * @param folder is removed and made anew
 * @param toWasm compiles the C programs whose runs the site shows
 */
export async function buildSite(folder: string, toWasm?: Compile): Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(folder, 'examples'), { recursive: true });
  const { version } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8')) as { version: string };
  const [offered, further] = await Promise.all(
    [examples, furtherRuns].map(programs => recordRuns(programs, root, `hostcall ${version}`, toWasm)),
  );
  writeRuns(folder, version, offered as BuiltRun[], further as BuiltRun[]);
  await bundle(folder, version);
  await bundleLibrary(folder);
  writeFileSync(join(folder, 'lessons.json'), JSON.stringify(readLessons(rootPath)));
  for (const file of ['index.html', 'icon.svg']) cpSync(join(rootPath, 'adapters/site', file), join(folder, file));
}

function writeRuns(folder: string, version: string, offered: readonly BuiltRun[], further: readonly BuiltRun[]): void {
  const manifest: Manifest = {
    version,
    examples: offered.map(exampleOf),
    further: further.map(exampleOf),
    calls: exampleCalls([...offered, ...further]),
  };
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify(manifest));
  for (const { program, wasm, recording } of [...offered, ...further]) {
    writeFileSync(join(folder, `examples/${program.name}.hcr`), recording);
    if (program.module === undefined) writeFileSync(join(folder, `examples/${program.name}.wasm`), wasm);
  }
}

function exampleOf({ program, recording }: BuiltRun): Example {
  const { name, title, text, source, module, world, surroundings } = program;
  return {
    name,
    title,
    text,
    source: readFileSync(new URL(source, root), 'utf8'),
    sourceName: basename(source),
    calls: [...readRecording(recording).calls()].length,
    ...(surroundings === undefined && module === undefined && { world }),
  };
}

async function bundle(folder: string, version: string): Promise<void> {
  const { metafile } = await build({
    ...options,
    entryPoints: {
      site: 'dist/adapters/site/site.js',
      'run-worker': 'dist/adapters/site/run/worker.js',
      'step-worker': 'dist/adapters/site/run/step-worker.js',
      'lesson-worker': 'dist/adapters/site/lessons/worker.js',
      'comparison-worker': 'dist/adapters/inspector/comparison/worker.js',
    },
    outdir: folder,
    splitting: true,
    chunkNames: 'part-[hash]',
    metafile: true,
    format: 'esm',
    target: 'es2022',
    platform: 'browser',
    plugins: [ownFiles],
    define: { HOSTCALL_VERSION: JSON.stringify(version) },
    // wabt asks for them where it runs on Node.
    external: ['fs', 'path', 'crypto'],
  });
  const styles = { site: 'adapters/site/site.css', live: 'adapters/inspector/live/live.css' };
  await build({ ...options, entryPoints: styles, outdir: folder });
  writeLicences(rootPath, folder, metafile);
}

/** What learners' modules import: a copy of hostcall of their own, since they are loaded without a bundler. */
async function bundleLibrary(folder: string): Promise<void> {
  const paths = Object.values(library).map(path => `export * from './dist/${path}';`);
  await build({
    ...options,
    stdin: { contents: paths.join('\n'), resolveDir: rootPath },
    outfile: join(folder, LIBRARY_FILE),
    format: 'esm',
    target: 'es2022',
    platform: 'browser',
    plugins: [ownFiles],
  });
}
