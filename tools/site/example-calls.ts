import type { ExampleCall } from '../../adapters/site/manifest.js';
import { readRecording } from '../../application/recording/index.js';
import { callSentence } from '../../application/sentences/index.js';
import { errnoName, type HostcallName } from '../../domain/index.js';
import type { BuiltRun } from './record-runs.js';

/** How many examples a hostcall gets. */
const MOST = 3;

/**
 * Finds an example of each hostcall in recorded runs: the first call that succeeded, and the first that failed with each errno.
 * @returns by the hostcall's name; none for a hostcall that no run has
 */
export function exampleCalls(runs: readonly BuiltRun[]): Partial<Record<HostcallName, ExampleCall[]>> {
  const found: Partial<Record<HostcallName, ExampleCall[]>> = {};
  for (const { program, recording } of runs) {
    let number = 0;
    for (const call of readRecording(recording).calls()) {
      const list = found[call.name] ?? [];
      found[call.name] = list;
      const errno = call.errno === 0 ? '' : errnoName(call.errno);
      if (list.length < MOST && list.every(example => example.errno !== errno))
        list.push({ run: program.name, call: number, line: call.text(), sentence: callSentence(call), errno });
      number++;
    }
  }
  for (const list of Object.values(found)) list.sort((a, b) => Number(a.errno !== '') - Number(b.errno !== ''));
  return found;
}
