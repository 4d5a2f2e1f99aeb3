import { expect } from 'chai';
import { accessedTime, Fstflag, modifiedTime, since1970, timesConflict, wantsNow } from '../../../domain/index.js';

const GIVEN = 2n ** 64n - 1n;
const NOW = 1_700_000_000_123_456_789n;
const { ATIM, ATIM_NOW, MTIM, MTIM_NOW } = Fstflag;

describe('times to set', () => {
  for (let flags = 0; flags < 16; flags++) {
    it(`with flags ${flags.toString(2).padStart(4, '0')}`, () => {
      const given = (bit: number) => (flags & bit) !== 0;
      expect(timesConflict(flags)).equal((given(ATIM) && given(ATIM_NOW)) || (given(MTIM) && given(MTIM_NOW)));
      expect(wantsNow(flags)).equal(given(ATIM_NOW) || given(MTIM_NOW));
      if (timesConflict(flags)) return;
      expect(accessedTime(flags, GIVEN, NOW)).equal(given(ATIM_NOW) ? NOW : given(ATIM) ? GIVEN : undefined);
      expect(modifiedTime(flags, GIVEN, NOW)).equal(given(MTIM_NOW) ? NOW : given(MTIM) ? GIVEN : undefined);
    });
  }

  it('take 0 for a time', () => {
    expect(accessedTime(ATIM, 0n, NOW)).equal(0n);
    expect(modifiedTime(MTIM, 0n, NOW)).equal(0n);
  });
});

describe('since1970', () => {
  it('has no time before 1970, and none that 64 bits do not hold', () => {
    const times = [-1n, 0n, 1n, 2n ** 64n - 1n, 2n ** 64n].map(since1970);
    expect(times).eql([0n, 0n, 1n, 2n ** 64n - 1n, 2n ** 64n - 1n]);
  });
});
