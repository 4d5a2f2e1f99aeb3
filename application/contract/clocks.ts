import { Clockid, type Clocks, Errno } from '../../domain/index.js';
import { type ContractTest, collectTests } from './contract-test.js';
import { expectEqual, expectThat, expectWithin } from './expectations.js';

/**
 * What `Clocks` promises. A clock that the adapter lacks is `-ENOTSUP` in both calls.
 * @param make makes one
 */
export function clocksContract(make: () => Clocks): ContractTest[] {
  return collectTests('clocks', it => {
    for (const [clock, id] of Object.entries(Clockid)) {
      it(`${clock} has a resolution and a time, or is ENOTSUP in both`, () => {
        const clocks = make();
        const into = { seconds: -1, nanoseconds: -1 };
        const resolution = clocks.resolution(id);
        const errno = clocks.read(id, into);
        if (resolution < 0) {
          expectEqual([resolution, errno], [-Errno.ENOTSUP, -Errno.ENOTSUP]);
          return;
        }
        expectWithin(resolution, 1, Number.MAX_SAFE_INTEGER, 'the resolution');
        expectEqual(errno, 0);
        expectThat(Number.isInteger(into.seconds), `expected whole seconds, not ${into.seconds}`);
        expectThat(Number.isInteger(into.nanoseconds), `expected whole nanoseconds, not ${into.nanoseconds}`);
        expectWithin(into.seconds, 0, Number.MAX_SAFE_INTEGER, 'seconds');
        expectWithin(into.nanoseconds, 0, 999_999_999, 'nanoseconds');
      });
    }

    it('an unknown clock is ENOTSUP and writes nothing', () => {
      const clocks = make();
      const into = { seconds: 7, nanoseconds: 8 };
      expectEqual(clocks.read(4, into), -Errno.ENOTSUP);
      expectEqual(clocks.resolution(4), -Errno.ENOTSUP);
      expectEqual(into, { seconds: 7, nanoseconds: 8 });
    });

    it('MONOTONIC never goes back, and is the same clock in one number', () => {
      const clocks = make();
      const into = { seconds: 0, nanoseconds: 0 };
      let last = 0;
      for (let i = 0; i < 20_000; i++) {
        clocks.read(Clockid.MONOTONIC, into);
        const now = i % 2 === 0 ? clocks.monotonic() : into.seconds * 1e9 + into.nanoseconds;
        if (i % 2 === 1) {
          if (now < last) throw new Error(`from ${last} to ${now}`);
        } else if (now < into.seconds * 1e9 + into.nanoseconds)
          throw new Error(`${now} is before what was read before it`);
        last = now;
      }
      expectWithin(clocks.monotonic(), last, Number.POSITIVE_INFINITY);
    });
  });
}
