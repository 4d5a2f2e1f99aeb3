import { expect } from 'chai';
import { GuestMemory } from '../../../application/abi/guest-memory.js';
import { Lowerer } from '../../../application/abi/lowerer.js';
import { Errno } from '../../../domain/index.js';

const MIDDLE = 0x8000_0000;
const UNTOUCHED = 0xa5;
/** Bytes that are looked at, with what is stored in the middle. */
const WINDOW = 256;
const AT = 64;

const event = { userdataLow: 1, userdataHigh: 2, errno: 3, type: 1, nbytes: 4, flags: 1 };

/** Each way to store something, and how many bytes that has. */
const stores: readonly (readonly [size: number, store: (lowerer: Lowerer, pointer: number) => void])[] = [
  [4, (lowerer, pointer) => lowerer.storeResult(pointer, 0x01020304)],
  [8, (lowerer, pointer) => lowerer.storeWideResult(pointer, 2 ** 40 + 7)],
  [2, (lowerer, pointer) => lowerer.storeSecond16(pointer)],
  [4, (lowerer, pointer) => lowerer.storeSecond32(pointer)],
  [8, (lowerer, pointer) => lowerer.storeTimestamp(pointer)],
  [24, (lowerer, pointer) => lowerer.storeFdstat(pointer)],
  [8, (lowerer, pointer) => lowerer.storePrestat(pointer)],
  [64, (lowerer, pointer) => lowerer.storeFilestat(pointer)],
  [56, (lowerer, pointer) => lowerer.storeFilestatUnstable(pointer)],
  [64, (lowerer, pointer) => lowerer.storeEvents(pointer, { count: 2, items: [event, event, event] })],
  [4, (lowerer, pointer) => lowerer.storeLength(pointer, { array: new Uint8Array(0), offset: 0, length: 9 })],
];

for (const [what, newBuffer] of [
  ['of its own', (size: number) => new ArrayBuffer(size)],
  ['that threads share', (size: number) => new SharedArrayBuffer(size)],
] as const) {
  describe(`Lowerer, into a memory ${what}`, () => {
    let memory: GuestMemory;
    let lowerer: Lowerer;
    before(() => {
      memory = new GuestMemory();
      memory.attach({ buffer: newBuffer(MIDDLE + WINDOW) });
      lowerer = new Lowerer(memory);
      lowerer.second.value = 0x0506;
      Object.assign(lowerer.timestamp, { seconds: 1_700_000_000, nanoseconds: 123_456_789 });
      Object.assign(lowerer.fdstat, { filetype: 4, flags: 5, rightsBase: 6, rightsInheriting: 7 });
      Object.assign(lowerer.filestat, { device: 1n, inode: 2n, filetype: 4, links: 3n, size: 4n, accessed: 5n });
      lowerer.prestat.nameLength = 8;
    });
    after(() => {
      memory = new GuestMemory();
    });
    beforeEach(() => {
      for (const start of [0, MIDDLE]) memory.u8.fill(UNTOUCHED, start, start + WINDOW);
    });
    const windowAt = (start: number) => memory.u8.slice(start, start + WINDOW);

    it('stores as many bytes as there are, and takes pointers as u32', () => {
      for (const [size, store] of stores) {
        store(lowerer, AT);
        store(lowerer, AT - MIDDLE);
        const near = windowAt(0);
        expect([...near.keys()].filter(at => near[at] !== UNTOUCHED).every(at => at >= AT && at < AT + size)).to.equal(
          true,
        );
        expect(near[AT]).to.not.equal(UNTOUCHED);
        expect(windowAt(MIDDLE)).to.deep.equal(near);
        for (const start of [0, MIDDLE]) memory.u8.fill(UNTOUCHED, start, start + WINDOW);
      }
    });

    it('stores strings, and as many pointers as there are strings', () => {
      lowerer.strings.value = { bytes: Buffer.from('one\0two\0'), offsets: [0, 4] };
      for (const start of [0, MIDDLE]) {
        expect(lowerer.storeStrings(start | 0, (start + AT) | 0)).to.equal(0);
        const expected = new Uint8Array(WINDOW).fill(UNTOUCHED);
        const view = new DataView(expected.buffer);
        view.setUint32(0, start + AT, true);
        view.setUint32(4, start + AT + 4, true);
        expected.set(Buffer.from('one\0two\0'), AT);
        expect(windowAt(start)).to.deep.equal(expected);
      }
      expect(lowerer.storeStrings(0, (MIDDLE + WINDOW - 7) | 0)).to.equal(Errno.EFAULT);
      expect(lowerer.storeStrings((MIDDLE + WINDOW - 7) | 0, 0)).to.equal(Errno.EFAULT);
    });
  });
}
