import { expect } from 'chai';
import fc from 'fast-check';
import { GuestMemory } from '../../../application/abi/guest-memory.js';

const PAGE = 65536;

describe('GuestMemory', () => {
  function attach(memory: { buffer: ArrayBufferLike }): GuestMemory {
    const guest = new GuestMemory();
    guest.attach(memory);
    return guest;
  }

  it('contains what lies inside, taking pointers as u32', () => {
    const guest = attach({ buffer: new ArrayBuffer(PAGE) });
    expect(guest.holds(0, PAGE)).to.equal(true);
    expect(guest.holds(PAGE, 0)).to.equal(true);
    expect(guest.holds(PAGE - 4, 4)).to.equal(true);
    expect(guest.holds(PAGE - 3, 4)).to.equal(false);
    expect(guest.holds(-1, 1)).to.equal(false);
    expect(guest.holds(4, 2 ** 35)).to.equal(false);
  });

  it('contains nothing before a memory is attached', () => {
    expect(new GuestMemory().holds(0, 1)).to.equal(false);
  });

  it('still works after the memory has grown and its buffer was detached', () => {
    const memory = new WebAssembly.Memory({ initial: 1, maximum: 4 });
    const guest = attach(memory);
    memory.grow(1);
    expect(guest.u8.length).to.equal(0);
    expect(guest.holds(PAGE, 8)).to.equal(true);
    guest.storeU32(PAGE, 7);
    expect(new DataView(memory.buffer).getUint32(PAGE, true)).to.equal(7);
  });

  it('stores into a memory that grew between the check and the store', () => {
    const memory = new WebAssembly.Memory({ initial: 1, maximum: 4 });
    const guest = attach(memory);
    expect(guest.holds(8, 8)).to.equal(true);
    memory.grow(1);
    guest.storeU64(8, 2 ** 40 + 3);
    expect(new DataView(memory.buffer).getBigUint64(8, true)).to.equal(2n ** 40n + 3n);
  });

  it('stores into a memory that grew, whatever the number', () => {
    const stores: readonly (readonly [store: (guest: GuestMemory) => void, bytes: number[]])[] = [
      [guest => guest.storeU16(8, 0x0102), [2, 1, 0, 0, 0, 0, 0, 0]],
      [guest => guest.storeU32(8, 0x0102_0304), [4, 3, 2, 1, 0, 0, 0, 0]],
      [guest => guest.storeU64(8, 2 ** 32 + 5), [5, 0, 0, 0, 1, 0, 0, 0]],
      [guest => guest.storeTimestamp(8, { seconds: 0, nanoseconds: 6 }), [6, 0, 0, 0, 0, 0, 0, 0]],
    ];
    for (const [store, bytes] of stores) {
      const memory = new WebAssembly.Memory({ initial: 1, maximum: 4 });
      const guest = attach(memory);
      memory.grow(1);
      store(guest);
      expect([...new Uint8Array(memory.buffer, 8, 8)]).to.deep.equal(bytes);
    }
  });

  it('stores at pointers as u32', () => {
    const middle = 0x8000_0000;
    const guest = attach({ buffer: new ArrayBuffer(middle + 4096) });
    guest.storeU16(-middle, 1);
    guest.storeU32(8 - middle, 2);
    guest.storeU64(16 - middle, 3);
    guest.storeTimestamp(24 - middle, { seconds: 0, nanoseconds: 4 });
    const stored = [0, 8, 16, 24].map(at => guest.u8[middle + at]);
    expect(stored).to.deep.equal([1, 2, 3, 4]);
  });

  it('contains all of a memory that grew', () => {
    const memory = new WebAssembly.Memory({ initial: 1, maximum: 4 });
    const guest = attach(memory);
    memory.grow(1);
    expect(guest.holds(0, 2 * PAGE)).to.equal(true);
  });

  it('sees a shared memory grow', () => {
    const memory = new WebAssembly.Memory({ initial: 1, maximum: 4, shared: true });
    const guest = attach(memory);
    expect(guest.holds(PAGE, 4)).to.equal(false);
    memory.grow(1);
    expect(guest.holds(PAGE, 4)).to.equal(true);
  });

  it('stores timestamps exactly, to the end of the u64', () => {
    const guest = attach({ buffer: new ArrayBuffer(16) });
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), nanoseconds => {
        guest.storeTimestamp(8, {
          seconds: Number(nanoseconds / 1_000_000_000n),
          nanoseconds: Number(nanoseconds % 1_000_000_000n),
        });
        expect(guest.view.getBigUint64(8, true)).to.equal(nanoseconds);
        expect(guest.view.getBigUint64(0, true)).to.equal(0n);
      }),
    );
  });

  it('stores a timestamp whose nanoseconds carry into the upper half', () => {
    const guest = attach({ buffer: new ArrayBuffer(8) });
    guest.storeTimestamp(0, { seconds: 4, nanoseconds: 2 ** 32 - 4e9 });
    expect(guest.view.getBigUint64(0, true)).to.equal(2n ** 32n);
  });

  it('stores numbers below 2^53 as u64', () => {
    const guest = attach({ buffer: new ArrayBuffer(8) });
    fc.assert(
      fc.property(fc.maxSafeNat(), value => {
        guest.storeU64(0, value);
        expect(guest.view.getBigUint64(0, true)).to.equal(BigInt(value));
      }),
    );
  });
});
