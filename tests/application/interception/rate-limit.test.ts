import { expect } from 'chai';
import { SteppedClock } from '../../../adapters/memory/index.js';
import { ConfigurationError } from '../../../application/errors.js';
import { type RateLimitSettings, rateLimit } from '../../../application/interception/index.js';
import { Clockid, Errno } from '../../../domain/index.js';
import { at, type Fixture, openFixture } from '../hostcalls/fixture.js';

const START = 1_000_000_000_000_000_000n;

describe('rateLimit', () => {
  let fixture: Fixture | undefined;
  let clock: SteppedClock;
  afterEach(() => fixture?.dispose());

  async function openWith(settings: RateLimitSettings) {
    fixture?.dispose();
    // The clock advances only by waiting.
    clock = new SteppedClock(START);
    fixture = await openFixture({}, { clocks: clock, waiting: clock }, { interceptors: [rateLimit(settings)] });
    return fixture.proxy;
  }

  /** Milliseconds that pass in so many calls. */
  function passing(times: number, make: () => unknown): number {
    const before = clock.monotonic();
    for (let i = 0; i < times; i++) make();
    return Math.round((clock.monotonic() - before) / 1e6);
  }

  it('delays calls that come too soon, after the permitted burst', async () => {
    const proxy = await openWith({ perSecond: 100, burst: 5 });
    const make = () => proxy.ok('sched_yield');
    expect(passing(5, make)).to.equal(0);
    expect(passing(1, make)).to.equal(10);
    expect(passing(10, make)).to.equal(100);
    // After a pause as many may come at once again, and no more.
    clock.wait(10e9, []);
    expect(passing(5, make)).to.equal(0);
    expect(passing(20, make)).to.equal(200);
  });

  it('permits a burst of a tenth of a second’s calls, and at least one', async () => {
    for (const [perSecond, atOnce] of [
      [100, 10],
      [2, 1],
    ] as const) {
      const proxy = await openWith({ perSecond });
      expect(passing(atOnce, () => proxy.ok('sched_yield'))).to.equal(0);
      expect(passing(1, () => proxy.ok('sched_yield'))).to.equal(1000 / perSecond);
    }
  });

  it('counts the calls that it limits, and rejected ones', async () => {
    const proxy = await openWith({ perSecond: 10, burst: 1, calls: 'clock_time_get' });
    expect(passing(50, () => proxy.ok('sched_yield'))).to.equal(0);
    expect(passing(3, () => proxy.ok('clock_time_get', Clockid.MONOTONIC, 0n, at.result))).to.equal(200);
    const rejected = () => proxy.call('clock_time_get', Clockid.MONOTONIC, 0n, 0xffff_fff8);
    expect(passing(3, () => expect(rejected()).to.equal(Errno.EFAULT))).to.equal(300);
  });

  it('reports each call beyond the limit instead of delaying it', async () => {
    const beyond: string[] = [];
    const proxy = await openWith({ perSecond: 10, burst: 2, onExceeded: name => beyond.push(name) });
    expect(passing(5, () => proxy.ok('sched_yield'))).to.equal(0);
    expect(beyond).to.deep.equal(['sched_yield', 'sched_yield', 'sched_yield']);
    clock.wait(100e6, []);
    proxy.ok('sched_yield');
    expect(beyond).to.have.lengthOf(3);
  });

  it('refuses rates that permit nothing, and unknown hostcalls', () => {
    for (const settings of [{ perSecond: 0 }, { perSecond: 5, burst: 0 }, { perSecond: 5, calls: 'fd_raed' }])
      expect(() => rateLimit(settings)).to.throw(ConfigurationError);
    expect(() => rateLimit({} as RateLimitSettings)).to.throw(ConfigurationError, 'perSecond');
    expect(() => rateLimit({ perSecond: 1, brust: 2 } as RateLimitSettings)).to.throw(ConfigurationError, 'burst');
  });
});
