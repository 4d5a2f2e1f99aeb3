import type { Process } from '../../domain/index.js';
import { type ContractTest, collectTests } from './contract-test.js';
import { expectWithin } from './expectations.js';
import { now } from './stopwatch.js';

/**
 * What `Process` promises.
 * @param make makes one
 */
export function processContract(make: () => Process): ContractTest[] {
  return collectTests('process', it => {
    it('yields and comes back', () => {
      const process = make();
      const begin = now();
      for (let i = 0; i < 1000; i++) process.yield();
      expectWithin(now() - begin, 0, 20_000, 'milliseconds for 1000 calls');
    });
  });
}
