/** Tries whether the tests notice a broken guard or a wrong fact: `npm run mutants -- --help`. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { transformSync } from 'esbuild';
import { guardMutations } from './guard-mutations.js';
import { excuseFor } from './harmless/index.js';
import type { Mutation } from './source-mutations.js';
import { switchedCode } from './switched-code.js';
import { tableMutations } from './table-mutations.js';
import { TestSelection, type Verdict } from './test-selection.js';
import { TABLE_STAGES, testsNear } from './tests-near.js';
import { Verdicts } from './verdicts.js';

const HELP = `Breaks one guard at a time, in a copy of the build, and runs the tests near it that run its line, until one is red.

  npm run mutants -- [options]      guards: comparisons, bounds, refusals, no-follow flags
  npm run mutants:table -- [options]    rights, kinds and offsets of the table and the meanings, in about ten minutes

  --file TEXT    only mutations of files whose path contains TEXT
  --only TEXT    only mutations whose file and change contain TEXT
  --by-hand      only mutations that were thought of by hand, and not found by a pattern
  --sample N     only every Nth of them
  --quick        only the quickest tests that run a line: some mutations survive that others would notice
  --fresh        also those that were noticed before, in files whose code has not changed since
  --verbose      also prints which test has noticed a mutation
  --list         prints the mutations and tries none
  --help         this

A mutation with which the tests do not load is not noticed: it is counted by itself.
It is undecided about one that only tests notice which are red without it.
Exit status: 0 if every mutation is noticed or known to be harmless, 1 if not.`;

const { values } = parseArgs({
  options: {
    table: { type: 'boolean', default: false },
    file: { type: 'string', default: '' },
    only: { type: 'string', default: '' },
    'by-hand': { type: 'boolean', default: false },
    sample: { type: 'string', default: '1' },
    quick: { type: 'boolean', default: false },
    fresh: { type: 'boolean', default: false },
    verbose: { type: 'boolean', default: false },
    list: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

const root = new URL('../../../', import.meta.url);

const ofCommandLine = (file: string) => file.includes('adapters/cli/');

/** Whether a file is used through a bundle, of the command line or of an entry point, and not by itself. */
const isBundled = (file: string) =>
  ofCommandLine(file) || /^adapters\/node\/(guest-thread|run-in-worker)\.ts$/.test(file);

/** Files that are of use in workers, or to who starts them. */
const OF_WORKERS = /^adapters\/node\/(nonblocking-descriptor|uninterrupted|waiting|worker)\.ts$/;

/** Whether tests run a file in a thread or a process of its own, where it is not seen. */
const runsElsewhere = (file: string) => ofCommandLine(file) || file.endsWith('-thread.ts') || OF_WORKERS.test(file);

/** What a source file is compiled into, without comments. @returns undefined if it cannot be */
function compiled(source: string): string | undefined {
  try {
    return transformSync(source, {
      loader: 'ts',
      format: 'esm',
      target: 'es2022',
      minifyWhitespace: true,
      logLevel: 'silent',
    }).code;
  } catch {
    return undefined;
  }
}

/** A mutation of what is run. */
interface Trial {
  readonly mutation: Mutation;
  /** Its name among those of its file, which stays the same when only comments change. */
  readonly name: string;
  readonly original: string;
  /** What the file is compiled into without it. */
  readonly originalCode: string;
  /** What it is compiled into; undefined if it cannot be. */
  readonly code: string | undefined;
}

/** Mutations of code. Those of types and comments change nothing that is run. */
function* trialsOf(mutations: Iterable<Mutation>): Generator<Trial> {
  const originals = new Map<string, { text: string; code: string; texts: string[] }>();
  for (const mutation of mutations) {
    let original = originals.get(mutation.file);
    if (original === undefined) {
      const text = readFileSync(new URL(mutation.file, root), 'utf8');
      original = { text, code: compiled(text) ?? '', texts: [] };
      originals.set(mutation.file, original);
    }
    const code = compiled(mutation.source);
    if (code === original.code) continue;
    const before = original.texts.filter(text => text === mutation.text).length;
    original.texts.push(mutation.text);
    const name = `${before}: ${mutation.text}`;
    yield { mutation, name, original: original.text, originalCode: original.code, code };
  }
}

/** The line and the column of a mutation. */
function placeOf({ file, line, offset }: Mutation): string {
  return `${line}:${offset - readFileSync(new URL(file, root), 'utf8').lastIndexOf('\n', offset - 1)}`;
}

/** What is counted and said of a mutation that was not noticed. */
const OTHERWISE = {
  green: { count: 'survived', words: 'survived' },
  'not loaded': { count: 'unloadable', words: 'tests do not load' },
  'not reached': { count: 'unreached', words: 'no test near runs' },
  undecided: { count: 'undecided', words: 'undecided' },
} as const;

/** Tells what tests say of mutations, in a copy of the build. */
class Trials {
  readonly #copy: string;
  readonly #trials: readonly Trial[];
  /** Scripts with all of their mutations, to be switched on one by one. */
  readonly #scripts = new Map<string, string>();
  /** Those that cannot be switched on. */
  readonly #left = new Set<number>();
  /** The tests of a stage, by their names. Those of a later one are run when a mutation has survived the earlier ones. */
  readonly #selections = new Map<string, TestSelection>();

