import type { Random } from '../../domain/index.js';
import { type ContractTest, collectTests } from './contract-test.js';
import { expectEqual, expectThat, expectWithin } from './expectations.js';
import { sharedBytes } from './iovecs.js';

const LENGTHS = [0, 1, 2, 16, 31, 63, 64, 65, 1000, 4096, 8191, 8192, 16_384, 32_768, 65_536, 65_537, 200_001];

/**
 * What `Random` promises.
 * @param make makes one
 * @param options `secret`: whether its bytes are fit for secrets; false for an adapter whose bytes are known on purpose
 */
export function randomContract(
  make: () => Random,
  { secret = true }: { readonly secret?: boolean } = {},
): ContractTest[] {
  return collectTests('random', it => {
    it('fills its window and nothing else, of any length', () => {
      const random = make();
      for (const length of LENGTHS) {
        const array = new Uint8Array(length + 20);
        expectEqual(random.fill(array, 10, length), 0);
        expectThat(
          array.subarray(0, 10).every(byte => byte === 0),
          'expected the bytes before the window to be as they were',
        );
        expectThat(
          array.subarray(10 + length).every(byte => byte === 0),
          'expected the bytes after the window to be as they were',
        );
        if (length < 16) continue;
        expectThat(
          array.subarray(10, 26).some(byte => byte !== 0),
          'expected the first bytes to be random',
        );
        expectThat(
          array.subarray(length - 6, length + 10).some(byte => byte !== 0),
          'expected the last bytes to be random',
        );
      }
    });

    it('fills shared memory', () => {
      const random = make();
      for (const length of [16, 1000, 100_000]) {
        const array = sharedBytes(length + 2);
        expectEqual(random.fill(array, 1, length), 0);
        expectThat(
          array.slice(1, -1).some(byte => byte !== 0),
          'expected random bytes',
        );
        expectEqual([array[0], array.at(-1)], [0, 0]);
      }
    });

    if (!secret) return;

    it('never repeats itself, and gives all values equally often', () => {
      const random = make();
      const seen = new Set<string>();
      const counts = new Uint32Array(256);
      const array = new Uint8Array(16);
      for (let i = 0; i < 20_000; i++) {
        expectEqual(random.fill(array, 0, 16), 0);
        seen.add(array.join());
        for (const byte of array) counts[byte] = (counts[byte] as number) + 1;
      }
      expectEqual(seen.size, 20_000);
      // 1250 are expected of each; the standard deviation is 35.
      for (const count of counts) expectWithin(count, 1250 - 8 * 35, 1250 + 8 * 35);
    });

    it('two instances give different bytes', () => {
      const [one, other] = [new Uint8Array(32), new Uint8Array(32)];
      make().fill(one, 0, 32);
      make().fill(other, 0, 32);
      expectThat(one.join() !== other.join(), 'expected other bytes of another instance');
    });
  });
}
