import type { Waiting } from '../../domain/index.js';
import { type ContractTest, collectTests } from './contract-test.js';
import { expectWithin } from './expectations.js';
import { now } from './stopwatch.js';

/** `Waiting`, where waiting takes real time. */
export function waitingContract(make: () => Waiting): ContractTest[] {
  return collectTests('waiting', it => {
    function timed(action: () => void): number {
      const begin = now();
      action();
      return now() - begin;
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
        expectWithin(Math.min(...times), milliseconds, milliseconds + 20_000, 'milliseconds');
      }
    });

    it('does not wait for nothing', () => {
      const waiting = make();
      expectWithin(
        shortest(100, () => waiting.wait(0, false)),
        0,
        100,
        'milliseconds',
      );
      expectWithin(
        shortest(100, () => waiting.wait(0, true)),
        0,
        100,
        'milliseconds',
      );
    });

    it('wakes whoever watches soon, however long the wait', () => {
      const waiting = make();
      for (const nanoseconds of [1e9, 2 ** 53, 2 ** 64, Number.POSITIVE_INFINITY]) {
        for (let i = 0; i < 5; i++)
          expectWithin(
            shortest(900, () => waiting.wait(nanoseconds, true)),
            0,
            900,
            'milliseconds',
          );
      }
    });

    it('wakes whoever watches no later than told, and not over and over at once', () => {
      const waiting = make();
      expectWithin(
        shortest(500, () => waiting.wait(0.2e6, true)),
        0,
        500,
        'milliseconds',
      );
      const begin = now();
      let looks = 0;
      for (; now() - begin < 100; looks++) waiting.wait(1e9, true);
      expectWithin(looks, 1, 60, 'looks');
    });
  });
}
