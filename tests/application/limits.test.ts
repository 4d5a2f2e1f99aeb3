import { expect } from 'chai';
import { ConfigurationError } from '../../application/errors.js';
import { checkedLimits, defaultLimits } from '../../application/limits.js';

describe('limits', () => {
  it('are the defaults except for given values', () => {
    expect(checkedLimits()).to.deep.equal(defaultLimits);
    expect(checkedLimits({ descriptors: 5, iovecs: 0 })).to.deep.equal({ ...defaultLimits, descriptors: 5, iovecs: 0 });
    expect(checkedLimits({ pathBytes: Number.POSITIVE_INFINITY }).pathBytes).to.equal(Number.POSITIVE_INFINITY);
  });

  it('stay at their default where undefined is given', () => {
    expect(checkedLimits({ descriptors: undefined, listedBytes: undefined })).to.deep.equal(defaultLimits);
  });

  for (const value of [Number.NaN, -1, 1.5, '5', null, 10n] as unknown as number[]) {
    it(`cannot be ${typeof value} ${String(value)}`, () => {
      expect(() => checkedLimits({ descriptors: value })).to.throw(
        ConfigurationError,
        /^option "descriptors" of limits is .*; give/,
      );
    });
  }

  it('have only known names', () => {
    for (const name of ['descriptor', 'toString', '__proto__']) {
      const given = JSON.parse(`{"${name}": 1}`) as object;
      expect(() => checkedLimits(given)).to.throw(
        ConfigurationError,
        /^unknown option .* of limits; (there are descriptors, |did you mean descriptors\?)/,
      );
    }
  });
});
