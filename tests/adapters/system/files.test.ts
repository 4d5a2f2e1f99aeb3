import {
  closeSync,
  constants as flags,
  fstatSync,
  ftruncateSync,
  openSync,
  readFileSync,
  statSync,
  utimesSync,
  writeSync,
} from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect } from 'chai';
import { O_CLOEXEC } from '../../../adapters/system/constants.js';
import { GuestBuffers, type SystemCalls, SystemFileSystem } from '../../../adapters/system/index.js';
import {
  blankFilestat,
  contents,
  expectErrno,
  openFile,
  put,
  room,
  sharedVectors,
  statOf,
  take,
  vectors,
} from '../../../application/contract/index.js';
import { Advice, Errno, type Iovecs, Open } from '../../../domain/index.js';
import { openScratchOn, type Scratch } from '../node/scratch.js';
import { allCalls, alteredCalls, notedCalls } from './altered-calls.js';

const { EINTR, EOPNOTSUPP, ENOSPC } = constants.errno;
const BOTH = Open.READ | Open.WRITE | Open.CREATE;

for (const calls of allCalls) {
  describe(`files through ${calls.ffi.name}`, () => {
    let scratch: Scratch;
    const openOn = (other: SystemCalls) => {
      scratch = openScratchOn(new SystemFileSystem(other, 'openat2'));
      return scratch.root;
    };
    afterEach(() => scratch.dispose());

    it('are read and written in one call, for one buffer or many', () => {
      const { calls: watched, noted } = notedCalls(calls);
      const file = openFile(openOn(watched), 'file', BOTH);
      const calledBy = (work: () => void) => {
        noted.length = 0;
        work();
        return noted.map(({ name }) => name);
      };
      expect(calledBy(() => file.write(vectors('abc'), 0))).to.deep.equal(['pwrite']);
      expect(calledBy(() => file.write(vectors('abc', 'def'), 3))).to.deep.equal(['pwritev']);
      expect(calledBy(() => file.read(room(3), 0))).to.deep.equal(['pread']);
      expect(calledBy(() => file.read(room(1, 1, 1), 0))).to.deep.equal(['preadv']);
      expect(calledBy(() => file.stat(blankFilestat()))).to.deep.equal(['fstat']);
      expect(calledBy(() => file.size())).to.deep.equal(['fstat']);
      expect(calledBy(() => file.setFlags(Open.NONBLOCK))).to.deep.equal([]);
      expect(calledBy(() => file.close())).to.deep.equal(['close']);
    });

    it('are opened with close-on-exec, without waiting, and never as the controlling terminal', () => {
      const { calls: watched, noted } = notedCalls(calls);
      const root = openOn(watched);
      openFile(root, 'file', BOTH).close();
      const [preopen = 0, file = 0] = noted.filter(({ name }) => name === 'openat').map(({ args }) => Number(args[2]));
      const { O_NOCTTY, O_NOFOLLOW, O_NONBLOCK } = flags;
      const all = O_CLOEXEC | O_NOCTTY | O_NOFOLLOW | O_NONBLOCK;
      expect(file & all).to.equal(all);
      expect(preopen & O_CLOEXEC).to.equal(O_CLOEXEC);
    });

    it('are read into shared memory and written from it', () => {
      const file = openFile(openOn(calls), 'file', BOTH);
      for (const parts of [['abc'], ['abc', 'defg']]) {
        const from = sharedVectors(...parts);
        expect(file.write(from, 0)).to.equal(from.total);
        const into = sharedVectors(...parts.map(part => '_'.repeat(part.length)));
        expect(file.read(into, 0)).to.equal(from.total);
        expect(contents(into)).to.deep.equal(parts);
      }
      file.close();
    });

    it('are read into the memory of a guest and written from it, beyond 32 bits', () => {
      const file = openFile(openOn(calls), 'file', BOTH);
      const array = new Uint8Array(new WebAssembly.Memory({ initial: 1 }).buffer);
      array.set(Buffer.from('abcdefg'), 65_529);
      const from: Iovecs = { array, count: 2, offsets: [65_529, 65_532], lengths: [3, 4], total: 7 };
      expect(file.write(from, 0)).to.equal(7);
      const into: Iovecs = { array, count: 2, offsets: [0, 100], lengths: [3, 4], total: 7 };
      expect(file.read(into, 0)).to.equal(7);
      expect([0, 100].map(at => Buffer.from(array.subarray(at, at + 4)).toString())).to.deep.equal(['abc\0', 'defg']);
      file.close();
    });

    it('are read and written at the address of an array, which is requested once unless its buffer can be resized', () => {
      let requested = 0;
      const address = (array: Uint8Array) => {
        requested++;
        return calls.ffi.address(array);
      };
      const buffers = new GuestBuffers({ ...calls.ffi, address });
      const resizable = Reflect.construct(ArrayBuffer, [8, { maxByteLength: 16 }]) as ArrayBuffer;
      for (const [buffer, expected] of [
        [new ArrayBuffer(8), 1],
        [resizable, 3],
      ] as const) {
        const array = new Uint8Array(buffer);
        requested = 0;
        for (let times = 0; times < 3; times++)
          buffers.addressOf({ array, count: 1, offsets: [0], lengths: [8], total: 8 });
        expect(requested).to.equal(expected);
      }
    });

    it('are read into small arrays even if the engine moves those', () => {
      setFlagsFromString('--expose-gc');
      const collect = runInNewContext('gc') as (options: { type: 'minor' }) => void;
      const root = openOn(calls);
      put(root, 'file', 'abcdefgh');
      const file = openFile(root, 'file', Open.READ);
      for (let round = 0; round < 50; round++) {
        const array = new Uint8Array(8);
        const into = { array, count: 1, offsets: [0], lengths: [4], total: 4 };
        expect(file.read(into, 0)).to.equal(4);
        // The second time the address is known already.
        collect({ type: 'minor' });
        into.offsets[0] = 4;
        expect(file.read(into, 4)).to.equal(4);
        expect(Buffer.from(array).toString()).to.equal('abcdefgh');
      }
      file.close();
    });

    it('do not touch memory outside the array', () => {
      const { calls: watched, noted } = notedCalls(calls);
      const root = openOn(watched);
      put(root, 'file', 'abcdefgh');
      const file = openFile(root, 'file', Open.READ | Open.WRITE);
      const array = new Uint8Array(8);
      const beyond: Iovecs[] = [
        { array, count: 1, offsets: [4], lengths: [5], total: 5 },
        { array, count: 2, offsets: [0, 7], lengths: [2, 2], total: 4 },
      ];
      const memory = new WebAssembly.Memory({ initial: 1 });
      const before = new Uint8Array(memory.buffer);
      const detached: Iovecs = { array: before, count: 1, offsets: [16], lengths: [4], total: 4 };
      expect(file.read(detached, 0)).to.equal(4);
      for (const buffers of [
        { count: 1, offsets: [0], lengths: [8] },
        { count: 2, offsets: [0, 4], lengths: [4, 4] },
      ]) {
        const whole: Iovecs = { array: new Uint8Array(8), ...buffers, total: 8 };
        expect(file.read(whole, 0)).to.equal(8);
        expect(Buffer.from(whole.array).toString()).to.equal('abcdefgh');
      }
      memory.grow(1);
      noted.length = 0;
      for (const each of [...beyond, detached, { ...detached, count: 2, offsets: [16, 32], lengths: [4, 4] }]) {
        expectErrno(file.read(each, 0), -Errno.EFAULT);
        expectErrno(file.write(each, 0), -Errno.EFAULT);
      }
      expect(noted).to.deep.equal([]);
      expect(array.every(byte => byte === 0)).to.equal(true);
      expect(take(root, 'file')).to.equal('abcdefgh');
      file.close();
    });

    it('take as many buffers as fit in one call, and leave the rest', () => {
      const file = openFile(openOn(calls), 'file', BOTH);
      const parts = Array.from({ length: 1500 }, (_, n) => String.fromCharCode(97 + (n % 26)).repeat(2));
      expect(file.write(vectors(...parts), 0)).to.equal(2048);
      expect(file.write(vectors(...parts.slice(1024)), 2048)).to.equal(952);
      expect(readFileSync(join(scratch.inside, 'file'), 'latin1')).to.equal(parts.join(''));
      const into = room(...parts.map(part => part.length));
      expect(file.read(into, 0)).to.equal(2048);
      expect(contents(into).slice(0, 1024)).to.deep.equal(parts.slice(0, 1024));
      file.close();
    });

    it('have offsets and sizes beyond 32 bits', () => {
      const root = openOn(calls);
      const file = openFile(root, 'file', BOTH);
      for (const offset of [2 ** 32 - 2, 2 ** 40 + 1]) {
        expect(file.write(vectors('far'), offset)).to.equal(3);
        const into = room(2);
        expect(file.read(into, offset + 1)).to.equal(2);
        expect(contents(into)).to.deep.equal(['ar']);
        expect(file.size()).to.equal(offset + 3);
        expect(statOf(root, 'file').size).to.equal(BigInt(offset + 3));
      }
      expectErrno(file.setSize(2 ** 41), 0);
      expect(file.size()).to.equal(2 ** 41);
      file.close();
    });

    it('have space reserved, and are extended only where the file system cannot reserve', () => {
      const file = openFile(openOn(calls), 'file', BOTH);
      expectErrno(file.allocate(0, 1 << 20), 0);
      const { size, blocks } = statSync(join(scratch.inside, 'file'));
      expect(size).to.equal(1 << 20);
      expect(blocks * 512).to.be.at.least(1 << 20);
      file.close();
      scratch.dispose();

      const without = alteredCalls(calls, (_, fail) => ({ fallocate: () => fail(EOPNOTSUPP) }));
      const other = openFile(openOn(without), 'file', BOTH);
      expectErrno(other.allocate(10, 90), 0);
      expect(other.size()).to.equal(100);
      expectErrno(other.allocate(0, 50), 0);
      expect(other.size()).to.equal(100);
      other.close();
      scratch.dispose();

      const full = alteredCalls(calls, (_, fail) => ({ fallocate: () => fail(ENOSPC) }));
      const third = openFile(openOn(full), 'file', BOTH);
      expectErrno(third.allocate(0, 1), -Errno.ENOSPC);
      expect(third.size()).to.equal(0);
      third.close();
    });

    it('pass advice on their use to the kernel', () => {
      const { calls: watched, noted } = notedCalls(calls);
      const file = openFile(openOn(watched), 'file', BOTH);
      noted.length = 0;
      for (const advice of Object.values(Advice)) expectErrno(file.advise(1, 2, advice), 0);
      // POSIX_FADV_…, in the order of preview1: normal, sequential, random, willneed, dontneed, noreuse.
      const told = noted.map(({ args }) => args.slice(1));
      expect(told).to.deep.equal([0, 2, 1, 3, 4, 5].map(advice => [1, 2, advice]));
      file.close();
    });

    it('report where data is between holes', () => {
      const root = openOn(calls);
      const file = openFile(root, 'file', BOTH);
      file.setSize(1 << 22);
      file.write(vectors('data'), 1 << 21);
      const found = { offset: 77, length: 77 };
      expectErrno(file.findData?.(0, found), 0);
      // How long the piece is, is the file system's affair.
      expect(found.offset).to.equal(1 << 21);
      expect(found.length).to.be.within(4, 1 << 21);
      const end = found.offset + found.length;
      expectErrno(file.findData?.(end, found), 0);
      expect(found.length).to.equal(0);
      file.write(vectors('data'), 0);
      expectErrno(file.findData?.(0, found), 0);
      expect(found.offset).to.equal(0);
      expect(found.length).to.be.within(4, 1 << 20);
      file.close();
    });

    it('switch appending on and off on the same descriptor', () => {
      const { calls: watched, noted } = notedCalls(calls);
      const root = openOn(watched);
      put(root, 'file', 'abc');
      const file = openFile(root, 'file', Open.READ | Open.WRITE);
      noted.length = 0;
      expectErrno(file.setFlags(Open.APPEND), 0);
      file.write(vectors('d'), 0);
      expectErrno(file.setFlags(0), 0);
      file.write(vectors('X'), 0);
      expect(noted.map(({ name }) => name)).to.deep.equal(['fcntl', 'pwrite', 'fcntl', 'pwrite']);
      expect(new Set(noted.map(({ args }) => args[0])).size).to.equal(1);
      file.close();
      expect(take(root, 'file')).to.equal('Xbcd');
    });

    it('are synchronised with each write once that is switched on, even while open', () => {
      const { calls: watched, noted } = notedCalls(calls);
      const file = openFile(openOn(watched), 'file', BOTH);
      const written = (how: number) => {
        expectErrno(file.setFlags(how), 0);
        noted.length = 0;
        expect(file.write(vectors('x'), 0)).to.equal(1);
        return noted.map(({ name }) => name);
      };
      expect(written(Open.DSYNC)).to.deep.equal(['pwrite', 'fdatasync']);
      expect(written(Open.SYNC)).to.deep.equal(['pwrite', 'fsync']);
      expect(written(0)).to.deep.equal(['pwrite']);
      file.close();
      const synchronised = openFile(scratch.root, 'file', Open.WRITE | Open.SYNC);
      noted.length = 0;
      synchronised.write(vectors('x'), 0);
      expect(noted.map(({ name }) => name)).to.deep.equal(['pwrite']);
      synchronised.close();
    });

    it('are read, written and opened again after a signal', () => {
      const interrupted = new Set<string>();
      const once = (name: string, fail: (error: number) => number, call: () => number) => {
        if (interrupted.has(name)) return call();
        interrupted.add(name);
        return fail(EINTR);
      };
      const other = alteredCalls(calls, (real, fail) => ({
        openat: (...args) => once('openat', fail, () => real.openat(...(args as [number, number, number, number]))),
        pread: (...args) => once('pread', fail, () => real.pread(...(args as [number, number, number, number]))),
        pwrite: (...args) => once('pwrite', fail, () => real.pwrite(...(args as [number, number, number, number]))),
        fsync: fd => once('fsync', fail, () => real.fsync(fd as number)),
        fallocate: (...args) =>
          once('fallocate', fail, () => real.fallocate(...(args as [number, number, number, number]))),
      }));
      const file = openFile(openOn(other), 'file', BOTH);
      expect(file.write(vectors('abc'), 0)).to.equal(3);
      const into = room(3);
      expect(file.read(into, 0)).to.equal(3);
      expect(contents(into)).to.deep.equal(['abc']);
      expectErrno(file.sync(), 0);
      expectErrno(file.allocate(0, 3), 0);
      expect(interrupted.size).to.equal(5);
      file.close();
    });

    it('have the times that others have set, to the nanosecond', () => {
      const root = openOn(calls);
      put(root, 'file', '');
      const path = join(scratch.inside, 'file');
      expectErrno(root.setTimes('file', 1_700_000_000_123_456_789n, 1_700_000_000_987_654_321n), 0);
      const { atimeNs, mtimeNs } = statSync(path, { bigint: true });
      expect([atimeNs, mtimeNs]).to.deep.equal([1_700_000_000_123_456_789n, 1_700_000_000_987_654_321n]);
      utimesSync(path, 5, 1_600_000_000);
      expect(statOf(root, 'file')).to.include({ accessed: 5_000_000_000n, modified: 1_600_000_000_000_000_000n });
    });

    it('with a time before 1970 report 1970, and keep a time that is left out', () => {
      const root = openOn(calls);
      put(root, 'file', '');
      const path = join(scratch.inside, 'file');
      utimesSync(path, new Date('1960-01-01T00:00:00.250Z'), new Date('1965-01-01T00:00:00.250Z'));
      expect(statOf(root, 'file')).to.include({ accessed: 0n, modified: 0n });
      const before = statSync(path, { bigint: true }).atimeNs;
      expectErrno(root.setTimes('file', undefined, 5n), 0);
      expect(statSync(path, { bigint: true })).to.include({ atimeNs: before, mtimeNs: 5n });
    });

    it('keep their times where the file system would clamp new ones', () => {
      // As ext3 does, whose times end in 2038.
      const cut = (address: number) => {
        const times = new BigInt64Array(calls.ffi.memory(address, 32));
        for (const at of [0, 2]) if ((times[at] as bigint) > 2n ** 31n - 1n) times[at] = 2n ** 31n - 1n;
      };
      const other = alteredCalls(calls, real => ({
        futimens(fd, times) {
          cut(times as number);
          return real.futimens(fd as number, times as number);
        },
        utimensat(fd, name, times, flags) {
          cut(times as number);
          return real.utimensat(fd as number, name as number, times as number, flags as number);
        },
      }));
      const root = openOn(other);
      put(root, 'file', '');
      const path = join(scratch.inside, 'file');
      utimesSync(path, new Date('1965-01-01T00:00:00.250Z'), 5);
      const before = statSync(path, { bigint: true });
      const file = openFile(root, 'file', Open.READ);
      const far = 2n ** 32n * 1_000_000_000n;
      for (const set of [root.setTimes.bind(root, 'file'), file.setTimes.bind(file)]) {
        expectErrno(set(far, 7n), -Errno.EOVERFLOW);
        expectErrno(set(undefined, far), -Errno.EOVERFLOW);
        expect(statSync(path, { bigint: true })).to.include({ atimeNs: before.atimeNs, mtimeNs: before.mtimeNs });
        expectErrno(set(0n, 2_147_483_647_000_000_001n), 0);
        utimesSync(path, new Date('1965-01-01T00:00:00.250Z'), 5);
      }
      file.close();
    });

    it('are not confused with descriptors of the process', () => {
      const root = openOn(calls);
      put(root, 'file', 'of the guest');
      const own = openSync(join(scratch.outside, 'own'), 'w+');
      writeSync(own, 'of the process');
      const file = openFile(root, 'file', Open.READ | Open.WRITE);
      file.setSize(2);
      expect(fstatSync(own).size).to.equal(14);
      ftruncateSync(own, 5);
      expect(file.size()).to.equal(2);
      file.close();
      closeSync(own);
    });
  });
}
