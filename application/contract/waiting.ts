import { type Interest, StreamBase, type Waiting } from '../../domain/index.js';
import { type ContractTest, collectTests } from './contract-test.js';
import { expectEqual, expectWithin } from './expectations.js';
import { now } from './stopwatch.js';

/** A stream of an embedder's without readiness. */
const UNKNOWN: readonly Interest[] = [{ source: new (class extends StreamBase {})(), event: 'read' }];

/**
 * What `Waiting` promises, where waiting takes real time.
 * @param make makes one
 */
export function waitingContract(make: () => Waiting): ContractTest[] {
  return collectTests('waiting', it => {
    function timed(action: () => void): number {
      const begin = now();
      action();
      return now() - begin;
    }

    /** Expects a call to return within so many milliseconds when the machine has nothing else to do, which in one of some tries it has not. */
    function expectReturn(limit: number, action: () => void): void {
      let least = timed(action);
      for (let i = 0; i < 20 && least >= limit; i++) least = Math.min(least, timed(action));
      expectWithin(least, 0, limit, 'milliseconds');
    }

    it('waits as long as it is told, never less', () => {
      const waiting = make();
      for (const milliseconds of [0.01, 0.1, 0.5, 1, 2.5, 10, 40]) {
        const times = Array.from({ length: 3 }, () => timed(() => waiting.wait(milliseconds * 1e6, [])));
        // A busy machine may be late; a wait in the wrong unit is later.
        expectWithin(Math.min(...times), milliseconds, milliseconds + 20_000, 'milliseconds');
      }
    });

    it('does not wait for nothing', () => {
      const waiting = make();
      expectReturn(100, () => waiting.wait(0, []));
      expectReturn(100, () => waiting.wait(0, UNKNOWN));
    });

    it('wakes soon whoever waits for what it does not know, however long the wait', () => {
      const waiting = make();
      for (const nanoseconds of [1e9, 2 ** 53, 2 ** 64, Number.POSITIVE_INFINITY]) {
        for (let i = 0; i < 5; i++) expectReturn(900, () => waiting.wait(nanoseconds, UNKNOWN));
      }
    });

    it('wakes them no later than told, and not over and over at once', () => {
      const waiting = make();
      expectReturn(500, () => waiting.wait(0.2e6, UNKNOWN));
      const begin = now();
      let looks = 0;
      for (; now() - begin < 100; looks++) waiting.wait(1e9, UNKNOWN);
      expectWithin(looks, 1, 60, 'looks');
    });

    it('waits without blocking no less than told, if it can', async () => {
      const waiting = make();
      if (waiting.waitAsync === undefined) return;
      const begin = now();
      expectEqual(await waiting.waitAsync(5e6, []), 0);
      // Timers count in whole milliseconds, and may have begun the first one before.
      expectWithin(now() - begin, 4, 20_000, 'milliseconds');
      expectEqual(await waiting.waitAsync(Number.POSITIVE_INFINITY, UNKNOWN), 0);
    });
  });
}
