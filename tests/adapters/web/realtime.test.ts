import { expect } from 'chai';
import { Realtime, StandardClocks } from '../../../adapters/web/index.js';
import { Clockid } from '../../../domain/index.js';

const START = 1_767_225_600_123;

describe('web: REALTIME', () => {
  const { now } = Date;
  afterEach(() => {
    Date.now = now;
  });

  /** A host whose clock shows every `step` milliseconds only, and runs `rate` times as fast as its monotonic clock. */
  function host(step: number, rate = 1) {
    let elapsed = 0;
    let set = 0;
    Date.now = () => Math.floor((START + (elapsed * rate) / 1e6 + set) / step) * step;
    const realtime = new Realtime(0);
    return {
      /** Lets nanoseconds pass. */
      pass: (nanoseconds: number) => {
        elapsed += nanoseconds;
      },
      /** Sets the host's clock. */
      set: (milliseconds: number) => {
        set += milliseconds;
      },
      /** Milliseconds since START. */
      read: () => {
        const into = { seconds: 0, nanoseconds: 0 };
        realtime.read(elapsed, into);
        expect(into.nanoseconds).to.be.within(0, 999_999_999);
        return into.seconds * 1000 - START + into.nanoseconds / 1e6;
      },
    };
  }

  for (const [title, step, rate] of [
    ['shows milliseconds', 1, 1],
    ['shows every 16 ms, as Windows did and Firefox does', 16, 1],
    ['shows every 100 ms', 100, 1],
    ['is slewed to run slower', 1, 0.9995],
    ['is slewed to run faster', 1, 1.0005],
  ] as const) {
    it(`does not go back, and stays near, where the host's clock ${title}`, () => {
      const clock = host(step, rate);
      let last = Number.NEGATIVE_INFINITY;
      for (let elapsed = 0; elapsed < 2e9; elapsed += 137_911) {
        const time = clock.read();
        expect(time, `at ${elapsed} ns`).to.be.at.least(last);
        expect(time - (elapsed * rate) / 1e6, `at ${elapsed} ns`).to.be.within(-step - 1, 2);
        last = time;
        clock.pass(137_911);
      }
    });
  }

  it('advances by nanoseconds between two milliseconds of the host', () => {
    const clock = host(1);
    const begin = clock.read();
    clock.pass(250_000);
    expect(clock.read() - begin).to.be.closeTo(0.25, 1e-3);
  });

  it('follows when the host’s clock is set, forward and back', () => {
    const clock = host(1);
    for (const milliseconds of [3_600_000, -7_200_000, 50, -50]) {
      clock.read();
      clock.set(milliseconds);
      clock.pass(1_000_001);
      expect(clock.read() - (Date.now() - START)).to.be.within(0, 1);
    }
  });

  it('is what StandardClocks reads, in the same second as the host', () => {
    const into = { seconds: 0, nanoseconds: 0 };
    const before = Math.floor(Date.now() / 1000);
    expect(new StandardClocks().read(Clockid.REALTIME, into)).to.equal(0);
    expect(into.seconds).to.be.within(before, Math.ceil(Date.now() / 1000));
  });
});
