/**
 * Tries whether the unit tests notice a wrong fact: `npm run mutants:table -- --help`. In a copy of the build it changes one right, kind or offset at a time
 * and runs the tests nearby until one is red.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { buildSync, transformSync } from 'esbuild';
import Mocha from 'mocha';
import { type Mutation, mutations } from './mutations.js';

const HELP = `Changes one right, kind or offset of the table or a meaning at a time, and runs unit tests until one is red.

  npm run mutants:table -- [options]      all of them, in about ten minutes

  --only TEXT    only mutations whose file and change contain TEXT
  --list         prints the mutations and tries none
  --help         this

Exit status: 0 if every mutation is noticed, 1 if one survives.`;

const { values } = parseArgs({
  options: {
    only: { type: 'string', default: '' },
    list: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

// Each run of the nearest tests listens to errors of the process.
process.setMaxListeners(0);
const root = new URL('../../../', import.meta.url);
/** Tests that are run for every mutation, in this process. */
const nearest =
  /^dist\/tests\/(domain\/preview1\/.*|application\/(abi\/shells|hostcalls\/rights-of-the-table))\.test\.js$/;
/** Those that are run after them, each stage in a process of its own. */
const stages = [
  ['dist/tests/domain/descriptors/*.test.js'],
  ['dist/tests/application/hostcalls/*.test.js'],
  ['dist/tests/application/abi/*.test.js', 'dist/tests/application/tracing/cases/*.test.js'],
];
/** What runs longer than the tests do without a mutation hangs by it. */
const PATIENCE = 300_000;

/** Whether a test of a stage is red. */
function isRed(copy: string, tests: readonly string[]): boolean {
  const mocha = join(copy, 'node_modules/mocha/bin/mocha.js');
  const { status } = spawnSync(
    process.execPath,
    [mocha, '--bail', '--timeout', '60000', '--reporter', 'min', ...tests],
    {
      cwd: copy,
      stdio: 'ignore',
      timeout: PATIENCE,
    },
  );
  return status !== 0;
}

/** Whether one of the nearest tests is red. They are bundled with what they test, since a module is loaded once. */
async function isNearestRed(copy: string, number: number): Promise<boolean> {
  const tests = readdirSync(join(copy, 'dist/tests'), { recursive: true, encoding: 'utf8' })
    .map(name => `dist/tests/${name}`)
    .filter(name => nearest.test(name));
  // Beside a test that finds files from where it is.
  const outfile = join(copy, `dist/tests/application/abi/mutant-${number}.mjs`);
  buildSync({
    stdin: { contents: tests.map(name => `import './${name}';`).join('\n'), resolveDir: copy },
    outfile,
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    // The package says that its modules have no side effects; tests have.
    ignoreAnnotations: true,
    logLevel: 'silent',
  });
  const mocha = new Mocha({ bail: true, reporter: class {} as never });
  mocha.suite.emit('pre-require', globalThis, outfile, mocha);
  try {
    await import(pathToFileURL(outfile).href);
  } catch {
    // A table that cannot be read is noticed, too.
    return true;
  }
  if (mocha.suite.total() === 0) throw new Error('the nearest tests are not there');
  return new Promise(resolve => mocha.run(failures => resolve(failures > 0)));
}

/** The stage in which a mutation is noticed, 0 for the nearest tests; -1 if it survives. */
async function tryOut(copy: string, { file, source }: Mutation, number: number): Promise<number> {
  const place = join(copy, 'dist', file.replace(/\.ts$/, '.js'));
  const original = join(fileURLToPath(root), 'dist', file.replace(/\.ts$/, '.js'));
  writeFileSync(place, transformSync(source, { loader: 'ts', format: 'esm', target: 'es2022' }).code);
  try {
    if (await isNearestRed(copy, number)) return 0;
    const stage = stages.findIndex(tests => isRed(copy, tests));
    return stage < 0 ? -1 : stage + 1;
  } finally {
    cpSync(original, place);
  }
}

async function run(): Promise<number> {
  const chosen = [...mutations(root)].filter(({ file, text }) => `${file} ${text}`.includes(values.only));
  const spelt = ({ file, line, text }: Mutation) => `${file}:${line}: ${text}`;
  if (values.list) {
    for (const mutation of chosen) console.log(spelt(mutation));
    return 0;
  }
  const copy = mkdtempSync(join(tmpdir(), 'mutants-'));
  const from = fileURLToPath(root);
  try {
    for (const part of ['dist', 'domain', 'application', 'adapters', 'api', 'tools', 'docs', 'package.json'])
      cpSync(join(from, part), join(copy, part), { recursive: true });
    symlinkSync(join(from, 'node_modules'), join(copy, 'node_modules'));
    if ((await isNearestRed(copy, -1)) || stages.some(tests => isRed(copy, tests)))
      throw new Error('a test is red without a mutation');
    const noticed = [0, ...stages.map(() => 0)];
    const survivors: Mutation[] = [];
    for (const [number, mutation] of chosen.entries()) {
      const stage = await tryOut(copy, mutation, number);
      if (stage < 0) {
        survivors.push(mutation);
        console.log(`survived: ${spelt(mutation)}`);
      } else {
        noticed[stage] = (noticed[stage] as number) + 1;
      }
    }
    const killed = chosen.length - survivors.length;
    console.log(
      `${chosen.length} made, ${killed} killed (by stage: ${noticed.join(', ')}), ${survivors.length} survived`,
    );
    return survivors.length === 0 ? 0 : 1;
  } finally {
    rmSync(copy, { recursive: true });
  }
}

if (values.help) console.log(HELP);
else process.exitCode = await run();
