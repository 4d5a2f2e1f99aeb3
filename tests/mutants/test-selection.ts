import { type ChildProcess, fork } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Ran, Report, Request } from './run-tests.js';
import { VARIABLE } from './switched-code.js';

/** A test hangs that runs longer than this and many times what it costs, in milliseconds. */
const PATIENCE = 10_000;
const TIMES = 40;
/** Loading takes no longer than this, and a test of which nothing is known, in milliseconds. */
const LONG = 300_000;
/** Tests that cost no more than this together are run first: processor time in milliseconds. */
const QUICK = 500;

/** What tests said of a mutation. */
export type Verdict =
  | { readonly kind: 'green' | 'not loaded' | 'not reached' | 'undecided' }
  /** The title of the test that was red first. It is not known of tests that did not end. */
  | { readonly kind: 'red'; readonly test: string | undefined };

/** Tests near some source files, and which of them run a place that a mutation changes. */
export class TestSelection {
  readonly #copy: string;
  readonly #files: readonly string[];
  #child: ChildProcess | undefined;
  /** What all of them do when nothing is mutated, by their numbers. */
  #ran: readonly Ran[] = [];
  #atLoad: readonly number[] = [];
  /** Whether the place of the mutation that is tried was run. */
  #wasRun = false;
  /** What hooks reach, by the file with the tests. */
  readonly #around = new Map<string, Set<number>>();

  private constructor(copy: string, files: readonly string[]) {
    this.#copy = copy;
    this.#files = files;
  }

  /**
   * Runs all of the tests once. One that is red without a mutation is told of, and not run again.
   * @param copy the folder of a build
   * @param names patterns of files, relative to `dist/tests`
   */
  static async of(copy: string, names: readonly string[]): Promise<TestSelection> {
    const selection = new TestSelection(copy, filesNamed(copy, names));
    const report = await selection.#run({ mutation: undefined, tests: undefined }, LONG);
    if (typeof report === 'string') throw new Error(`without a mutation, tests are ${report}: ${names.join(' ')}`);
    selection.#ran = report.ran;
    selection.#atLoad = report.atLoad;
    for (const { title, file, green, before } of report.ran) {
      if (!green) console.log(`not green without a mutation: ${title}`);
      const around = selection.#around.get(file) ?? new Set();
      for (const number of before) around.add(number);
      selection.#around.set(file, around);
    }
    return selection;
  }

  /** Ends the process of the tests. */
  close(): void {
    this.#child?.kill('SIGKILL');
    this.#child = undefined;
  }

