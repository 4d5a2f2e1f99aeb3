import { constants } from 'node:os';
import { expect } from 'chai';
import { type SystemCalls, SystemFileSystem } from '../../../adapters/system/index.js';
import { expectErrno, openFile, put, statOf } from '../../../application/contract/index.js';
import { Errno, Open } from '../../../domain/index.js';
import { openScratchOn, type Scratch } from '../node/scratch.js';
import { allCalls, alteredCalls } from './altered-calls.js';

const { EINVAL, EIO, EPERM } = constants.errno;
/** In nanoseconds: a time that some file systems cannot keep. */
const FAR = 2n ** 62n;

for (const calls of allCalls) {
  describe(`what the kernel refuses, through ${calls.ffi.name}`, () => {
    let scratch: Scratch;
    /** The function that fails from now on. */
    let failing: string | undefined;
    beforeEach(() => {
      failing = undefined;
      const altered: SystemCalls = alteredCalls(calls, (real, fail) => ({
        fstat: (fd = 0, stat = 0) => (failing === 'fstat' ? fail(EIO) : real.fstat(fd, stat)),
        fstatat: (fd = 0, name = 0, stat = 0, flags = 0) =>
          failing === 'fstatat' ? fail(EIO) : real.fstatat(fd, name, stat, flags),
        fchown: (fd = 0, owner = 0, group = 0) => (failing === 'fchown' ? fail(EPERM) : real.fchown(fd, owner, group)),
        lseek(fd = 0, offset = 0, whence = 0) {
          if (failing === 'lseek') return fail(EIO);
          return failing === 'holes' ? fail(EINVAL) : real.lseek(fd, offset, whence);
        },
        fcntl: (fd = 0, command = 0, value = 0) => (failing === 'fcntl' ? fail(EPERM) : real.fcntl(fd, command, value)),
        fallocate: (fd = 0, mode = 0, offset = 0, length = 0) =>
          failing === 'no limit' ? 0 : real.fallocate(fd, mode, offset, length),
        fchmod: (fd = 0, mode = 0) => (failing === 'fchmod' ? fail(EPERM) : real.fchmod(fd, mode)),
        futimens: (fd = 0, times = 0) => (failing === 'times' ? fail(EPERM) : real.futimens(fd, times)),
        utimensat: (fd = 0, name = 0, times = 0, flags = 0) =>
          failing === 'times' ? fail(EPERM) : real.utimensat(fd, name, times, flags),
      }));
      scratch = openScratchOn(new SystemFileSystem(altered, 'openat2'));
      for (const name of ['from', 'to']) put(scratch.root, name, '');
    });
    afterEach(() => scratch.dispose());

    it('is reported for copied permissions', () => {
      for (const [name, errno] of [
        ['fstat', Errno.EIO],
        ['fstatat', Errno.EIO],
        ['fchmod', Errno.EPERM],
      ] as const) {
        failing = name;
        expectErrno(scratch.root.copyPermissions?.('from', 'to'), -errno);
      }
      // It has that owner already.
      failing = 'fchown';
      expectErrno(scratch.root.copyPermissions?.('from', 'to'), 0);
    });

    it('is reported for the search for data, for flags, and for reserved space', () => {
      const file = openFile(scratch.root, 'to', Open.READ | Open.WRITE);
      const found = { offset: 0, length: 0 };
      failing = 'lseek';
      expectErrno(file.findData?.(0, found), -Errno.EIO);
      // A file without holes.
      failing = 'holes';
      expectErrno(file.findData?.(0, found), -Errno.ENOTSUP);
      failing = 'fcntl';
      expectErrno(file.setFlags(Open.APPEND), -Errno.EPERM);
      failing = 'no limit';
      expectErrno(file.allocate(Number.MAX_SAFE_INTEGER - 1, 1), 0);
      expectErrno(file.allocate(Number.MAX_SAFE_INTEGER, 1), -Errno.EFBIG);
      file.close();
    });

    it('is reported for times that are set, however distant', () => {
      const file = openFile(scratch.root, 'to', Open.READ);
      const before = statOf(scratch.root, 'to');
      for (const time of [10n ** 18n, FAR]) {
        failing = 'times';
        expectErrno(scratch.root.setTimes('to', time, time), -Errno.EPERM);
        expectErrno(file.setTimes(time, time), -Errno.EPERM);
      }
      failing = 'fstatat';
      expectErrno(scratch.root.setTimes('to', FAR, FAR), -Errno.EIO);
      failing = 'fstat';
      expectErrno(file.setTimes(FAR, FAR), -Errno.EIO);
      failing = undefined;
      expect(statOf(scratch.root, 'to').modified).to.equal(before.modified);
      file.close();
    });
  });
}
