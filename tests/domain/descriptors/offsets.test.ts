import { expect } from 'chai';
import fc from 'fast-check';
import { checkAllocatedRange, checkRange, Errno, MAX_OFFSET, seek, Whence } from '../../../domain/index.js';

const TWO_53 = 2 ** 53;
const TWO_63 = 2 ** 63;

describe('seek', () => {
  const { SET, CUR, END } = Whence;
  const leads: readonly (readonly [delta: number, whence: number, current: number, size: number, to: number])[] = [
    [0, SET, 50, 100, 0],
    [-0, SET, 50, 100, 0],
    [7, SET, 50, 100, 7],
    [0, CUR, 50, 100, 50],
    [-50, CUR, 50, 100, 0],
    [-51, CUR, 50, 100, -Errno.EINVAL],
    [10, CUR, 50, 100, 60],
    [0, END, 50, 100, 100],
    [-100, END, 50, 100, 0],
    [-101, END, 50, 100, -Errno.EINVAL],
    [1000, END, 50, 100, 1100],
    [-1, SET, 50, 100, -Errno.EINVAL],
    [MAX_OFFSET, SET, 0, 0, MAX_OFFSET],
    [TWO_53, SET, 0, 0, -Errno.EINVAL],
    [1, CUR, MAX_OFFSET, 0, -Errno.EINVAL],
    [0, CUR, MAX_OFFSET, 0, MAX_OFFSET],
    [-MAX_OFFSET, CUR, MAX_OFFSET, 0, 0],
    [-TWO_53, CUR, MAX_OFFSET, 0, -Errno.EINVAL],
    [MAX_OFFSET, CUR, MAX_OFFSET, 0, -Errno.EINVAL],
    // An i64 at its ends, rounded to a double.
    [TWO_63, SET, 0, 0, -Errno.EINVAL],
    [-TWO_63, SET, 0, 0, -Errno.EINVAL],
    [TWO_63, CUR, MAX_OFFSET, 0, -Errno.EINVAL],
    [-TWO_63, CUR, MAX_OFFSET, 0, -Errno.EINVAL],
    [TWO_63, END, 0, MAX_OFFSET, -Errno.EINVAL],
    [-TWO_63, END, 0, MAX_OFFSET, -Errno.EINVAL],
  ];
  for (const [delta, whence, current, size, to] of leads) {
    it(`${delta} with whence ${whence} at ${current} of ${size} is ${to}`, () => {
      expect(seek(delta, whence, current, size)).equal(to);
    });
  }

  it('agrees with exact arithmetic, for any i64', () => {
    const offset = fc.oneof(fc.nat(1000), fc.maxSafeNat(), fc.constantFrom(0, MAX_OFFSET, MAX_OFFSET - 1));
    const delta = fc.oneof(
      fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
      fc.bigInt({ min: -2000n, max: 2000n }),
      fc.bigInt({ min: -(2n ** 53n) - 5n, max: -(2n ** 53n) + 5n }),
      fc.bigInt({ min: 2n ** 53n - 5n, max: 2n ** 53n + 5n }),
    );
    fc.assert(
      fc.property(delta, fc.constantFrom(SET, CUR, END), offset, offset, (by, whence, current, size) => {
        const from = BigInt([0, current, size][whence] as number);
        const exact = from + by;
        const expected = exact < 0n || exact > BigInt(MAX_OFFSET) ? -Errno.EINVAL : Number(exact);
        expect(seek(Number(by), whence, current, size)).equal(expected);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('checkRange', () => {
  it('lets ranges end at the last offset, and no further', () => {
    expect(checkRange(0, 0)).equal(0);
    expect(checkRange(0, MAX_OFFSET)).equal(0);
    expect(checkRange(MAX_OFFSET, 0)).equal(0);
    expect(checkRange(MAX_OFFSET, 1)).equal(-Errno.EFBIG);
    expect(checkRange(1, MAX_OFFSET)).equal(-Errno.EFBIG);
    expect(checkRange(2 ** 64, 2 ** 64)).equal(-Errno.EFBIG);
    expect(checkRange(0, 2 ** 53)).equal(-Errno.EFBIG);
  });
});

describe('checkAllocatedRange', () => {
  it('is EINVAL for a negative number, and takes 2^63 for 2^63 - 1, which it may be rounded from', () => {
    expect(checkAllocatedRange(2 * TWO_63, 1)).equal(-Errno.EINVAL);
    expect(checkAllocatedRange(0, 2 * TWO_63)).equal(-Errno.EINVAL);
    expect(checkAllocatedRange(TWO_63, 1)).equal(-Errno.EFBIG);
    expect(checkAllocatedRange(0, TWO_63)).equal(-Errno.EFBIG);
    expect(checkAllocatedRange(0, 0)).equal(-Errno.EINVAL);
    expect(checkAllocatedRange(0, 1)).equal(0);
  });
});
