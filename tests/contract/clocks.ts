import { expect } from 'chai';
import { Clockid, type Clocks, Errno } from '../../domain/index.js';

/** `Clocks`. A clock the adapter lacks is `-ENOTSUP` in both calls. */
export function describeClocks(name: string, make: () => Clocks): void {
  describe(`${name}: clocks`, () => {
    for (const [clock, id] of Object.entries(Clockid)) {
      it(`${clock} has a resolution and a time, or is ENOTSUP in both`, () => {
        const clocks = make();
        const into = { seconds: -1, nanoseconds: -1 };
        const resolution = clocks.resolution(id);
        const errno = clocks.read(id, into);
        if (resolution < 0) {
          expect([resolution, errno]).to.deep.equal([-Errno.ENOTSUP, -Errno.ENOTSUP]);
          return;
        }
        expect(resolution).to.be.at.least(1);
        expect(errno).to.equal(0);
        expect(into.seconds).to.satisfy(Number.isInteger);
        expect(into.nanoseconds).to.satisfy(Number.isInteger);
        expect(into.seconds).to.be.at.least(0);
        expect(into.nanoseconds).to.be.within(0, 999_999_999);
      });
    }

    it('an unknown clock is ENOTSUP and writes nothing', () => {
      const clocks = make();
      const into = { seconds: 7, nanoseconds: 8 };
      expect(clocks.read(4, into)).to.equal(-Errno.ENOTSUP);
      expect(clocks.resolution(4)).to.equal(-Errno.ENOTSUP);
      expect(into).to.deep.equal({ seconds: 7, nanoseconds: 8 });
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
      expect(clocks.monotonic()).to.be.at.least(last);
    });
  });
}
