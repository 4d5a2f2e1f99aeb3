import { expect } from 'chai';
import { CallCopies, InputCopy } from '../../../application/abi/call-copies.js';
import { GuestMemory } from '../../../application/abi/guest-memory.js';

function sharedMemory(size: number): GuestMemory {
  const memory = new GuestMemory();
  memory.attach({ buffer: new SharedArrayBuffer(size) });
  return memory;
}

describe('InputCopy', () => {
  it('copies no more than its limit, however long the range is', () => {
    const copy = new InputCopy();
    expect(copy.take(sharedMemory(1 << 20), 0, 1 << 20, 1000)).to.equal(true);
    expect(copy.length).to.equal(1000);
    expect(copy.u8.length).to.equal(1000);
  });

  it('has nothing of a range that is out of bounds', () => {
    const copy = new InputCopy();
    expect(copy.take(sharedMemory(4096), 8, 8, 100)).to.equal(true);
    expect(copy.take(sharedMemory(4096), 4090, 8, 100)).to.equal(false);
    expect(copy.length).to.equal(-1);
  });

  it('takes a pointer as u32', () => {
    const memory = sharedMemory(0x8000_1000);
    memory.u8.set([1, 2, 3], 0x8000_0000);
    const copy = new InputCopy();
    expect(copy.take(memory, -0x8000_0000, 3, 3)).to.equal(true);
    expect([...copy.u8.subarray(0, 3)]).to.deep.equal([1, 2, 3]);
  });
});

describe('CallCopies', () => {
  it('has room for results of any size', () => {
    const copies = new CallCopies();
    for (const size of [8, 256, 257, 32_000, 64]) expect(copies.reserve(size).holds(0, size), `${size}`).to.equal(true);
  });
});
