import { expect } from 'chai';
import { GuestMemory } from '../../../application/abi/guest-memory.js';
import { Lifter } from '../../../application/abi/lifter.js';
import { defaultLimits } from '../../../application/limits.js';
import { Errno, MAX_TRANSFER } from '../../../domain/index.js';

const PAGE = 65_536;
const MIDDLE = 0x8000_0000;

function attached(buffer: ArrayBuffer | SharedArrayBuffer): GuestMemory {
  const memory = new GuestMemory();
  memory.attach({ buffer });
  return memory;
}

for (const [what, newBuffer] of [
  ['of its own', (size: number) => new ArrayBuffer(size)],
  ['that threads share', (size: number) => new SharedArrayBuffer(size)],
] as const) {
  describe(`Lifter, of a memory ${what}`, () => {
    const lifterWith = (limits: Partial<typeof defaultLimits>) => {
      const memory = attached(newBuffer(PAGE));
      memory.u8.fill(0x78);
      return { memory, lifter: new Lifter(memory, { ...defaultLimits, ...limits }) };
    };

    it('takes a path up to the limit, and no longer one', () => {
      for (const pathBytes of [10, 4096, 5000]) {
        const { lifter } = lifterWith({ pathBytes });
        expect(lifter.path(8, pathBytes, 0)).to.equal('x'.repeat(pathBytes));
        expect(lifter.path(8, pathBytes + 1, 0)).to.equal(Errno.ENAMETOOLONG);
      }
    });

    it('takes as many buffers as the limit says, and no more', () => {
      const { memory, lifter } = lifterWith({ iovecs: 3 });
      memory.u8.fill(0, 0, 64);
      for (const at of [0, 8, 16, 24]) memory.view.setUint32(at + 4, 1, true);
      expect(lifter.iovecs(0, 3)).to.deep.include({ count: 3, total: 3 });
      lifter.release();
      expect(lifter.iovecs(0, 4)).to.equal(Errno.EINVAL);
    });

    it('takes buffers of 2^32 - 1 bytes in total, and cuts them to what one call moves', () => {
      const size = 2 ** 22;
      const memory = attached(newBuffer(size));
      const lifter = new Lifter(memory, defaultLimits);
      const lift = (...lengths: readonly number[]) => {
        for (const [i, length] of lengths.entries()) {
          memory.view.setUint32(i * 8, 0, true);
          memory.view.setUint32(i * 8 + 4, length, true);
        }
        lifter.release();
        return lifter.iovecs(0, lengths.length);
      };
      // The same bytes over and over.
      const buffers = (count: number) => Array<number>(count).fill(size);
      const most = buffers(511).concat(size - 4096);
      const whole = lift(...most);
      if (typeof whole === 'number') throw new Error(`errno ${whole}`);
      expect([whole.count, whole.total]).to.deep.equal([512, MAX_TRANSFER]);
      expect(whole.lengths.slice(0, 512)).to.deep.equal(most);
      for (const more of [buffers(512), [...most, 1], buffers(1023).concat(size - 1)]) {
        const cut = lift(...more);
        if (typeof cut === 'number') throw new Error(`errno ${cut}`);
        expect([cut.count, cut.total]).to.deep.equal([512, MAX_TRANSFER]);
        expect(cut.lengths.slice(0, 512)).to.deep.equal(most);
      }
      expect(lift(...buffers(1024))).to.equal(Errno.EINVAL);
    });

    it('takes as many subscriptions as the limit says, and no more', () => {
      for (const [lift, size] of [
        ['subscriptions', 48],
        ['subscriptionsUnstable', 56],
      ] as const) {
        const { memory, lifter } = lifterWith({ subscriptions: 3 });
        memory.u8.fill(0, 0, 4 * size);
        expect(lifter[lift](0, 3)).to.include({ count: 3 });
        lifter.release();
        expect(lifter[lift](0, 4)).to.equal(Errno.EINVAL);
      }
    });

    it('leaves out buffers without bytes', () => {
      const { memory, lifter } = lifterWith({});
      memory.u8.fill(0, 0, 24);
      memory.view.setUint32(0, 100, true);
      memory.view.setUint32(8, 200, true);
      memory.view.setUint32(12, 7, true);
      const iovecs = lifter.iovecs(0, 3);
      if (typeof iovecs === 'number') throw new Error(`errno ${iovecs}`);
      expect([iovecs.count, iovecs.total, iovecs.offsets[0], iovecs.lengths[0]]).to.deep.equal([1, 7, 200, 7]);
    });

    it('takes pointers as u32', () => {
      const memory = attached(newBuffer(MIDDLE + 4096));
      const lifter = new Lifter(memory, defaultLimits);
      memory.u8.set(Buffer.from('far'), MIDDLE);
      expect(lifter.path(-MIDDLE, 3, 0)).to.equal('far');
      expect(lifter.span(-MIDDLE, 16)).to.include({ offset: MIDDLE, length: 16 });
      lifter.release();
      expect(lifter.span(16, -MIDDLE)).to.include({ offset: 16, length: MIDDLE });
      lifter.release();
      memory.view.setUint32(MIDDLE + 64, 200, true);
      memory.view.setUint32(MIDDLE + 68, 7, true);
      expect(lifter.iovecs(64 - MIDDLE, 1)).to.deep.include({ count: 1, total: 7, offsets: [200] });
      lifter.release();
      memory.view.setUint32(MIDDLE + 128, 77, true);
      const polled = lifter.subscriptions(128 - MIDDLE, 1);
      if (typeof polled === 'number') throw new Error(`errno ${polled}`);
      expect(polled.items[0]).to.include({ userdataLow: 77 });
      lifter.release();
      for (const lift of ['subscriptions', 'subscriptionsUnstable'] as const)
        expect(lifter[lift](0, -MIDDLE)).to.equal(Errno.EFAULT);
      expect(lifter.iovecs(0, -MIDDLE)).to.equal(Errno.EFAULT);
      expect(lifter.addresses(0, -1)).to.deep.equal({ most: 0xffff_ffff, items: [] });
    });
  });
}
