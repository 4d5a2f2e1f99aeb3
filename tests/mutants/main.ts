/**
 * Tries whether the unit tests notice a wrong fact: `npm run mutants:table -- --help`. In a copy of the build it changes one right, kind or offset at a time
 * and runs the tests nearby until one is red.
 */
import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
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

/** What tests said of a mutation. */
type Verdict = 'green' | 'red' | 'not loaded';

/** Runs the tests of a stage. */
function verdictOf(copy: string, tests: readonly string[]): Verdict {
  const mocha = join(copy, 'node_modules/mocha/bin/mocha.js');
  const report = join(copy, 'report.json');
  rmSync(report, { force: true });
  const { status, signal } = spawnSync(
    process.execPath,
    [mocha, '--bail', '--timeout', '60000', '--reporter', 'json', '--reporter-option', `output=${report}`, ...tests],
    { cwd: copy, stdio: 'ignore', timeout: PATIENCE },
  );
  if (signal !== null) return 'red';
  if (!existsSync(report)) return 'not loaded';
  const { stats } = JSON.parse(readFileSync(report, 'utf8')) as { stats: { tests: number; failures: number } };
  if (stats.tests === 0) throw new Error(`no test has run: ${tests.join(' ')}`);
  return status === 0 && stats.failures === 0 ? 'green' : 'red';
}

/** Runs the nearest tests. They are bundled with what they test, since a module is loaded once. */
async function nearestVerdict(copy: string, number: number): Promise<Verdict> {
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
  const mocha = new Mocha({ bail: true, timeout: 60_000, reporter: class {} as never });
  mocha.suite.emit('pre-require', globalThis, outfile, mocha);
  try {
    await import(pathToFileURL(outfile).href);
  } catch {
    return 'not loaded';
  }
  if (mocha.suite.total() === 0) throw new Error('the nearest tests are not there');
  return new Promise(resolve => mocha.run(failures => resolve(failures > 0 ? 'red' : 'green')));
}

/** The stage in which a mutation is noticed, 0 for the nearest tests, and how; `green` if it survives. */
async function tryOut(
  copy: string,
  { file, source }: Mutation,
  number: number,
): Promise<{ stage: number; verdict: Verdict }> {
  const place = join(copy, 'dist', file.replace(/\.ts$/, '.js'));
  const original = join(fileURLToPath(root), 'dist', file.replace(/\.ts$/, '.js'));
  writeFileSync(place, transformSync(source, { loader: 'ts', format: 'esm', target: 'es2022' }).code);
  try {
    let stage = 0;
    let verdict = await nearestVerdict(copy, number);
    for (; verdict === 'green' && stage < stages.length; stage++) verdict = verdictOf(copy, stages[stage] as string[]);
    return { stage, verdict };
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
    if ((await nearestVerdict(copy, -1)) !== 'green' || stages.some(tests => verdictOf(copy, tests) !== 'green'))
      throw new Error('a test is red without a mutation: npm test says which');
    const noticed = [0, ...stages.map(() => 0)];
    /** The tests did not start with it: a table that cannot be read, for one. */
    let unloadable = 0;
    const survivors: Mutation[] = [];
    for (const [number, mutation] of chosen.entries()) {
      const { stage, verdict } = await tryOut(copy, mutation, number);
      if (verdict === 'not loaded') unloadable++;
      if (verdict === 'green') {
        survivors.push(mutation);
        console.log(`survived: ${spelt(mutation)}`);
      } else {
        noticed[stage] = (noticed[stage] as number) + 1;
      }
    }
    const killed = chosen.length - survivors.length;
    console.log(
      `${chosen.length} made, ${killed} killed (by stage: ${noticed.join(', ')}; ${unloadable} kept the tests from loading), ${survivors.length} survived`,
    );
    return survivors.length === 0 ? 0 : 1;
  } finally {
    rmSync(copy, { recursive: true });
  }
}

if (values.help) console.log(HELP);
else process.exitCode = await run();
