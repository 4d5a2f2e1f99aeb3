import { expect } from 'chai';
import type { HostcallEvent } from '../../../application/tracing/index.js';
import type { Point } from './otlp.js';

/** Checks a point of the histogram against the calls that it is about, bucket by bucket. */
export function expectDurations(
  { attributes, count, sum, min, max, bounds, bucketCounts }: Point,
  events: readonly HostcallEvent[],
) {
  const seconds = events
    .filter(({ name }) => name === attributes['hostcall.name'])
    .map(({ duration }) => duration / 1e9);
  expect(count).to.equal(seconds.length);
  expect(sum).to.be.closeTo(
    seconds.reduce((total, each) => total + each, 0),
    1e-12 * count + 1e-9 * sum,
  );
  expect(min).to.equal(Math.min(...seconds));
  expect(max).to.equal(Math.max(...seconds));
  expect(bounds.length).to.be.above(10);
  const expected = new Array<number>(bounds.length + 1).fill(0);
  for (const each of seconds) {
    const bucket = bounds.findIndex(bound => each <= bound);
    (expected[bucket < 0 ? bounds.length : bucket] as number)++;
  }
  expect(bucketCounts).to.deep.equal(expected);
}
