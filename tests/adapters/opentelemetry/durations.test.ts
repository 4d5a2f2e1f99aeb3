import type { Histogram } from '@opentelemetry/api';
import { expect } from 'chai';
import fc from 'fast-check';
import { Durations, durationBounds } from '../../../adapters/opentelemetry/durations.js';

/** Everything that is recorded, in seconds. */
function recorded(durations: Durations): number[] {
  const values: number[] = [];
  const histogram: Histogram = { record: value => values.push(value) };
  durations.record(histogram, {});
  return values;
}

/** How many values there are in each bucket, as OpenTelemetry counts: a bound belongs to the bucket below it. */
function buckets(seconds: readonly number[]): number[] {
  const counts = new Array<number>(durationBounds.length + 1).fill(0);
  for (const value of seconds) {
    const bucket = durationBounds.findIndex(bound => value <= bound);
    (counts[bucket < 0 ? durationBounds.length : bucket] as number)++;
  }
  return counts;
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

const bound = fc.constantFrom(...durationBounds.map(seconds => Math.round(seconds * 1e9)));
const nanoseconds = fc.oneof(
  bound,
  bound.map(value => value + 1),
  bound.map(value => value - 1),
  fc.integer({ min: 0, max: 5000 }),
  fc.double({ min: 0, max: 1e12, noNaN: true }),
);

describe('durations that are recorded later', () => {
  it('make the same histogram as immediate recording', () => {
    fc.assert(
      fc.property(fc.array(nanoseconds, { maxLength: 60 }), given => {
        const durations = new Durations();
        for (const value of given) durations.add(value);
        const seconds = given.map(value => value / 1e9);
        const values = recorded(durations);
        expect(buckets(values)).to.deep.equal(buckets(seconds));
        expect(Math.min(...values)).to.equal(Math.min(...seconds));
        expect(Math.max(...values)).to.equal(Math.max(...seconds));
        expect(sum(values)).to.be.closeTo(sum(seconds), 1e-12 + 1e-9 * sum(seconds));
      }),
      { numRuns: 1000 },
    );
  });

  it('are recorded once', () => {
    const durations = new Durations();
    durations.add(1000);
    expect(recorded(durations)).to.deep.equal([1e-6]);
    expect(recorded(durations)).to.deep.equal([]);
    durations.add(2e9);
    expect(recorded(durations)).to.deep.equal([2]);
  });
});