  /**
   * Runs the tests that run the place of a mutation, quick ones first, until one is red. What the process has kept of earlier runs may hide it: those that are
   * all green are run once more in a new one, and so are all the tests if they have not even run the place this time.
   * @param elsewhere whether they may run it in other threads and processes: then they are all the tests
   * @param quick whether it is only the quick ones
   */
  async verdictOn(mutation: number, { elsewhere = false, quick = false } = {}): Promise<Verdict> {
    const green = [...this.#ran.keys()].filter(number => this.#ran[number]?.green);
    const direct = green.filter(number => this.#ran[number]?.reached.includes(mutation));
    const others = green.filter(number => !direct.includes(number));
    const around = others.filter(number => this.#around.get(this.#ran[number]?.file ?? '')?.has(mutation));
    const tests = [direct, elsewhere ? others : around].flatMap(numbers =>
      numbers.sort((one, other) => this.#cost([one]) - this.#cost([other])),
    );
    const atLoad = this.#atLoad.includes(mutation);
    if (tests.length === 0 && !atLoad) return { kind: 'not reached' };
    this.#wasRun = false;
    let first = 1;
    while (first < tests.length && this.#cost(tests.slice(0, first + 1)) < QUICK) first++;
    for (const part of [tests.slice(0, first), quick ? [] : tests.slice(first)]) {
      const verdict = part.length === 0 ? undefined : await this.#verdict(mutation, part);
      if (verdict !== undefined && verdict.kind !== 'green') return verdict;
    }
    if (atLoad || (direct.length > 0 && !this.#wasRun)) return this.loadedWith(mutation);
    if (quick || direct.length === 0) return { kind: 'green' };
    this.close();
    return this.#verdict(mutation, tests);
  }

  /**
   * Loads the tests and what they test with a mutation, and runs all of them.
   * @param undo takes the mutation out of what is loaded, if it is not switched off by itself
   */
  async loadedWith(mutation: number, undo = () => {}): Promise<Verdict> {
    this.close();
    const green = [...this.#ran.keys()].filter(number => this.#ran[number]?.green);
    const report = await this.#run({ mutation, tests: green }, LONG, { [VARIABLE]: String(mutation) });
    this.close();
    undo();
    if (report === 'not loaded') return { kind: report };
    if (report === 'endless') return { kind: 'red', test: undefined };
    return report.red === undefined ? { kind: 'green' } : this.#checked(report.red);
  }

  /**
   * A test that is red has to be green with the mutation off, and red with it on again. What an earlier mutation has left behind may have made it
   * red: in a new process there is nothing of that.
   */
  async #verdict(mutation: number, tests: readonly number[]): Promise<Verdict> {
    const first = await this.#red(mutation, tests);
    if (typeof first !== 'number') return first.kind === 'red' ? this.#endless(tests) : first;
    const off = await this.#red(undefined, [first]);
    const on = await this.#red(mutation, [first]);
    if (typeof off !== 'number' && off.kind === 'green' && on === first) {
      return { kind: 'red', test: this.#ran[first]?.title };
    }
    this.close();
    const again = await this.#red(mutation, tests);
    return typeof again === 'number' ? this.#checked(again) : again;
  }

  /** Tests that do not end with a mutation have to end without it. */
  async #endless(tests: readonly number[]): Promise<Verdict> {
    const off = await this.#red(undefined, tests);
    const ends = typeof off === 'number' || off.kind === 'green';
    return ends ? { kind: 'red', test: undefined } : { kind: 'undecided' };
  }

  /** Whether a test is red for no other reason than a mutation: in a new process, without it. */
  async #checked(test: number): Promise<Verdict> {
    this.close();
    const off = await this.#red(undefined, [test]);
    const isGreen = typeof off !== 'number' && off.kind === 'green';
    return isGreen ? { kind: 'red', test: this.#ran[test]?.title } : { kind: 'undecided' };
  }

  /** @returns the number of the test that was red first, or what there is to say if none was */
  async #red(mutation: number | undefined, tests: readonly number[]): Promise<number | Verdict> {
    const most = Math.max(...tests.map(number => this.#cost([number])));
    const patience = PATIENCE + TIMES * most;
    const report = await this.#run({ mutation, tests, patience }, 2 * patience);
    if (report === 'not loaded') return { kind: report };
    if (report === 'endless') return { kind: 'red', test: undefined };
    this.#wasRun ||= report.wasRun;
    return report.red ?? { kind: 'green' };
  }

  /** What tests cost, in milliseconds of processor time. */
  #cost(tests: readonly number[]): number {
    return tests.reduce((sum, number) => sum + (this.#ran[number]?.cost ?? 0), 0);
  }

  /** @param patience in milliseconds */
  async #run(request: Request, patience: number, variables = {}): Promise<Report | 'endless' | 'not loaded'> {
    // A mutation may have ended it after it had answered, or closed what it is told through.
    if (this.#child?.connected !== true) {
      this.close();
      const child = fork(join(this.#copy, 'dist/tests/mutants/run-tests.js'), this.#files, {
        cwd: this.#copy,
        env: { ...process.env, ...variables },
        execArgv: ['--no-warnings'],
        stdio: 'ignore',
      });
      this.#child = child;
      if ((await this.#answer(child, LONG)) === undefined) return 'not loaded';
    }
    const child = this.#child;
    child.send(request, () => {});
    const report = await this.#answer(child, patience);
    return report ?? 'endless';
  }

  /** What the process says in the end. One that does not say for a while that it is alive is ended. */
  #answer(child: ChildProcess, patience: number): Promise<Report | undefined> {
    return new Promise(resolve => {
      const finish = (report?: Report) => {
        clearTimeout(timer);
        child.removeAllListeners();
        if (report === undefined) this.close();
        resolve(report);
      };
      const timer = setTimeout(finish, patience);
      child.once('exit', () => finish());
      child.on('message', (message: Report | 'alive') => {
        if (message === 'alive') timer.refresh();
        else finish(message);
      });
    });
  }
}

/**
 * Files of tests, from the root of a build, by patterns of their names.
 * @throws Error for a pattern that none has
 */
export function filesNamed(copy: string, patterns: readonly string[]): string[] {
  const all = readdirSync(join(copy, 'dist/tests'), { recursive: true, encoding: 'utf8' }).sort();
  const files = patterns.flatMap(pattern => {
    const escaped = pattern.replaceAll('.', '\\.');
    const named = new RegExp(`^${escaped.replaceAll(/\*\*\/|\*/g, found => (found === '*' ? '[^/]*' : '(.*/)?'))}$`);
    const found = all.filter(name => named.test(name)).map(name => `dist/tests/${name}`);
    if (found.length === 0) throw new Error(`there is no test ${pattern}`);
    return found;
  });
  return [...new Set(files)];
}
