import { browserPorts } from 'hostcall/browser';
import { clocksContract, engineContract, randomContract, waitingContract } from 'hostcall/testing';
import type { ContractJob, TestReport } from './job.js';

const contracts = {
  clocks: () => clocksContract(() => browserPorts().clocks),
  engine: () => engineContract(() => browserPorts().engine),
  random: () => randomContract(() => browserPorts().random),
  waiting: () => waitingContract(() => browserPorts().waiting),
};

/** Runs the contracts of ports in the browser that this is in. */
export async function runContract({ ports }: ContractJob): Promise<TestReport[]> {
  const reports: TestReport[] = [];
  for (const { title, run } of ports.flatMap(port => contracts[port]())) {
    try {
      await run();
      reports.push({ title });
    } catch (error) {
      reports.push({ title, failure: String((error as Error).stack ?? error) });
    }
  }
  return reports;
}
