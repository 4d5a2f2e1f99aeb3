import { expect } from 'chai';
import { WallClock } from '../../../adapters/opentelemetry/wall-clock.js';

describe('the wall clock of spans', () => {
  const real = Date.now;
  let now = 0;

  beforeEach(() => {
    Date.now = () => now;
  });
  afterEach(() => {
    Date.now = real;
  });

  it('measures the distance of two moments to the nanosecond', () => {
    const clock = new WallClock();
    now = 1_767_225_599_999;
    clock.compare(5_000_000_001);
    expect(clock.at(5_000_000_001)).to.deep.equal([1_767_225_599, 999_000_000]);
    expect(clock.at(5_001_000_000)).to.deep.equal([1_767_225_599, 999_999_999]);
    expect(clock.at(5_001_000_001)).to.deep.equal([1_767_225_600, 0]);
    expect(clock.at(4_000_000_000)).to.deep.equal([1_767_225_598, 998_999_999]);
  });

  it('runs steadily while the host’s clock nearly agrees', () => {
    const clock = new WallClock();
    now = 1000;
    clock.compare(0);
    now = 2090;
    clock.compare(1e9);
    expect(clock.at(1e9)).to.deep.equal([2, 0]);
  });

  it('follows the host’s clock when that is set', () => {
    const clock = new WallClock();
    now = 1000;
    clock.compare(0);
    now = 2200;
    clock.compare(1e9);
    expect(clock.at(1e9)).to.deep.equal([2, 200_000_000]);
    now = 500;
    clock.compare(2e9);
    expect(clock.at(2e9)).to.deep.equal([0, 500_000_000]);
  });
});
