import { expect } from 'chai';
import { nanosecondsSince1970 } from '../../../../adapters/cli/guest/clock-option.js';

describe('nanosecondsSince1970', () => {
  const JANUARY = 1_769_860_800_000_000_000n;

  it('reads dates, in UTC unless they say otherwise, whatever the host’s zone', () => {
    expect(nanosecondsSince1970('2026-01-31')).to.equal(JANUARY - 43_200_000_000_000n);
    for (const date of ['2026-01-31T12:00', '2026-01-31 12:00:00', '2026-01-31t12:00:00z', '2026-01-31T13:30:00+01:30'])
      expect(nanosecondsSince1970(date), date).to.equal(JANUARY);
  });

  it('reads seconds, and fractions to the nanosecond', () => {
    expect(nanosecondsSince1970('1769860800')).to.equal(JANUARY);
    expect(nanosecondsSince1970('1769860800.000000001')).to.equal(JANUARY + 1n);
    expect(nanosecondsSince1970('2026-01-31T12:00:00.25Z')).to.equal(JANUARY + 250_000_000n);
    expect(nanosecondsSince1970('0')).to.equal(0n);
    expect(nanosecondsSince1970('18446744073.709551615')).to.equal(2n ** 64n - 1n);
  });

  it('refuses an invalid time', () => {
    for (const text of [
      '',
      'now',
      '-1',
      '2026-02-30',
      '2026-13-01',
      '2026-01-31T25:00Z',
      '1.2.3',
      '1e9',
      '2026-01-31T12:00:00+99:99',
    ])
      expect(() => nanosecondsSince1970(text), text).to.throw(/invalid --clock '.*'; write a date/);
  });

  it('refuses a time out of range', () => {
    for (const text of ['1969-12-31T23:59:59Z', '9999-01-01', '18446744073.709551616'])
      expect(() => nanosecondsSince1970(text), text).to.throw(
        /^--clock .* is out of range; write a time from 1970 to 2554$/,
      );
  });
});
