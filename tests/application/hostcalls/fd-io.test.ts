import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { Errno, Fdflag, Oflag, Right } from '../../../domain/index.js';
import { le } from '../abi/proxy-guest.js';
import { at, EVERY_RIGHT, type Fixture, open, openFixture, READING, ROOT } from './fixture.js';

const text = (s: string) => [...new TextEncoder().encode(s)];

describe('fd-io', () => {
  let fixture: Fixture;
  beforeEach(async () => {
    fixture = await openFixture();
  });
  afterEach(() => fixture.dispose());

  function hostFile(name = 'hi.txt'): string {
    return readFileSync(join(fixture.root, name), 'latin1');
  }

  it('fd_read scatters, advances the offset, and writes only what it read', () => {
    const { proxy } = fixture;
    const fd = open(proxy, 'hi.txt');
    const iovecs = proxy.iovecs(at.iovecs, [at.buffer, 2], [at.buffer2, 0], [at.buffer2, 16]);
    proxy.expect('fd_read', [fd, ...iovecs, at.result], {
      writes: [
        [at.buffer, text('hi')],
        [at.buffer2, text('\n')],
        [at.result, le([3, 4])],
      ],
      line: 'fd_read(4</hi.txt>, [{buf="hi", buf_len=2}, {buf="", buf_len=0}, {buf="\\n", buf_len=16}], 3) = 3',
    });
    proxy.expect('fd_tell', [fd, at.result], { writes: [[at.result, le([3, 8])]], line: 'fd_tell(4</hi.txt>) = 3' });
    proxy.expect('fd_read', [fd, ...iovecs, at.result], {
      writes: [[at.result, le([0, 4])]],
      line: 'fd_read(4</hi.txt>, [{buf="", buf_len=2}, {buf="", buf_len=0}, {buf="", buf_len=16}], 3) = 0',
    });
  });

  it('fd_read into the table of buffers and over the result copies in order', () => {
    const { proxy } = fixture;
    writeFileSync(join(fixture.root, 'long'), 'ABCDEFGHIJKLMNOP');
    const fd = open(proxy, 'long');
    const iovecs = proxy.iovecs(at.iovecs, [at.iovecs, 8], [at.result, 8]);
    proxy.expect('fd_read', [fd, ...iovecs, at.result], {
      writes: [
        [at.iovecs, text('ABCDEFGH')],
        [at.result, [...le([16, 4]), ...text('MNOP')]],
      ],
      line: /= 16$/,
    });
  });

  it('fd_read with no buffers, and with empty ones, reads nothing', () => {
    const { proxy } = fixture;
    const fd = open(proxy, 'hi.txt');
    proxy.expect('fd_read', [fd, 0, 0, at.result], {
      writes: [[at.result, le([0, 4])]],
      line: 'fd_read(4</hi.txt>, [], 0) = 0',
    });
    const iovecs = proxy.iovecs(at.iovecs, [at.buffer, 0]);
    proxy.expect('fd_read', [fd, ...iovecs, at.result], { writes: [[at.result, le([0, 4])]], line: /= 0$/ });
  });

  it('fd_pread leaves the offset, and reads nothing past the end', () => {
    const { proxy } = fixture;
    const fd = open(proxy, 'hi.txt');
    const iovecs = proxy.iovecs(at.iovecs, [at.buffer, 8]);
    proxy.expect('fd_pread', [fd, ...iovecs, 1n, at.result], {
      writes: [
        [at.buffer, text('i\n')],
        [at.result, le([2, 4])],
      ],
      line: 'fd_pread(4</hi.txt>, [{buf="i\\n", buf_len=8}], 1, 1) = 2',
    });
    proxy.expect('fd_tell', [fd, at.result], { writes: [[at.result, le([0, 8])]], line: 'fd_tell(4</hi.txt>) = 0' });
    proxy.expect('fd_pread', [fd, ...iovecs, 1n << 40n, at.result], {
      writes: [[at.result, le([0, 4])]],
      line: /= 0$/,
    });
    proxy.expect('fd_pread', [fd, ...iovecs, -1n, at.result], {
      errno: Errno.EINVAL,
      line: /18446744073709551615\) = -1 EINVAL|EINVAL/,
    });
  });

  it('fd_write gathers, and advances the offset', () => {
    const { proxy } = fixture;
    const fd = open(proxy, 'hi.txt');
    proxy.text(at.buffer, 'HE');
    proxy.text(at.buffer2, 'LLO');
    const iovecs = proxy.iovecs(at.iovecs, [at.buffer, 2], [at.buffer2, 3]);
    proxy.expect('fd_write', [fd, ...iovecs, at.result], {
      writes: [[at.result, le([5, 4])]],
      line: 'fd_write(4</hi.txt>, [{buf="HE", buf_len=2}, {buf="LLO", buf_len=3}], 2) = 5',
    });
    expect(hostFile()).to.equal('HELLO');
    proxy.expect('fd_tell', [fd, at.result], { writes: [[at.result, le([5, 8])]], line: 'fd_tell(4</hi.txt>) = 5' });
  });

  it('fd_write past the end leaves a hole of zeros', () => {
    const { proxy } = fixture;
    const fd = open(proxy, 'hi.txt');
    proxy.ok('fd_seek', fd, 6n, 0, at.result);
    proxy.text(at.buffer, '!');
    proxy.ok('fd_write', fd, ...proxy.iovecs(at.iovecs, [at.buffer, 1]), at.result);
    expect(hostFile()).to.equal('hi\n\0\0\0!');
  });

  it('fd_write on stdout is out at once', () => {
    const { proxy } = fixture;
    proxy.text(at.buffer, 'hello');
    proxy.expect('fd_write', [1, ...proxy.iovecs(at.iovecs, [at.buffer, 5]), at.result], {
      writes: [[at.result, le([5, 4])]],
      line: 'fd_write(1<stdout>, [{buf="hello", buf_len=5}], 1) = 5',
    });
    expect(fixture.stdout.text).to.equal('hello');
  });

  it('fd_write with APPEND goes to the end, and the offset with it, also where others have written', () => {
    const { proxy } = fixture;
    const fd = open(proxy, 'hi.txt', { fdflags: Fdflag.APPEND });
    writeFileSync(join(fixture.root, 'hi.txt'), 'hi, there\n');
    proxy.ok('fd_seek', fd, 0n, 0, at.result);
    proxy.text(at.buffer, 'you');
    proxy.ok('fd_write', fd, ...proxy.iovecs(at.iovecs, [at.buffer, 3]), at.result);
    expect(hostFile()).to.equal('hi, there\nyou');
    proxy.expect('fd_tell', [fd, at.result], { writes: [[at.result, le([13, 8])]], line: 'fd_tell(4</hi.txt>) = 13' });
  });

  it('fd_pwrite leaves the offset; with APPEND it appends', () => {
    const { proxy } = fixture;
    const fd = open(proxy, 'hi.txt');
    proxy.text(at.buffer, 'XY');
    const iovecs = proxy.iovecs(at.iovecs, [at.buffer, 2]);
    proxy.expect('fd_pwrite', [fd, ...iovecs, 1n, at.result], {
      writes: [[at.result, le([2, 4])]],
      line: 'fd_pwrite(4</hi.txt>, [{buf="XY", buf_len=2}], 1, 1) = 2',
    });
    expect(hostFile()).to.equal('hXY');
    proxy.expect('fd_tell', [fd, at.result], { writes: [[at.result, le([0, 8])]], line: 'fd_tell(4</hi.txt>) = 0' });
    const appending = open(proxy, 'hi.txt', { fdflags: Fdflag.APPEND });
    proxy.ok('fd_pwrite', appending, ...iovecs, 0n, at.result);
    expect(hostFile()).to.equal('hXYXY');
    proxy.expect('fd_tell', [appending, at.result], {
      writes: [[at.result, le([0, 8])]],
      line: 'fd_tell(5</hi.txt>) = 0',
    });
  });

  it('fd_write and fd_pwrite beyond what a file can hold are EFBIG', () => {
    const { proxy } = fixture;
    const fd = open(proxy, 'hi.txt');
    const iovecs = proxy.iovecs(at.iovecs, [at.buffer, 2]);
    proxy.expect('fd_pwrite', [fd, ...iovecs, 2n ** 53n - 1n, at.result], { errno: Errno.EFBIG, line: /-1 EFBIG/ });
    proxy.ok('fd_seek', fd, 2n ** 53n - 1n, 0, at.result);
    proxy.expect('fd_write', [fd, ...iovecs, at.result], { errno: Errno.EFBIG, line: /-1 EFBIG/ });
    expect(hostFile()).to.equal('hi\n');
    const appending = open(proxy, 'hi.txt', { fdflags: Fdflag.APPEND });
    proxy.ok('fd_seek', appending, 2n ** 53n - 1n, 0, at.result);
    proxy.ok('fd_write', appending, ...iovecs, at.result);
    proxy.expect('fd_tell', [appending, at.result], {
      writes: [[at.result, le([5, 8])]],
      line: 'fd_tell(5</hi.txt>) = 5',
    });
  });

  it('more buffers than the limit, and 2^32 bytes of them, are EINVAL', () => {
    const { proxy } = fixture;
    const fd = open(proxy, 'hi.txt');
    proxy.expect('fd_read', [fd, 0, 1025, at.result], { errno: Errno.EINVAL, line: /-1 EINVAL/ });
    const iovecs = proxy.iovecs(at.iovecs, ...Array.from({ length: 100 }, () => [0, 65536] as const));
    proxy.expect('fd_pread', [fd, ...iovecs, 100n, at.result], { writes: [[at.result, le([0, 4])]], line: /= 0$/ });
  });

  it('fd_seek goes by whence, past the end, and not before the start', () => {
    const { proxy } = fixture;
    const fd = open(proxy, 'hi.txt');
    const seek = (delta: bigint, whence: number, offset: number, line: string) =>
      proxy.expect('fd_seek', [fd, delta, whence, at.result], { writes: [[at.result, le([offset, 8])]], line });
    seek(2n, 0, 2, 'fd_seek(4</hi.txt>, 2, SEEK_SET) = 2');
    seek(-1n, 1, 1, 'fd_seek(4</hi.txt>, -1, SEEK_CUR) = 1');
    seek(-3n, 2, 0, 'fd_seek(4</hi.txt>, -3, SEEK_END) = 0');
    seek(100n, 2, 103, 'fd_seek(4</hi.txt>, 100, SEEK_END) = 103');
    proxy.expect('fd_seek', [fd, -104n, 1, at.result], {
      errno: Errno.EINVAL,
      line: /^fd_seek\(4<\/hi\.txt>, -104, SEEK_CUR.*-1 EINVAL/,
    });
    proxy.expect('fd_seek', [fd, 2n ** 63n - 1n, 1, at.result], { errno: Errno.EINVAL, line: /-1 EINVAL/ });
    proxy.expect('fd_seek', [fd, 0n, 3, at.result], { errno: Errno.EINVAL, line: /-1 EINVAL/ });
    seek(0n, 1, 103, 'fd_seek(4</hi.txt>, 0, SEEK_CUR) = 103');
  });

  it('fd_seek by 0 needs only FD_TELL, and FD_SEEK is enough for fd_tell', () => {
    const { proxy } = fixture;
    const telling = open(proxy, 'hi.txt', { base: BigInt(Right.FD_TELL) });
    proxy.ok('fd_seek', telling, 0n, 1, at.result);
    proxy.expect('fd_seek', [telling, 1n, 1, at.result], { errno: Errno.ENOTCAPABLE, line: /-1 ENOTCAPABLE/ });
    const seeking = open(proxy, 'hi.txt', { base: BigInt(Right.FD_SEEK) });
    proxy.ok('fd_tell', seeking, at.result);
  });

  it('fd_close frees the number, which is the next to be given out', () => {
    const { proxy } = fixture;
    const first = open(proxy, 'hi.txt');
    const second = open(proxy, 'hi.txt');
    expect([first, second]).to.deep.equal([4, 5]);
    proxy.expect('fd_close', [first], { line: 'fd_close(4</hi.txt>) = 0' });
    proxy.expect('fd_close', [first], { errno: Errno.EBADF, line: 'fd_close(4) = -1 EBADF (Bad file descriptor)' });
    expect(open(proxy, 'hi.txt')).to.equal(first);
  });

  it('a negative descriptor is one that is not open', () => {
    const { proxy } = fixture;
    proxy.expect('fd_write', [-31337, 0, 0, at.result], {
      errno: Errno.EBADF,
      line: /^fd_write\(-31337, .*-1 EBADF/,
    });
    proxy.expect('fd_close', [-1], { errno: Errno.EBADF, line: /-1 EBADF/ });
  });

  it('fd_renumber moves, closes what was there, and leaves a descriptor moved to itself alone', () => {
    const { proxy } = fixture;
    const from = open(proxy, 'hi.txt');
    const to = open(proxy, 'dir', { base: READING });
    proxy.expect('fd_renumber', [from, from], { line: 'fd_renumber(4</hi.txt>, 4</hi.txt>) = 0' });
    proxy.expect('fd_renumber', [from, to], { line: 'fd_renumber(4</hi.txt>, 5</dir>) = 0' });
    proxy.expect('fd_tell', [from, at.result], { errno: Errno.EBADF, line: /-1 EBADF/ });
    proxy.ok('fd_tell', to, at.result);
    proxy.expect('fd_renumber', [to, 99], {
      errno: Errno.EBADF,
      line: 'fd_renumber(5</hi.txt>, 99) = -1 EBADF (Bad file descriptor)',
    });
    proxy.expect('fd_renumber', [99, to], { errno: Errno.EBADF, line: /-1 EBADF/ });
    proxy.ok('fd_renumber', to, 1);
    proxy.text(at.buffer, 'out');
    proxy.ok('fd_write', 1, ...proxy.iovecs(at.iovecs, [at.buffer, 3]), at.result);
    expect(hostFile()).to.equal('out');
    expect(fixture.stdoutClosed()).to.equal(true);
  });

  it('fd_allocate extends, never shrinks, and refuses an empty range', () => {
    const { proxy } = fixture;
    const fd = open(proxy, 'hi.txt');
    proxy.expect('fd_allocate', [fd, 0n, 100n], { line: 'fd_allocate(4</hi.txt>, 0, 100) = 0' });
    expect(hostFile().length).to.equal(100);
    proxy.ok('fd_allocate', fd, 10n, 10n);
    expect(hostFile().length).to.equal(100);
    proxy.ok('fd_allocate', fd, 90n, 20n);
    expect(hostFile().length).to.equal(110);
    proxy.expect('fd_allocate', [fd, 0n, 0n], { errno: Errno.EINVAL, line: /-1 EINVAL/ });
    proxy.expect('fd_allocate', [fd, 1n, 2n ** 62n], { errno: Errno.EFBIG, line: /-1 EFBIG/ });
    proxy.expect('fd_allocate', [fd, 1n, -1n], { errno: Errno.EINVAL, line: /-1 EINVAL/ });
    proxy.expect('fd_allocate', [fd, -1n, 1n], { errno: Errno.EINVAL, line: /-1 EINVAL/ });
  });

  it('fd_advise takes the six kinds of advice', () => {
    const { proxy } = fixture;
    const fd = open(proxy, 'hi.txt');
    proxy.expect('fd_advise', [fd, 0n, 100n, 3], { line: 'fd_advise(4</hi.txt>, 0, 100, WILLNEED) = 0' });
    const largest = 2n ** 63n - 1n;
    for (const [offset, length] of [
      [0n, largest],
      [2n ** 60n, 2n ** 60n],
      [2n ** 62n, 0n],
    ] as const)
      proxy.ok('fd_advise', fd, offset, length, 0);
    for (const [offset, length] of [
      [1n, largest],
      [largest, 1n],
      [2n ** 62n, 2n ** 62n],
      [0n, -1n],
      [-1n, 0n],
      [-1n, 2n],
    ] as const)
      proxy.expect('fd_advise', [fd, offset, length, 0], { errno: Errno.EINVAL, line: /-1 EINVAL/ });
    proxy.expect('fd_advise', [fd, 0n, 0n, 6], { errno: Errno.EINVAL, line: /-1 EINVAL/ });
    proxy.expect('fd_advise', [0, 0n, 0n, 0], {
      errno: Errno.ESPIPE,
      line: /^fd_advise\(0<stdin>, 0, 0, NORMAL\).*-1 ESPIPE/,
    });
  });

  it('fd_sync and fd_datasync work on files, directories and streams', () => {
    const { proxy } = fixture;
    const fd = open(proxy, 'hi.txt');
    proxy.expect('fd_sync', [fd], { line: 'fd_sync(4</hi.txt>) = 0' });
    proxy.expect('fd_datasync', [fd], { line: 'fd_datasync(4</hi.txt>) = 0' });
    proxy.expect('fd_sync', [ROOT], { line: 'fd_sync(3</>) = 0' });
    proxy.expect('fd_datasync', [ROOT], { line: 'fd_datasync(3</>) = 0' });
    proxy.ok('fd_sync', 1);
  });

  it('a directory is EISDIR, and a stream ESPIPE, for what only files can do', () => {
    const { proxy } = fixture;
    const directory = open(proxy, 'dir', {
      base: EVERY_RIGHT & ~BigInt(Right.FD_WRITE | Right.FD_ALLOCATE | Right.FD_FILESTAT_SET_SIZE),
      oflags: Oflag.DIRECTORY,
    });
    const iovecs = proxy.iovecs(at.iovecs, [at.buffer, 1]);
    const refused = { errno: Errno.EISDIR, line: /-1 EISDIR \(Is a directory\)$/ };
    proxy.expect('fd_read', [directory, ...iovecs, at.result], refused);
    proxy.expect('fd_write', [directory, ...iovecs, at.result], refused);
    proxy.expect('fd_pread', [directory, ...iovecs, 0n, at.result], refused);
    proxy.expect('fd_pwrite', [directory, ...iovecs, 0n, at.result], refused);
    proxy.expect('fd_seek', [directory, 0n, 0, at.result], refused);
    proxy.expect('fd_tell', [directory, at.result], refused);
    proxy.expect('fd_allocate', [directory, 0n, 1n], refused);
    proxy.expect('fd_filestat_set_size', [directory, 0n], refused);
    const pipe = { errno: Errno.ESPIPE, line: /-1 ESPIPE \(Invalid seek\)$/ };
    proxy.expect('fd_seek', [0, 0n, 1, at.result], pipe);
    proxy.expect('fd_tell', [0, at.result], pipe);
    proxy.expect('fd_pread', [0, ...iovecs, 0n, at.result], pipe);
  });

  it('a read of a file opened for writing, and a write to one opened for reading, are EBADF', () => {
    const { proxy } = fixture;
    const iovecs = proxy.iovecs(at.iovecs, [at.buffer, 1]);
    const reading = open(proxy, 'hi.txt', { base: BigInt(Right.FD_READ | Right.FD_SEEK) });
    const writing = open(proxy, 'hi.txt', { base: BigInt(Right.FD_WRITE | Right.FD_SEEK) });
    for (const [name, args] of [
      ['fd_write', [reading, ...iovecs, at.result]],
      ['fd_pwrite', [reading, ...iovecs, 0n, at.result]],
      ['fd_read', [writing, ...iovecs, at.result]],
      ['fd_pread', [writing, ...iovecs, 0n, at.result]],
      ['fd_write', [0, ...iovecs, at.result]],
      ['fd_read', [1, ...iovecs, at.result]],
    ] as const) {
      proxy.expect(name, [...args], { errno: Errno.EBADF, line: /-1 EBADF \(Bad file descriptor\)$/ });
    }
    expect(hostFile()).to.equal('hi\n');
  });
});
