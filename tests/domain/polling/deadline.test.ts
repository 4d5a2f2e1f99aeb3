import { expect } from 'chai';
import fc from 'fast-check';
import {
  canWaitFor,
  Eventtype,
  fromHalves,
  isAbsolute,
  remainingUntil,
  type Subscription,
} from '../../../domain/index.js';

const U64 = 2n ** 64n - 1n;
const SECOND = 1_000_000_000n;

function subscribe(timeout: bigint, clockFlags = 0): Subscription {
  return {
    userdataLow: 0,
    userdataHigh: 0,
    type: Eventtype.CLOCK,
    clockId: 0,
    timeout: Number(timeout),
    timeoutLow: Number(timeout & 0xffffffffn),
    timeoutHigh: Number(timeout >> 32n),
    clockFlags,
    fd: 0,
  };
}

function remaining(timeout: bigint, now: bigint): number {
  return remainingUntil(subscribe(timeout), { seconds: Number(now / SECOND), nanoseconds: Number(now % SECOND) });
}

const u64 = fc.oneof(
  fc.bigInt({ min: 0n, max: U64 }),
  fc.bigInt({ min: 0n, max: 10n * SECOND }),
  fc.nat(64).map(bits => 2n ** BigInt(Math.min(bits, 63))),
  fc.constantFrom(
    0n,
    1n,
    SECOND - 1n,
    SECOND,
    2n ** 32n - 1n,
    2n ** 32n,
    2n ** 48n - 1n,
    2n ** 53n + 1n,
    2n ** 63n,
    U64,
  ),
);

describe('remainingUntil', () => {
  const YEAR_2026 = 1_770_000_000n * SECOND;

  it('is exact to the nanosecond on a wall clock', () => {
    expect(remaining(YEAR_2026 + 1n, YEAR_2026)).equal(1);
    expect(remaining(YEAR_2026 + 200_000_001n, YEAR_2026)).equal(200_000_001);
    expect(remaining(YEAR_2026 + SECOND, YEAR_2026 + SECOND - 1n)).equal(1);
  });

  it('is 0 once the time has passed', () => {
    expect(remaining(YEAR_2026, YEAR_2026)).equal(0);
    expect(remaining(YEAR_2026 - 1n, YEAR_2026)).equal(0);
    expect(remaining(0n, YEAR_2026)).equal(0);
    expect(remaining(0n, 0n)).equal(0);
    expect(remaining(0n, U64)).equal(0);
  });

  it('is long, and finite, for the greatest time', () => {
    expect(remaining(U64, YEAR_2026)).closeTo(Number(U64 - YEAR_2026), 4096);
    expect(remaining(U64, 0n)).closeTo(2 ** 64, 4096);
  });

  it('agrees with exact arithmetic, for any deadline at any time', () => {
    fc.assert(
      fc.property(u64, u64, (deadline, now) => {
        const exact = deadline > now ? deadline - now : 0n;
        const result = remaining(deadline, now);
        if (exact < 2n ** 52n) expect(result).equal(Number(exact));
        else expect(result).closeTo(Number(exact), 4096);
        expect(result === 0).equal(exact === 0n);
      }),
      { numRuns: 3000 },
    );
  });

  it('agrees with exact arithmetic near the deadline', () => {
    fc.assert(
      fc.property(u64, fc.bigInt({ min: -3n * SECOND, max: 3n * SECOND }), (deadline, ahead) => {
        const now = deadline - ahead;
        if (now < 0n || now > U64) return;
        expect(remaining(deadline, now)).equal(Number(ahead > 0n ? ahead : 0n));
      }),
      { numRuns: 3000 },
    );
  });
});

describe('isAbsolute', () => {
  it('checks ABSTIME only', () => {
    expect(isAbsolute(subscribe(1n, 1))).equal(true);
    expect(isAbsolute(subscribe(1n, 0xffff))).equal(true);
    expect(isAbsolute(subscribe(1n, 0))).equal(false);
    expect(isAbsolute(subscribe(1n, 0xfffe))).equal(false);
  });
});

describe('canWaitFor', () => {
  it('is true for clocks that advance while a program waits', () => {
    expect([0, 1, 2, 3, 4, 0xffffffff].filter(canWaitFor)).eql([0, 1]);
  });
});

describe('fromHalves', () => {
  it('gives what Number gives', () => {
    fc.assert(
      fc.property(u64, value => {
        expect(fromHalves(Number(value & 0xffffffffn), Number(value >> 32n))).equal(Number(value));
      }),
    );
  });
});
