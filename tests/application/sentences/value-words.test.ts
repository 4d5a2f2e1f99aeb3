import { expect } from 'chai';
import { durationWords } from '../../../application/sentences/index.js';

describe('durationWords', () => {
  for (const [nanoseconds, words] of [
    [0n, '0 ns'],
    [999n, '999 ns'],
    [1000n, '1 us'],
    [1500n, '1.5 us'],
    [100_000_000n, '100 ms'],
    [1_044_118_831n, '1.044118831 s'],
    [60_000_000_000n, '60 s'],
  ] as const)
    it(`shows ${nanoseconds} ns in the largest unit that fits: ${words}`, () => {
      expect(durationWords(nanoseconds)).to.equal(words);
    });
});