  /** @param trials all that may be tried */
  constructor(copy: string, trials: readonly Trial[]) {
    this.#copy = copy;
    this.#trials = trials;
    for (const [file, ofFile] of grouped([...trials.entries()], ([, { mutation }]) => mutation.file)) {
      const numbered = ofFile.flatMap(([number, { code }]) => (code === undefined ? [] : [{ number, code }]));
      const { code, left } = switchedCode(ofFile[0]?.[1].originalCode ?? '', numbered);
      for (const number of left) this.#left.add(number);
      this.#scripts.set(file, code);
      this.#install(file, code);
    }
    this.#bundle([...this.#scripts.keys()]);
  }

  async verdictOn(number: number): Promise<Verdict> {
    const { mutation, code } = this.#trials[number] as Trial;
    const { file } = mutation;
    if (code === undefined) return { kind: 'not loaded' };
    let isReached = false;
    const stages = values.table ? TABLE_STAGES : testsNear(file);
    for (const names of values.quick ? stages.slice(0, 1) : stages) {
      const tests = await this.#selection(names);
      const verdict = this.#left.has(number)
        ? await this.#loaded(tests, file, code, number)
        : await tests.verdictOn(number, { elsewhere: runsElsewhere(file), quick: values.quick });
      if (verdict.kind !== 'green' && verdict.kind !== 'not reached') return verdict;
      isReached ||= verdict.kind === 'green';
    }
    return { kind: isReached ? 'green' : 'not reached' };
  }

  /** Ends what runs tests. */
  close(): void {
    for (const selection of this.#selections.values()) selection.close();
  }

  /** Runs tests with a mutation that cannot be switched on. */
  async #loaded(tests: TestSelection, file: string, code: string, number: number): Promise<Verdict> {
    this.#install(file, code);
    this.#bundle([file]);
    const verdict = await tests.loadedWith(number, () => {
      this.#install(file, this.#scripts.get(file) ?? '');
      this.#bundle([file]);
    });
    return verdict;
  }

  #install(file: string, code: string): void {
    writeFileSync(join(this.#copy, `dist/${file.replace(/\.ts$/, '.js')}`), code);
  }

  /** Makes the bundles anew, if one of the files is used through them. */
  #bundle(files: readonly string[]): void {
    if (files.some(isBundled))
      spawnSync(process.execPath, ['dist/tools/bundle.js'], { cwd: this.#copy, stdio: 'ignore' });
  }

  async #selection(names: readonly string[]): Promise<TestSelection> {
    const selection = this.#selections.get(names.join()) ?? (await TestSelection.of(this.#copy, names));
    this.#selections.set(names.join(), selection);
    return selection;
  }
}

function grouped<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}

/** Copies the build, and what its tests read. */
function copyBuild(): string {
  const copy = mkdtempSync(join(tmpdir(), 'mutants-'));
  const from = fileURLToPath(root);
  for (const part of readdirSync(from)) {
    if (part === 'node_modules' || part === '.git') continue;
    cpSync(join(from, part), join(copy, part), { recursive: true });
  }
  symlinkSync(join(from, 'node_modules'), join(copy, 'node_modules'));
  return copy;
}

async function run(): Promise<number> {
  const every = Math.max(Number(values.sample), 1);
  const ofFiles = [...(values.table ? tableMutations(root) : guardMutations(root))].filter(({ file }) =>
    file.includes(values.file),
  );
  const trials = [...trialsOf(ofFiles)]
    .filter(({ mutation: { file, text } }) => `${file} ${text}`.includes(values.only))
    .filter(({ mutation }) => mutation.byHand === true || !values['by-hand'])
    .filter((_, index) => index % every === 0);
  const spelt = (mutation: Mutation) => `${mutation.file}:${placeOf(mutation)}: ${mutation.text}`;
  if (values.list) {
    for (const { mutation } of trials) console.log(spelt(mutation));
    return 0;
  }
  const verdicts = new Verdicts(fileURLToPath(new URL('node_modules/.cache/hostcall-mutants/', root)));
  const counts = { killed: 0, known: 0, harmless: 0, unloadable: 0, unreached: 0, undecided: 0, survived: 0 };
  const open = trials.filter(({ mutation, name, original, originalCode }) => {
    const isHarmless = excuseFor(mutation, original) !== undefined;
    const isKnown = !values.fresh && verdicts.isKilled(mutation.file, originalCode, name);
    if (isHarmless) counts.harmless++;
    else if (isKnown) counts.known++;
    return !isHarmless && !isKnown;
  });
  const copy = copyBuild();
  const trying = new Trials(copy, open);
  try {
    for (const [number, trial] of open.entries()) {
      const verdict = await trying.verdictOn(number);
      const place = spelt(trial.mutation);
      if (verdict.kind === 'red') {
        if (values.verbose) console.log(`killed: ${place}, by ${verdict.test ?? 'tests that did not end'}`);
        counts.killed++;
        verdicts.kill(trial.mutation.file, trial.originalCode, trial.name);
      } else {
        const { count, words } = OTHERWISE[verdict.kind];
        counts[count]++;
        console.log(`${words}: ${place}`);
      }
    }
    console.log(
      `${trials.length} made, ${counts.killed + counts.known} killed (${counts.known} in earlier runs), ` +
        `${counts.harmless} harmless, ${counts.unloadable} with which the tests do not load, ${counts.undecided} undecided, ${counts.unreached} that no test near runs, ${counts.survived} survived`,
    );
    return counts.survived + counts.unreached + counts.undecided === 0 ? 0 : 1;
  } finally {
    trying.close();
    rmSync(copy, { recursive: true });
  }
}

if (values.help) console.log(HELP);
else process.exitCode = await run();
