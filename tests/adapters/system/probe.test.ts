import { readdirSync, rmSync } from 'node:fs';
import { constants } from 'node:os';
import { expect } from 'chai';
import { AT_FDCWD } from '../../../adapters/system/constants.js';
import { FileCalls } from '../../../adapters/system/file-calls.js';
import { probeCalls } from '../../../adapters/system/probe.js';
import { allCalls, alteredCalls, notedCalls } from './altered-calls.js';

const { ENOSYS, EPERM, EMFILE } = constants.errno;
const { O_NOFOLLOW } = (await import('node:fs')).constants;
const AT_SYMLINK_FOLLOW = 0x400;

for (const calls of allCalls) {
  const probed = (alter: Parameters<typeof alteredCalls>[1]) => probeCalls(new FileCalls(alteredCalls(calls, alter)));

  describe(`the probe of the calls through ${calls.ffi.name}`, () => {
    const left = () => readdirSync('/dev/shm').filter(name => name.startsWith(`hostcall-probe-${process.pid}-`));
    afterEach(() => expect(left()).to.deep.equal([]));

    it('finds nothing wrong with those of this kernel', () => {
      expect(probed(() => ({}))).to.deep.equal({ fault: undefined, descent: 'openat2' });
    });

    it('finds each call that follows a link, replaces or removes against its flags', () => {
      const faults = {
        'a stat that follows': probed(real => ({
          fstatat: (fd = 0, name = 0, stat = 0) => real.fstatat(fd, name, stat, 0),
        })),
        'an open that follows': probed(real => ({
          openat: (fd = 0, name = 0, flags = 0, mode = 0) => real.openat(fd, name, flags & ~O_NOFOLLOW, mode),
        })),
        'a setting of times that follows': probed(real => ({
          utimensat: (fd = 0, name = 0, times = 0) => real.utimensat(fd, name, times, 0),
        })),
        'a link that follows': probed(real => ({
          linkat: (fd = 0, name = 0, newFd = 0, newName = 0) =>
            real.linkat(fd, name, newFd, newName, AT_SYMLINK_FOLLOW),
        })),
        'an unlink that removes directories': probed(real => ({
          unlinkat: (fd = 0, name = 0) => (real.unlinkat(fd, name, 0) === 0 ? 0 : real.unlinkat(fd, name, 0x200)),
        })),
        'a stat of descriptors that tells of another': probed(real => ({
          fstat: (_fd, stat = 0) => real.fstat(0, stat),
        })),
      };
      const found = Object.entries(faults).map(([name, { fault }]) => [name, fault?.replace(/^[^(]*\(|\)$/g, '')]);
      expect(Object.fromEntries(found)).to.deep.equal({
        'a stat that follows': 'lstat',
        'an open that follows': 'O_NOFOLLOW',
        'a setting of times that follows': 'lutimes',
        'a link that follows': 'link',
        'an unlink that removes directories': 'unlink',
        'a stat of descriptors that tells of another': 'fstat',
      });
    });

    it('chooses descents one by one where openat2() is missing, forbidden, or ignores its flags', () => {
      for (const error of [ENOSYS, EPERM])
        expect(probed((_, fail) => ({ openat2: () => fail(error) })).descent).to.equal('components');
      /** The behaviour of a kernel that ignores some of the resolve flags. */
      const ignoring = (bits: bigint) =>
        probed(real => ({
          openat2(fd = 0, path = 0, how = 0, size = 0) {
            const members = new BigUint64Array(calls.ffi.memory(how, size));
            const asked = members[2] as bigint;
            members[2] = asked & ~bits;
            const result = real.openat2(fd, path, how, size);
            members[2] = asked;
            return result;
          },
        }));
      expect(ignoring(0n)).to.deep.equal({ fault: undefined, descent: 'openat2' });
      for (const bits of [0x04n, 0x08n, 0x0cn, 0x0en])
        expect(ignoring(bits), `${bits}`).to.deep.equal({ fault: undefined, descent: 'components' });
    });

    it('makes no call on a descriptor that could not be opened', () => {
      let openings = 0;
      const { calls: counted, noted } = notedCalls(calls);
      probeCalls(new FileCalls(counted));
      const all = noted.filter(({ name }) => name === 'openat').length;
      for (let failing = 0; failing < all; failing++) {
        openings = 0;
        const { calls: watched, noted } = notedCalls(
          alteredCalls(calls, (real, fail) => ({
            openat: (fd = 0, name = 0, flags = 0, mode = 0) =>
              openings++ === failing ? fail(EMFILE) : real.openat(fd, name, flags, mode),
          })),
        );
        probeCalls(new FileCalls(watched));
        const wrong = noted.filter(({ args }) => args.some(value => value < 0 && value !== AT_FDCWD));
        expect(wrong, `opening ${failing}`).to.deep.equal([]);
        for (const name of left()) rmSync(`/dev/shm/${name}`, { recursive: true });
      }
    });

    it('trusts the kernel, except for openat2(), where it cannot create a directory', () => {
      expect(probed((_, fail) => ({ mkdirat: () => fail(EPERM) }))).to.deep.equal({
        fault: undefined,
        descent: 'components',
      });
      expect(probed((_, fail) => ({ openat: () => fail(EMFILE) }))).to.deep.equal({
        fault: undefined,
        descent: 'components',
      });
    });
  });
}
