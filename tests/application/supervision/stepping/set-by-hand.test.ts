import { expect } from 'chai';
import { SetClocks, SetRandom } from '../../../../application/supervision/index.js';
import { Clockid, type Clocks } from '../../../../domain/index.js';

const SECOND = 1_000_000_000n;

function read(clocks: Clocks, id: number): bigint {
  const time = { seconds: 0, nanoseconds: 0 };
  expect(clocks.read(id, time)).to.equal(0);
  expect(time.nanoseconds).to.be.within(0, 999_999_999);
  return BigInt(time.seconds) * SECOND + BigInt(time.nanoseconds);
}

/** A clock that stands still. */
const still: Clocks = {
  resolution: () => 1,
  read(id, into) {
    into.seconds = id === Clockid.REALTIME ? 1000 : 5;
    into.nanoseconds = 999_999_999;
    return 0;
  },
  monotonic: () => 5_999_999_999,
};

describe('clocks that are set by hand', () => {
  it('read those beneath until they are set', () => {
    const clocks = new SetClocks(still);
    expect(read(clocks, Clockid.REALTIME)).to.equal(1000n * SECOND + 999_999_999n);
    expect(clocks.monotonic()).to.equal(5_999_999_999);
  });

  it('change the wall clock, forward and back, and no other', () => {
    const clocks = new SetClocks(still);
    for (const time of [7n, 0n, 2n ** 63n, 86_400n * SECOND]) {
      clocks.setWall(time);
      expect(read(clocks, Clockid.REALTIME)).to.equal(time);
    }
    expect(read(clocks, Clockid.MONOTONIC)).to.equal(5n * SECOND + 999_999_999n);
  });

  it('advance together', () => {
    const clocks = new SetClocks(still);
    clocks.advance(2n);
    expect(read(clocks, Clockid.REALTIME)).to.equal(1001n * SECOND + 1n);
    expect(read(clocks, Clockid.MONOTONIC)).to.equal(6n * SECOND + 1n);
    expect(clocks.monotonic()).to.equal(6_000_000_001);
  });
});

describe('random bytes that are set by hand', () => {
  it('come first, and then those of the source', () => {
    const random = new SetRandom({
      fill(array, offset, length) {
        array.fill(9, offset, offset + length);
        return 0;
      },
    });
    const array = new Uint8Array(8);
    random.set(Uint8Array.of(1, 2, 3));
    expect(random.fill(array, 1, 2)).to.equal(0);
    expect([...array]).to.deep.equal([0, 1, 2, 0, 0, 0, 0, 0]);
    random.fill(array, 3, 3);
    expect([...array]).to.deep.equal([0, 1, 2, 3, 9, 9, 0, 0]);
    random.set(Uint8Array.of(1, 2, 3));
    random.set(Uint8Array.of(4));
    random.fill(array, 0, 2);
    expect([...array.subarray(0, 2)]).to.deep.equal([4, 9]);
  });
});
