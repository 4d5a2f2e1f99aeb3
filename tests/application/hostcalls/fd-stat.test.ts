import { readFileSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import {
  type Clocks,
  DIRECTORY_RIGHTS,
  Errno,
  Fdflag,
  FILE_RIGHTS,
  Filetype,
  Fstflag,
  INHERITABLE_RIGHTS,
  Right,
  STREAM_RIGHTS,
} from '../../../domain/index.js';
import { le } from '../abi/proxy-guest.js';
import { at, EVERY_RIGHT, type Fixture, open, openFixture, ROOT } from './fixture.js';

describe('fd-stat', () => {
  let fixture: Fixture;
  beforeEach(async () => {
    fixture = await openFixture();
  });
  afterEach(() => fixture.dispose());

  const fdstat = (filetype: number, flags: number, base: number, inheriting: number) =>
    le([filetype, 1], [0, 1], [flags, 2], [0, 4], [base, 8], [inheriting, 8]);

  it('fd_fdstat_get returns type, flags and rights', () => {
    const { proxy } = fixture;
    proxy.expect('fd_fdstat_get', [ROOT, at.result], {
      writes: [[at.result, fdstat(Filetype.DIRECTORY, 0, DIRECTORY_RIGHTS, INHERITABLE_RIGHTS)]],
      line: /^fd_fdstat_get\(3<\/>, \{fs_filetype=DIRECTORY, fs_flags=0, fs_rights_base=.*, fs_rights_inheriting=.*\}\) = 0$/,
    });
    proxy.expect('fd_fdstat_get', [1, at.result], {
      writes: [[at.result, fdstat(Filetype.UNKNOWN, 0, STREAM_RIGHTS & ~Right.FD_READ, 0)]],
      line: /^fd_fdstat_get\(1<stdout>, \{fs_filetype=UNKNOWN, /,
    });
    const fd = open(proxy, 'hi.txt', { fdflags: Fdflag.APPEND | Fdflag.SYNC | Fdflag.NONBLOCK | Fdflag.DSYNC });
    proxy.expect('fd_fdstat_get', [fd, at.result], {
      writes: [[at.result, fdstat(Filetype.REGULAR_FILE, 0b10111, FILE_RIGHTS, 0)]],
      line: /^fd_fdstat_get\(4<\/hi\.txt>, \{fs_filetype=REGULAR_FILE, fs_flags=APPEND\|DSYNC\|NONBLOCK\|SYNC, /,
    });
    proxy.expect('fd_fdstat_get', [77, at.result], {
      errno: Errno.EBADF,
      line: 'fd_fdstat_get(77, 0x1000) = -1 EBADF (Bad file descriptor)',
    });
  });

  it('a descriptor opened with no rights has none, but exists', () => {
    const { proxy } = fixture;
    const fd = open(proxy, 'hi.txt', { base: 0n, inheriting: 0n });
    proxy.expect('fd_fdstat_get', [fd, at.result], {
      writes: [[at.result, fdstat(Filetype.REGULAR_FILE, 0, 0, 0)]],
      line: /REGULAR_FILE/,
    });
  });

  it('fd_fdstat_set_flags switches appending on and off', () => {
    const { proxy, root } = fixture;
    const fd = open(proxy, 'hi.txt');
    proxy.text(at.buffer, 'X');
    const one = proxy.iovecs(at.iovecs, [at.buffer, 1]);
    proxy.expect('fd_fdstat_set_flags', [fd, Fdflag.APPEND], { line: 'fd_fdstat_set_flags(4</hi.txt>, APPEND) = 0' });
    proxy.ok('fd_write', fd, ...one, at.result);
    expect(readFileSync(join(root, 'hi.txt'), 'latin1')).to.equal('hi\nX');
    proxy.ok('fd_fdstat_set_flags', fd, 0);
    proxy.ok('fd_seek', fd, 0n, 0, at.result);
    proxy.ok('fd_write', fd, ...one, at.result);
    expect(readFileSync(join(root, 'hi.txt'), 'latin1')).to.equal('Xi\nX');
    proxy.expect('fd_fdstat_set_flags', [fd, 32], { errno: Errno.EINVAL, line: /0x20.*-1 EINVAL/ });
    proxy.ok('fd_fdstat_set_flags', 1, Fdflag.NONBLOCK);
    proxy.expect('fd_fdstat_get', [1, at.result], {
      writes: [[at.result, fdstat(Filetype.UNKNOWN, Fdflag.NONBLOCK, STREAM_RIGHTS & ~Right.FD_READ, 0)]],
      line: /fs_flags=NONBLOCK/,
    });
  });

  it('fd_fdstat_set_rights only takes away', () => {
    const { proxy } = fixture;
    const fd = open(proxy, 'hi.txt');
    const kept = BigInt(Right.FD_SEEK | Right.FD_READ);
    proxy.expect('fd_fdstat_set_rights', [fd, kept, 0n], {
      line: 'fd_fdstat_set_rights(4</hi.txt>, FD_READ|FD_SEEK, 0) = 0',
    });
    proxy.expect('fd_fdstat_set_rights', [fd, kept | BigInt(Right.FD_WRITE), 0n], {
      errno: Errno.ENOTCAPABLE,
      line: 'fd_fdstat_set_rights(4</hi.txt>, FD_READ|FD_SEEK|FD_WRITE, 0) = -1 ENOTCAPABLE (Capabilities insufficient)',
    });
    proxy.expect('fd_fdstat_get', [fd, at.result], {
      writes: [[at.result, fdstat(Filetype.REGULAR_FILE, 0, Number(kept), 0)]],
      line: /= 0$/,
    });
    proxy.expect('fd_filestat_get', [fd, at.result], { errno: Errno.ENOTCAPABLE, line: /-1 ENOTCAPABLE/ });
    proxy.expect('fd_sync', [fd], { errno: Errno.ENOTCAPABLE, line: /-1 ENOTCAPABLE/ });
  });

  it('rights a directory has given up are not handed down', () => {
    const { proxy } = fixture;
    proxy.ok(
      'fd_fdstat_set_rights',
      ROOT,
      BigInt(DIRECTORY_RIGHTS & ~Right.PATH_FILESTAT_SET_SIZE),
      BigInt(Right.FD_READ),
    );
    const path = proxy.text(at.path, 'hi.txt');
    proxy.expect('path_open', [ROOT, 0, ...path, 8, BigInt(Right.FD_READ), 0n, 0, at.result], {
      errno: Errno.ENOTCAPABLE,
      line: /TRUNC.*-1 ENOTCAPABLE/,
    });
    proxy.expect('path_open', [ROOT, 0, ...path, 0, BigInt(Right.FD_WRITE), 0n, 0, at.result], {
      errno: Errno.ENOTCAPABLE,
      line: /-1 ENOTCAPABLE/,
    });
    proxy.expect('path_open', [ROOT, 0, ...path, 0, BigInt(Right.FD_READ), 0n, Fdflag.SYNC, at.result], {
      errno: Errno.ENOTCAPABLE,
      line: /-1 ENOTCAPABLE/,
    });
    proxy.ok('path_open', ROOT, 0, ...path, 0, BigInt(Right.FD_READ), 0n, 0, at.result);
    expect(statSync(join(fixture.root, 'hi.txt')).size).to.equal(3);
  });

  it('fd_filestat_get returns what the host returns', () => {
    const { proxy, root } = fixture;
    const fd = open(proxy, 'hi.txt');
    const stat = statSync(join(root, 'hi.txt'), { bigint: true });
    proxy.expect('fd_filestat_get', [fd, at.result], {
      writes: [
        [
          at.result,
          le(
            [stat.dev, 8],
            [stat.ino, 8],
            [Filetype.REGULAR_FILE, 8],
            [1, 8],
            [3, 8],
            [stat.atimeNs, 8],
            [stat.mtimeNs, 8],
            [stat.ctimeNs, 8],
          ),
        ],
      ],
      line: /^fd_filestat_get\(4<\/hi\.txt>, \{filetype=REGULAR_FILE, size=3, \.\.\.\}\) = 0$/,
    });
    proxy.ok('fd_filestat_get', 0, at.result);
    proxy.ok('fd_filestat_get', ROOT, at.result);
    expect(proxy.view.getBigUint64(at.result + 8, true)).to.equal(statSync(root, { bigint: true }).ino);
  });

  it('fd_filestat_set_size cuts and extends', () => {
    const { proxy, root } = fixture;
    const fd = open(proxy, 'hi.txt');
    proxy.expect('fd_filestat_set_size', [fd, 1n], { line: 'fd_filestat_set_size(4</hi.txt>, 1) = 0' });
    expect(readFileSync(join(root, 'hi.txt'), 'latin1')).to.equal('h');
    proxy.ok('fd_filestat_set_size', fd, 3n);
    expect(readFileSync(join(root, 'hi.txt'), 'latin1')).to.equal('h\0\0');
    proxy.expect('fd_filestat_set_size', [fd, -1n], { errno: Errno.EFBIG, line: /-1 EFBIG/ });
  });

  it('fd_filestat_set_times sets nanoseconds exactly, one or both', () => {
    const { proxy, root } = fixture;
    const fd = open(proxy, 'hi.txt');
    utimesSync(join(root, 'hi.txt'), 1000, 2000);
    const exact = 1_234_567_890_123_456_789n;
    proxy.expect('fd_filestat_set_times', [fd, 1n, exact, Fstflag.MTIM], {
      line: /^fd_filestat_set_times\(4<\/hi\.txt>, .*, MTIM\) = 0$/,
    });
    proxy.ok('fd_filestat_get', fd, at.result);
    expect(proxy.view.getBigUint64(at.result + 40, true)).to.equal(1000_000_000_000n);
    expect(proxy.view.getBigUint64(at.result + 48, true)).to.equal(exact);
    proxy.ok('fd_filestat_set_times', fd, exact, 0n, Fstflag.ATIM | Fstflag.MTIM);
    proxy.ok('fd_filestat_get', fd, at.result);
    expect(proxy.view.getBigUint64(at.result + 40, true)).to.equal(exact);
    expect(proxy.view.getBigUint64(at.result + 48, true)).to.equal(0n);
    for (const conflict of [Fstflag.ATIM | Fstflag.ATIM_NOW, Fstflag.MTIM | Fstflag.MTIM_NOW]) {
      proxy.expect('fd_filestat_set_times', [fd, 5n, 5n, conflict], { errno: Errno.EINVAL, line: /-1 EINVAL/ });
    }
    proxy.ok('fd_filestat_get', fd, at.result);
    expect(proxy.view.getBigUint64(at.result + 40, true)).to.equal(exact);
  });

  it('fd_filestat_set_times to now takes the runtime’s own clock', async () => {
    const frozen = await openFixture(
      {},
      {
        clocks: {
          resolution: () => 1,
          read: (_id, into) => {
            into.seconds = 1_000_000;
            into.nanoseconds = 7;
            return 0;
          },
          monotonic: () => 0,
        },
      },
    );
    try {
      const { proxy } = frozen;
      const fd = open(proxy, 'hi.txt');
      proxy.ok('fd_filestat_set_times', fd, 0n, 0n, Fstflag.ATIM_NOW | Fstflag.MTIM_NOW);
      proxy.ok('fd_filestat_get', fd, at.result);
      expect(proxy.view.getBigUint64(at.result + 40, true)).to.equal(1_000_000_000_000_007n);
      expect(proxy.view.getBigUint64(at.result + 48, true)).to.equal(1_000_000_000_000_007n);
    } finally {
      frozen.dispose();
    }
  });

  it('set_times to a clock that the host lacks is ENOTSUP, and changes nothing', async () => {
    const clocks: Clocks = { resolution: () => -Errno.ENOTSUP, read: () => -Errno.ENOTSUP, monotonic: () => 0 };
    const timeless = await openFixture({}, { clocks });
    try {
      const { proxy, root } = timeless;
      const fd = open(proxy, 'hi.txt', { base: EVERY_RIGHT });
      const before = statSync(join(root, 'hi.txt'), { bigint: true }).mtimeNs;
      expect(proxy.call('fd_filestat_set_times', fd, 0n, 0n, Fstflag.MTIM_NOW)).to.equal(Errno.ENOTSUP);
      const path = proxy.text(at.path, 'hi.txt');
      expect(proxy.call('path_filestat_set_times', ROOT, 1, ...path, 0n, 0n, Fstflag.MTIM_NOW)).to.equal(Errno.ENOTSUP);
      expect(statSync(join(root, 'hi.txt'), { bigint: true }).mtimeNs).to.equal(before);
    } finally {
      timeless.dispose();
    }
  });
});
