import { expect } from 'chai';
import fc from 'fast-check';
import { BUCKETS, bucketOf, quantile } from '../../../../application/tracing/summary/histogram.js';

/** Any duration, small and large alike. */
const duration = fc
  .tuple(fc.integer({ min: 0, max: 50 }), fc.double({ min: 1, max: 2, noNaN: true }))
  .map(([power, part]) => Math.floor(2 ** power * part));

function counted(durations: readonly number[]): Uint32Array {
  const counts = new Uint32Array(BUCKETS);
  for (const each of durations) (counts[bucketOf(each)] as number)++;
  return counts;
}

describe('the histogram of durations', () => {
  it('has a bucket for every duration, longer ones in no earlier bucket', () => {
    fc.assert(
      fc.property(duration, duration, (a, b) => {
        const [short, long] = a < b ? [a, b] : [b, a];
        expect(bucketOf(short)).to.be.within(0, bucketOf(long));
        expect(bucketOf(long)).to.be.below(BUCKETS);
      }),
    );
  });

  it('accepts impossible durations', () => {
    for (const odd of [-1, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 60]) {
      expect(bucketOf(odd), String(odd)).to.be.within(0, BUCKETS - 1);
    }
  });

  it('estimates quantiles to a sixteenth, and never too low', () => {
    fc.assert(
      fc.property(
        fc.array(duration, { minLength: 1, maxLength: 200 }),
        fc.integer({ min: 1, max: 100 }),
        (durations, percent) => {
          const sorted = durations.toSorted((a, b) => a - b);
          const exact = sorted[Math.ceil((sorted.length * percent) / 100) - 1] as number;
          const found = quantile(counted(durations), durations.length, percent / 100);
          expect(found).to.be.at.least(exact);
          // Beyond two seconds, also by the millisecond that is the unit there.
          expect(found).to.be.at.most(exact * (1 + 1 / 16) + (exact < 2 ** 31 ? 0 : 2 ** 20));
        },
      ),
    );
  });

  it('of nothing is 0', () => {
    expect(quantile(new Uint32Array(BUCKETS), 0, 0.95)).to.equal(0);
  });
});
