import { expect } from 'chai';
import { symlink } from '../../application/composition/index.js';
import { errnoName, Fstflag, layouts } from '../../domain/index.js';
import type { ProxyGuest } from '../application/abi/proxy-guest.js';
import { at, open, READING, ROOT } from '../application/hostcalls/fixture.js';
import { mechanism } from './mechanisms.js';
import { Scenes, treePlaces } from './places.js';

/** Widths of the types of fields. */
const widths = { u8: 1, u16: 2, u32: 4, u64: 8 } as const;

/** The bytes of a struct that belong to no field. */
function padding({ size, fields }: (typeof layouts)[keyof typeof layouts]): number[] {
  const used = new Set(
    fields.flatMap(({ offset, type }) => Array.from({ length: widths[type] }, (_, index) => offset + index)),
  );
  return Array.from({ length: size }, (_, index) => index).filter(index => !used.has(index));
}

/** Makes a call, and expects no byte outside of a window and the four of `at.result` to have changed. */
function within(guest: ProxyGuest, from: number, length: number, call: () => number): string {
  const before = guest.bytes.slice();
  const errno = call();
  const after = guest.bytes;
  for (let index = 0; index < after.length; index++) {
    const allowed = (index >= from && index < from + length) || (index >= at.result && index < at.result + 4);
    if (!allowed && after[index] !== before[index]) expect.fail(`byte ${index} has changed: ${guest.lines.at(-1)}`);
  }
  return errnoName(errno);
}

for (const place of treePlaces) {
  describe(`What is written into the guest's memory, on ${place.name}:`, () => {
    let scenes: Scenes;
    beforeEach(async () => {
      scenes = await Scenes.open(place, {
        'hi.txt': 'hi',
        ['n'.repeat(200)]: 'long',
        dir: {},
        link: symlink('a-target-that-is-longer-than-a-buffer'),
      });
    });
    afterEach(() => scenes.close());

    it(mechanism(24), () => {
      scenes.each('results', guest => {
        for (const length of [0, 1, 2, 7, 23, 24, 25, 100, 223, 224, 225, 4000]) {
          const path = guest.text(at.path, 'link');
          const target = () => guest.call('path_readlink', ROOT, ...path, at.in, length, at.result);
          expect(within(guest, at.in, length, target)).to.equal('ESUCCESS');
          const list = () => guest.call('fd_readdir', ROOT, at.in, length, 0n, at.result);
          expect(within(guest, at.in, length, list)).to.equal('ESUCCESS');
          expect(guest.view.getUint32(at.result, true)).to.be.at.most(length);
          expect(within(guest, at.in, length, () => guest.call('random_get', at.in, length))).to.equal('ESUCCESS');
          const name = () => guest.call('fd_prestat_dir_name', ROOT, at.in, length);
          expect(within(guest, at.in, length, name)).to.be.oneOf(['ESUCCESS', 'ENAMETOOLONG']);
          const fd = open(guest, 'hi.txt', { base: READING });
          guest.iovecs(at.iovecs, [at.in, length]);
          const read = () => guest.call('fd_read', fd, at.iovecs, 1, at.result);
          expect(within(guest, at.in, Math.min(length, 2), read)).to.equal('ESUCCESS');
          guest.ok('fd_close', fd);
        }
      });
    });

    it(mechanism(27), () => {
      scenes.each('times', guest => {
        const fd = open(guest, 'hi.txt', { base: READING });
        const times = () => {
          guest.ok('fd_filestat_get', fd, at.result2);
          return guest.view.getBigUint64(at.result2 + 48, true);
        };
        for (const time of [0n, 1n, 1n << 31n, 1n << 32n, 1n << 53n, (1n << 63n) - 1n, 1n << 63n, (1n << 64n) - 1n]) {
          const given = BigInt.asIntN(64, time);
          const name = guest.text(at.path, 'hi.txt');
          for (const set of [
            () => guest.call('fd_filestat_set_times', fd, given, given, Fstflag.ATIM | Fstflag.MTIM),
            () => guest.call('path_filestat_set_times', ROOT, 0, ...name, 0n, given, Fstflag.MTIM),
          ]) {
            const before = times();
            const answer = errnoName(set());
            expect(answer, `${time}`).to.be.oneOf(['ESUCCESS', 'EOVERFLOW', 'EINVAL']);
            // A file system in memory that goes by the rules of Windows keeps units of 100 ns, rounded down.
            const kept = place.name === 'memory by Windows rules' ? time - (time % 100n) : time;
            expect(times(), `${time}`).to.equal(answer === 'ESUCCESS' ? kept : before);
          }
        }
      });
    });

    it(mechanism(37), () => {
      scenes.each('structs', guest => {
        const fd = open(guest, 'hi.txt', { base: READING });
        const path = guest.text(at.path, 'hi.txt');
        /** The bytes of a struct that a call writes, over two kinds of old bytes. */
        const written = (layout: (typeof layouts)[keyof typeof layouts], call: () => number) => {
          const [one, other] = [0xff, 0x5a].map(old => {
            guest.bytes.fill(old, at.in, at.in + layout.size);
            expect(call(), guest.lines.at(-1)).to.equal(0);
            return [...guest.bytes.subarray(at.in, at.in + layout.size)];
          });
          expect(other, guest.lines.at(-1)).to.deep.equal(one);
          for (const index of padding(layout)) expect(one?.[index], `${guest.lines.at(-1)} at ${index}`).to.equal(0);
          return one ?? [];
        };
        // The previous contents are larger: a longer name, a larger file.
        written(layouts.filestat, () => guest.call('path_filestat_get', ROOT, 1, ...path, at.in));
        written(layouts.filestat, () => guest.call('fd_filestat_get', ROOT, at.in));
        written(layouts.filestat, () => guest.call('fd_filestat_get', fd, at.in));
        for (const number of [0, 1, ROOT, fd])
          written(layouts.fdstat, () => guest.call('fd_fdstat_get', number, at.in));
        written(layouts.prestat, () => guest.call('fd_prestat_get', ROOT, at.in));
        written(layouts.dirent, () => guest.call('fd_readdir', ROOT, at.in, layouts.dirent.size, 0n, at.result));
        // A clock's event has no use for the fields of streams.
        guest.bytes.fill(0, at.out, at.out + 96);
        guest.view.setBigUint64(at.out, 1n, true);
        guest.view.setBigUint64(at.out + 48, 2n, true);
        guest.view.setUint8(at.out + 56, 1);
        guest.view.setUint32(at.out + 64, fd, true);
        const clock = written(layouts.event, () => guest.call('poll_oneoff', at.out, at.in, 1, at.result));
        expect(clock.slice(11)).to.deep.equal(new Array(layouts.event.size - 11).fill(0));
        written(layouts.event, () => guest.call('poll_oneoff', at.out + 48, at.in, 1, at.result));
      });
    });
  });
}
