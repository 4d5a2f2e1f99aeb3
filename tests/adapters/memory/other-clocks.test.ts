import { expect } from 'chai';
import { FixedClock, memoryPorts, ScaledClock } from '../../../adapters/memory/index.js';
import { Clockid, type Clocks, Errno, type Timestamp } from '../../../domain/index.js';

/** Clocks that return the times that they are set to. */
class SetClocks implements Clocks {
  readonly now: Timestamp = { seconds: 0, nanoseconds: 0 };
  nanoseconds = 0;

  resolution(id: number): number {
    return id === Clockid.THREAD_CPUTIME_ID ? -Errno.ENOTSUP : 1000;
  }

  read(id: number, into: Timestamp): number {
    if (id === Clockid.THREAD_CPUTIME_ID) return -Errno.ENOTSUP;
    Object.assign(into, this.now);
    return 0;
  }

  monotonic(): number {
    return this.nanoseconds;
  }
}

/** The time of a clock. */
function timeOn(clock: Clocks, id: number): Timestamp {
  const time = { seconds: 77, nanoseconds: 77 };
  expect(clock.read(id, time)).to.equal(0);
  return time;
}

describe('ScaledClock', () => {
  const { waiting } = memoryPorts();

  it('has time pass as many times as fast, from the moment on that it was made', () => {
    const clocks = new SetClocks();
    clocks.now.seconds = 1000;
    const clock = new ScaledClock({ clocks, waiting }, 60);
    Object.assign(clocks.now, { seconds: 1001, nanoseconds: 500_000_000 });
    clocks.nanoseconds = 2;
    expect(timeOn(clock, Clockid.REALTIME)).to.deep.equal({ seconds: 1090, nanoseconds: 0 });
    expect(clock.monotonic()).to.equal(120);
    expect(timeOn(clock, Clockid.PROCESS_CPUTIME_ID)).to.deep.equal(clocks.now);
  });

  it('does not go before 1970 where the clock is set back', () => {
    const clocks = new SetClocks();
    clocks.now.seconds = 10;
    const clock = new ScaledClock({ clocks, waiting }, 2);
    for (const [seconds, nanoseconds, scaled] of [
      [5, 200, { seconds: 0, nanoseconds: 400 }],
      [5, 0, { seconds: 0, nanoseconds: 0 }],
      [4, 999_999_999, { seconds: 0, nanoseconds: 0 }],
    ] as const) {
      Object.assign(clocks.now, { seconds, nanoseconds });
      expect(timeOn(clock, Clockid.REALTIME)).to.deep.equal(scaled);
    }
  });

  it('scales the resolution of the clocks that it scales, which is at least a nanosecond', () => {
    for (const [factor, expected] of [
      [60, 60_000],
      [0.0105, 11],
      [1e-9, 1],
    ] as const) {
      const clock = new ScaledClock({ clocks: new SetClocks(), waiting }, factor);
      expect([Clockid.REALTIME, Clockid.MONOTONIC].map(id => clock.resolution(id))).to.deep.equal([expected, expected]);
      expect(clock.resolution(Clockid.PROCESS_CPUTIME_ID)).to.equal(1000);
      expect(clock.resolution(Clockid.THREAD_CPUTIME_ID)).to.equal(-Errno.ENOTSUP);
    }
  });

  it('lacks what the clocks lack', () => {
    const lacking: Clocks = { resolution: () => -Errno.ENOTSUP, read: () => -Errno.ENOTSUP, monotonic: () => 0 };
    const clock = new ScaledClock({ clocks: lacking, waiting }, 2);
    for (const id of Object.values(Clockid))
      expect([clock.resolution(id), clock.read(id, { seconds: 0, nanoseconds: 0 })]).to.deep.equal([
        -Errno.ENOTSUP,
        -Errno.ENOTSUP,
      ]);
  });
});

describe('FixedClock', () => {
  it('stands still to the nanosecond, and leaves the other clocks as they are', () => {
    const clocks = new SetClocks();
    clocks.now.seconds = 7;
    const clock = new FixedClock(5_000_000_001n, clocks);
    expect(clock.resolution(Clockid.REALTIME)).to.equal(1);
    expect(clock.resolution(Clockid.MONOTONIC)).to.equal(1000);
    expect(timeOn(clock, Clockid.REALTIME)).to.deep.equal({ seconds: 5, nanoseconds: 1 });
    expect(timeOn(clock, Clockid.MONOTONIC)).to.deep.equal({ seconds: 7, nanoseconds: 0 });
  });
});
