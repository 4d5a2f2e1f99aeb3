/** Runs tests in a process of its own, with one mutation switched on or none, as often as it is asked to: `node run-tests.js FILES...` */
import Mocha from 'mocha';
import { VARIABLE } from './switched-code.js';

/** How long a hook may take, or a test of which nothing is known, in milliseconds. */
const PATIENCE = 60_000;

/** What is to be run. */
export interface Request {
  readonly mutation: number | undefined;
  /** The tests by their numbers; undefined for all of them, of which is told what they reach. */
  readonly tests: readonly number[] | undefined;
  /** How long each of them may take, in milliseconds. */
  readonly patience?: number | undefined;
}

/** A test that has run. */
export interface Ran {
  readonly title: string;
  readonly file: string;
  readonly green: boolean;
  /** Processor time in milliseconds: a busy machine does not change it. */
  readonly cost: number;
  /** Mutations whose places it runs, and those that are run before it by hooks. */
  readonly reached: readonly number[];
  readonly before: readonly number[];
}

/** What came of a run. */
export interface Report {
  /** The number of the test that was red first, or for which a hook was. */
  readonly red?: number | undefined;
  /** All tests in the order of their numbers, if all were run. */
  readonly ran: readonly Ran[];
  /** What was reached when the files were loaded. */
  readonly atLoad: readonly number[];
  /** Whether the place of the mutation was run. It need not be where a process keeps what it has worked out once. */
  readonly wasRun: boolean;
}

let active = Number(process.env[VARIABLE] ?? Number.NaN);
let reached = new Set<number>();
/** Whether the place of the active mutation has been run since it is active. */
let wasRun = false;
Object.assign(globalThis, {
  isMutationOn(number: number) {
    reached.add(number);
    if (number === active) wasRun = true;
    return number === active;
  },
});

/** What was reached since this was asked last. */
function takeReached(): number[] {
  const taken = [...reached];
  reached = new Set();
  return taken;
}

/** Processor time of this process in milliseconds. */
function processorTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

const mocha = new Mocha({ timeout: PATIENCE, reporter: class {} as never });
mocha.cleanReferencesAfterRun(false);
let before: readonly number[] = [];
let start = 0;
const ran = new Map<Mocha.Test, Ran>();
// Around the hooks of every suite.
mocha.suite.beforeEach(() => {
  before = takeReached();
  start = processorTime();
});
mocha.suite.afterEach(function () {
  const test = this.currentTest as Mocha.Test;
  const cost = processorTime() - start;
  const file = test.file ?? '';
  process.send?.('alive');
  ran.set(test, {
    title: test.fullTitle(),
    file,
    green: test.state === 'passed',
    cost,
    reached: takeReached(),
    before,
  });
});
for (const file of process.argv.slice(2)) mocha.addFile(file);
await mocha.loadFilesAsync();
const atLoad = takeReached();
const all: Mocha.Test[] = [];
const owned = new Map<Mocha.Suite, readonly Mocha.Test[]>();
mocha.suite.eachTest(test => {
  all.push(test);
  const suite = test.parent as Mocha.Suite;
  owned.set(suite, suite.tests);
});

async function run({ mutation, tests, patience = PATIENCE }: Request): Promise<Report> {
  active = mutation ?? Number.NaN;
  wasRun = false;
  if (mutation === undefined) delete process.env[VARIABLE];
  else process.env[VARIABLE] = String(mutation);
  const chosen = new Set(tests?.map(number => all[number]) ?? all);
  for (const [suite, its] of owned) suite.tests = its.filter(test => chosen.has(test));
  for (const test of chosen) test?.timeout(patience);
  ran.clear();
  let red: number | undefined;
  await new Promise<void>(resolve => {
    const runner = mocha.run(() => resolve());
    runner.on('fail', (failed: Mocha.Runnable) => {
      const test = ran.has(failed as Mocha.Test) || chosen.has(failed as Mocha.Test) ? failed : failed.ctx?.currentTest;
      const number = all.indexOf(test as Mocha.Test);
      red ??= number >= 0 ? number : all.findIndex(each => chosen.has(each) && each.file === failed.file);
      if (tests !== undefined) runner.abort();
    });
  });
  const reports = tests === undefined ? all.map(test => ran.get(test) ?? unrun(test)) : [];
  return { red, ran: reports, atLoad, wasRun };
}

/** A test that was skipped, or before which a hook was red. */
function unrun(test: Mocha.Test): Ran {
  return { title: test.fullTitle(), file: test.file ?? '', green: false, cost: 0, reached: [], before: [] };
}

process.on('message', async (request: Request) => {
  process.send?.(await run(request));
});
process.send?.('loaded');
