import { expect } from 'chai';
import type { Waiting } from '../../domain/index.js';

/** `Waiting`, where waiting takes real time. */
export function describeWaiting(name: string, make: () => Waiting): void {
  describe(`${name}: waiting`, () => {
    function timed(action: () => void): number {
      const begin = performance.now();
      action();
      return performance.now() - begin;
    }

    /** How long it takes when the machine has nothing else to do, which in one of some tries it has not. */
    function shortest(limit: number, action: () => void): number {
      let least = timed(action);
      for (let i = 0; i < 20 && least >= limit; i++) least = Math.min(least, timed(action));
      return least;
    }

    it('waits as long as it is told, never less', () => {
      const waiting = make();
      for (const milliseconds of [0.01, 0.1, 0.5, 1, 2.5, 10, 40]) {
        const times = Array.from({ length: 3 }, () => timed(() => waiting.wait(milliseconds * 1e6, false)));
        // A busy machine may be late; a wait in the wrong unit is later.
        expect(Math.min(...times)).to.be.within(milliseconds, milliseconds + 20_000);
      }
    });

    it('does not wait for nothing', () => {
      const waiting = make();
      expect(shortest(100, () => waiting.wait(0, false))).to.be.below(100);
      expect(shortest(100, () => waiting.wait(0, true))).to.be.below(100);
    });

    it('wakes whoever watches soon, however long the wait', () => {
      const waiting = make();
      for (const nanoseconds of [1e9, 2 ** 53, 2 ** 64, Number.POSITIVE_INFINITY]) {
        for (let i = 0; i < 5; i++) expect(shortest(900, () => waiting.wait(nanoseconds, true))).to.be.below(900);
      }
    });

    it('wakes whoever watches no later than told, and not over and over at once', () => {
      const waiting = make();
      expect(shortest(500, () => waiting.wait(0.2e6, true))).to.be.below(500);
      const begin = performance.now();
      let looks = 0;
      for (; performance.now() - begin < 100; looks++) waiting.wait(1e9, true);
      expect(looks).to.be.within(1, 60);
    });
  });
}
