import { expect } from 'chai';
import { GuestMemory } from '../../../application/abi/guest-memory.js';
import { packAddresses, placeOfBytes, storeAddresses, unpackAddresses } from '../../../application/abi/index.js';
import { Sockettype } from '../../../domain/index.js';

const LIST = 64;
const [INFO, ADDRESS] = [128, 192];

/** A memory with a list of one. @param data where the bytes of its address are */
function memoryWithList(size: number, data: number): GuestMemory {
  const memory = new GuestMemory();
  memory.attach({ buffer: new ArrayBuffer(size) });
  memory.storeU32(LIST, INFO);
  memory.storeU32(INFO + 12, ADDRESS);
  memory.storeU32(ADDRESS + 8, data);
  return memory;
}

const item = { type: Sockettype.STREAM, port: 443, bytes: Uint8Array.of(192, 0, 2, 1) };

describe('A list of addresses', () => {
  it('is kept for a trace as stored', () => {
    const memory = memoryWithList(4096, 1024);
    expect(storeAddresses(memory, LIST, [item])).to.equal(true);
    expect(unpackAddresses(packAddresses(memory, LIST, 1) as Uint8Array)).to.deep.equal([item]);
  });

  it('is neither stored nor kept if its pointer is out of bounds, as in a recording that was tampered with', () => {
    const memory = memoryWithList(4096, 1024);
    for (const bad of [4093, 4096, -1]) {
      expect(storeAddresses(memory, bad, [item]), `${bad}`).to.equal(false);
      expect(packAddresses(memory, bad, 1), `${bad}`).to.equal(undefined);
    }
  });

  it('is not kept if another thread moves it out of the memory meanwhile', () => {
    for (const data of [4091, 4096, 0xffff_ffff]) {
      expect(packAddresses(memoryWithList(4096, data), LIST, 1), `${data}`).to.equal(undefined);
    }
  });

  it('may be in the upper half of a large memory', () => {
    const memory = memoryWithList(0x8000_1000, 1024);
    memory.view.setUint32(0x8000_0000, INFO, true);
    expect(storeAddresses(memory, -0x8000_0000, [item])).to.equal(true);
    expect([...memory.u8.subarray(1024, 1030)]).to.deep.equal([1, 187, 192, 0, 2, 1]);
  });
});

describe('The place of bytes', () => {
  it('may be in the upper half of a large memory', () => {
    const memory = memoryWithList(0x8000_1000, 1024);
    expect(placeOfBytes(memory, 'optionvalue', -0x8000_0000, 8)).to.deep.equal({ pointer: 0x8000_0000, length: 8 });
    memory.view.setUint32(0x8000_0000, 4, true);
    expect(placeOfBytes(memory, 'optionroom', 16, -0x8000_0000)).to.deep.equal({ pointer: 16, length: 4 });
  });
});
