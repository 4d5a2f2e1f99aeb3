import { browserPorts } from 'hostcall/browser';
import { describeClocks, describeEngine, describeRandom, describeWaiting } from '../contract/index.js';
import type { ContractJob, TestReport } from './job.js';

const suites = {
  clocks: () => describeClocks('browser', () => browserPorts().clocks),
  engine: () => describeEngine('browser', () => browserPorts().engine),
  random: () => describeRandom('browser', () => browserPorts().random),
  waiting: () => describeWaiting('browser', () => browserPorts().waiting),
};

/** Runs suites of ports in the browser that this is in, with the two functions of mocha's that they use. */
export async function runContract({ ports }: ContractJob): Promise<TestReport[]> {
  const tests: { title: string; run: () => unknown }[] = [];
  Object.assign(globalThis, {
    describe: (_: string, declare: () => void) => declare(),
    it: (title: string, run: () => unknown) => tests.push({ title, run }),
  });
  for (const port of ports) suites[port]();
  const reports: TestReport[] = [];
  for (const { title, run } of tests) {
    try {
      await run();
      reports.push({ title });
    } catch (error) {
      reports.push({ title, failure: String((error as Error).stack ?? error) });
    }
  }
  return reports;
}
