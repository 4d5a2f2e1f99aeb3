import { execFileSync } from 'node:child_process';
import {
  type BigIntStats,
  closeSync,
  constants,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  type Stats,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { type HostCalls, NodeFileSystem, nodeHostCalls } from '../../../adapters/node/index.js';
import {
  blankFilestat,
  contents,
  expectErrno,
  namesIn,
  openFile,
  put,
  room,
  statOf,
  take,
  vectors,
} from '../../../application/contract/index.js';
import { type Directory, type DirectoryEntry, Errno, Filetype, Open } from '../../../domain/index.js';
import { LINUX, needing } from '../../needs.js';
import { countingHost } from './counting-host.js';
import { makePipe, openScratch, type Scratch } from './scratch.js';

describe('node: files', () => {
  let scratch: Scratch;
  beforeEach(() => {
    scratch = openScratch();
  });
  afterEach(() => scratch.dispose());

  it('reading and writing is one host call, for one buffer or many', () => {
    const host = countingHost();
    const { root, dispose } = openScratch({ host });
    const file = openFile(root, 'file', Open.READ | Open.WRITE | Open.CREATE);
    host.calls();
    file.write(vectors('abc'), 0);
    file.write(vectors('abc', 'def'), 3);
    expect(host.calls()).to.deep.equal(['write', 'write']);
    file.read(room(3), 0);
    file.read(room(1, 1, 1), 0);
    expect(host.calls()).to.deep.equal(['read', 'read']);
    file.write(vectors('x'.repeat(60_000), 'y'.repeat(60_000)), 0);
    file.read(room(60_000, 60_000), 0);
    expect(host.calls()).to.deep.equal(['writev', 'readv']);
    file.stat(blankFilestat());
    root.stat('file', blankFilestat());
    expect(host.calls()).to.deep.equal(['fstat', 'lstat']);
    expectErrno(file.setFlags(Open.NONBLOCK), 0);
    expect(host.calls()).to.deep.equal([]);
    file.close();
    dispose();
  });

  it('are made with the modes that the umask leaves', () => {
    const { inside, root } = scratch;
    const umask = process.umask(0o022);
    try {
      put(root, 'file', '');
      root.createDirectory('dir');
    } finally {
      process.umask(umask);
    }
    expect(statSync(join(inside, 'file')).mode & 0o777).to.equal(0o644);
    expect(statSync(join(inside, 'dir')).mode & 0o777).to.equal(0o755);
  });

  it('tell exact times until somebody else sets others, then those', () => {
    const { inside, root } = scratch;
    put(root, 'file', '');
    expectErrno(root.setTimes('file', 1_700_000_000_123_456_789n, 1_700_000_000_123_456_789n), 0);
    expect(statSync(join(inside, 'file'), { bigint: true }).mtimeNs / 1000n).to.equal(1_700_000_000_123_456n);
    utimesSync(join(inside, 'file'), 5, 1_600_000_000);
    expect(statOf(root, 'file')).to.include({ accessed: 5_000_000_000n, modified: 1_600_000_000_000_000_000n });
  });

  it('from before 1970 are from 1970', () => {
    const { inside, root } = scratch;
    put(root, 'file', '');
    execFileSync('touch', ['-d', '1960-01-01T00:00:00Z', join(inside, 'file')]);
    expect(statOf(root, 'file')).to.include({ accessed: 0n, modified: 0n });
  });

  it('are not emptied by a size below zero, which Node takes for 0', () => {
    const { inside, root } = scratch;
    put(root, 'file', 'abc');
    const file = openFile(root, 'file', Open.WRITE);
    expectErrno(file.setSize(-1), -Errno.EINVAL);
    file.close();
    expect(statSync(join(inside, 'file')).size).to.equal(3);
  });

  it('leave the depth of stack traces as it was', () => {
    const { root } = scratch;
    const limit = Error.stackTraceLimit;
    try {
      Error.stackTraceLimit = 7;
      expectErrno(root.open('missing', Open.READ), -Errno.ENOENT);
      expectErrno(root.stat('missing', blankFilestat()), -Errno.ENOENT);
      expectErrno(root.removeDirectory('missing'), -Errno.ENOENT);
      expect(Error.stackTraceLimit).to.equal(7);
    } finally {
      Error.stackTraceLimit = limit;
    }
  });

  it('do without setting that depth where it cannot be set', () => {
    const { root } = scratch;
    const before = Object.getOwnPropertyDescriptor(Error, 'stackTraceLimit') as PropertyDescriptor;
    Object.defineProperty(Error, 'stackTraceLimit', { value: 3, writable: false, configurable: true });
    try {
      expectErrno(root.open('missing', Open.READ), -Errno.ENOENT);
      put(root, 'file', 'x');
      expect(take(root, 'file')).to.equal('x');
    } finally {
      Object.defineProperty(Error, 'stackTraceLimit', before);
    }
  });

  it('that two preopened directories hold can be linked and moved between them', () => {
    const { inside, outside, root } = scratch;
    const other = new NodeFileSystem().openPreopen(outside);
    if (typeof other === 'number') throw new Error(`openPreopen: ${other}`);
    put(root, 'file', 'x');
    expectErrno(root.link('file', other, 'twin'), 0);
    expectErrno(root.rename('file', other, 'moved'), 0);
    expect(namesIn(other)).to.deep.equal(['moved', 'twin']);
    expect(readFileSync(join(outside, 'twin'), 'utf8')).to.equal('x');
    expect(namesIn(root)).to.deep.equal([]);
    expect(inside).to.not.equal(outside);
    other.close();
  });

  needing(LINUX).describe('that are no regular files', () => {
    it('a pipe that nobody writes does not hang the host', () => {
      const { inside, root } = scratch;
      makePipe(join(inside, 'pipe'));
      const reader = openFile(root, 'pipe', Open.READ);
      expect(reader.filetype).to.equal(Filetype.UNKNOWN);
      expect(reader.read(room(4), 0)).to.equal(0);
      const writer = openFile(root, 'pipe', Open.WRITE | Open.NONBLOCK);
      expect(writer.write(vectors('ab', 'c'), 1000)).to.equal(3);
      const into = room(4);
      expect(reader.read(into, 77)).to.equal(3);
      expect(contents(into)).to.deep.equal(['abc_']);
      expectErrno(reader.setFlags(Open.NONBLOCK), 0);
      expect(reader.read(into, 0)).to.equal(-Errno.EAGAIN);
      expect(writer.advise(0, 1, 0)).to.equal(-Errno.ESPIPE);
      expect(writer.allocate(0, 1)).to.equal(-Errno.ESPIPE);
      expect(writer.sync()).to.equal(0);
      expect(writer.datasync()).to.equal(0);
      reader.close();
      expect(writer.write(vectors('x'), 0)).to.equal(-Errno.EPIPE);
      writer.close();
      expectErrno(root.open('pipe', Open.WRITE), -Errno.ENXIO);
    });

    it('a pipe that is empty is waited for, unless NONBLOCK', () => {
      const { inside, root } = scratch;
      makePipe(join(inside, 'pipe'));
      const reader = openFile(root, 'pipe', Open.READ);
      const writer = openSync(join(inside, 'pipe'), constants.O_WRONLY);
      writeSync(writer, 'x');
      expect(reader.read(room(4), 0)).to.equal(1);
      expectErrno(reader.setFlags(Open.NONBLOCK), 0);
      expect(reader.read(room(4), 0)).to.equal(-Errno.EAGAIN);
      closeSync(writer);
      expect(reader.read(room(4), 0)).to.equal(0);
      reader.close();
    });

    it('devices ignore offsets', () => {
      const dev = new NodeFileSystem().openPreopen('/dev');
      if (typeof dev === 'number') throw new Error(`openPreopen: ${dev}`);
      const sink = openFile(dev, 'null', Open.READ | Open.WRITE | Open.APPEND);
      expect(sink.filetype).to.equal(Filetype.CHARACTER_DEVICE);
      expect(sink.write(vectors('abc'), 1000)).to.equal(3);
      expect(sink.read(room(4), 0)).to.equal(0);
      expectErrno(sink.setFlags(0), 0);
      expect(sink.sync()).to.equal(0);
      sink.close();
      const zero = openFile(dev, 'zero', Open.READ);
      const into = room(2);
      expect(zero.read(into, 5)).to.equal(2);
      expect(contents(into)).to.deep.equal(['\0\0']);
      zero.close();
      dev.close();
    });

    it('names and links that are not UTF-8 are left alone', () => {
      const { inside, root } = scratch;
      const directory = Buffer.from(`${inside}/`);
      writeFileSync(Buffer.concat([directory, Buffer.from([0x61, 0xff])]), '');
      writeFileSync(Buffer.concat([directory, Buffer.from([0x61, 0xfe])]), '');
      expect(namesIn(root)).to.deep.equal([]);
      put(root, 'a\ufffd', '');
      expect(namesIn(root)).to.deep.equal(['a\ufffd']);
      symlinkSync(Buffer.from([0x62, 0xff]), join(inside, 'link'));
      expect(root.readlink('link')).to.equal(-Errno.EILSEQ);
    });
  });
});

describe('node: files of other hosts', () => {
  const onHost = (instead: Partial<HostCalls>) => openScratch({ host: { ...nodeHostCalls, ...instead } });

  it('are given no second name where that would be one of what a link leads to', () => {
    const { inside, root, dispose } = onHost({ linkFollows: true });
    put(root, 'file', 'x');
    symlinkSync('file', join(inside, 'link'));
    expectErrno(root.link('link', root, 'twin'), -Errno.ENOTSUP);
    expectErrno(root.link('file', root, 'twin'), 0);
    expect(namesIn(root)).to.deep.equal(['file', 'link', 'twin']);
    dispose();
  });

  it('have no permissions to copy where there are none', () => {
    const { root, dispose } = onHost({ setPermissions: undefined as never });
    for (const name of ['from', 'to']) put(root, name, '');
    expect(root.copyPermissions?.('from', 'to')).to.equal(-Errno.ENOTSUP);
    dispose();
  });

  it('have inode numbers that no double expresses, or none if they have vanished since they were listed', () => {
    const large = 2n ** 60n + 1n;
    const withInode = <S>(stats: S, ino: number | bigint) =>
      typeof stats === 'number' ? stats : Object.assign(stats as object, { ino });
    const { root, dispose } = onHost({
      roughLstat: path => {
        const stats = nodeHostCalls.roughLstat(path);
        return /(large|vanished)$/.test(path) ? (withInode(stats, Number(large)) as Stats) : stats;
      },
      lstat: path => {
        if (path.endsWith('vanished')) return -Errno.ENOENT;
        const stats = nodeHostCalls.lstat(path);
        return path.endsWith('large') ? (withInode(stats, large) as BigIntStats) : stats;
      },
    });
    for (const name of ['large', 'vanished']) put(root, name, '');
    const inodes = (root.list() as DirectoryEntry[]).map(({ name, inode }) => [name, inode]);
    expect(new Map(inodes as [string, bigint][])).to.deep.equal(
      new Map([
        ['large', large],
        ['vanished', 0n],
      ]),
    );
    dispose();
  });

  needing(LINUX).it('have room where their file system has any', () => {
    const { root, dispose } = onHost({});
    expect(root.freeBytes?.()).to.be.above(0);
    dispose();
    const none = new NodeFileSystem().openPreopen('/proc') as Directory;
    expect(none.freeBytes?.()).to.equal(-Errno.ENOTSUP);
    none.close();
  });

  it('are opened to append and to be synchronised as they were asked to be', () => {
    const opened: number[] = [];
    const { root, dispose } = onHost({
      open(path, flags, mode) {
        opened.push(flags);
        return nodeHostCalls.open(path, flags, mode);
      },
    });
    put(root, 'file', '');
    const { O_APPEND, O_DSYNC, O_SYNC } = constants;
    for (const [how, expected] of [
      [0, 0],
      [Open.APPEND, O_APPEND],
      [Open.DSYNC, O_DSYNC],
      [Open.SYNC, O_SYNC],
    ] as const) {
      openFile(root, 'file', Open.WRITE | how).close();
      expect((opened.at(-1) as number) & (O_APPEND | O_DSYNC | O_SYNC)).to.equal(expected);
    }
    dispose();
  });

  it('are found, and made, where others were missing before', () => {
    const { root, dispose } = onHost({});
    put(root, 'there', 'x');
    for (let round = 0; round < 2; round++) expectErrno(root.open('missing', Open.READ), -Errno.ENOENT);
    openFile(root, 'there', Open.READ).close();
    expectErrno(root.open('missing', Open.READ), -Errno.ENOENT);
    openFile(root, 'missing', Open.WRITE | Open.CREATE).close();
    expect(namesIn(root)).to.deep.equal(['missing', 'there']);
    dispose();
  });

  it('are read and written in the buffers that are counted, and in no others', () => {
    const { root, dispose } = onHost({});
    const file = openFile(root, 'file', Open.READ | Open.WRITE | Open.CREATE);
    const length = 40_000;
    const array = new Uint8Array(4 * length).fill(1);
    const iovecs = {
      array,
      count: 2,
      offsets: [0, length, 2 * length],
      lengths: [length, length, length],
      total: 2 * length,
    };
    expect(file.write(iovecs, 0)).to.equal(2 * length);
    expect(file.write(iovecs, 2 * length)).to.equal(2 * length);
    array.fill(0);
    expect(file.read(iovecs, 0)).to.equal(2 * length);
    expect(array.indexOf(0)).to.equal(2 * length);
    expect(array.lastIndexOf(1)).to.equal(2 * length - 1);
    file.close();
    dispose();
  });

  needing(LINUX).it('are as long as numbers are exact, and no longer', () => {
    // A file system in memory takes any size.
    const place = mkdtempSync('/dev/shm/hostcall-long-');
    const root = new NodeFileSystem().openPreopen(place) as Directory;
    const file = openFile(root, 'file', Open.WRITE | Open.CREATE);
    expectErrno(file.allocate(1, Number.MAX_SAFE_INTEGER), -Errno.EFBIG);
    expect(file.size()).to.equal(0);
    expectErrno(file.allocate(1, Number.MAX_SAFE_INTEGER - 1), 0);
    expect(file.size()).to.equal(Number.MAX_SAFE_INTEGER);
    file.close();
    root.close();
    rmSync(place, { recursive: true });
  });

  needing(LINUX).it('are synchronised, and need not be if they are devices', () => {
    for (const errno of [Errno.EINVAL, Errno.ENOTSUP, Errno.EIO]) {
      const host = { ...nodeHostCalls, sync: () => -errno, datasync: () => -errno };
      const fileSystem = new NodeFileSystem({ host });
      const dev = fileSystem.openPreopen('/dev') as Directory;
      const { root, dispose } = openScratch({ host });
      put(root, 'file', '');
      const nothing = openFile(dev, 'null', Open.WRITE);
      const file = openFile(root, 'file', Open.WRITE);
      for (const result of [nothing.sync(), nothing.datasync()])
        expect(result).to.equal(errno === Errno.EIO ? -errno : 0);
      for (const result of [file.sync(), file.datasync()]) expect(result).to.equal(-errno);
      nothing.close();
      file.close();
      dev.close();
      dispose();
    }
  });

  needing(LINUX).it('are opened to be read where they are to be emptied and nothing else', () => {
    const { root, dispose } = onHost({});
    put(root, 'file', 'abc');
    const file = openFile(root, 'file', Open.READ | Open.TRUNCATE);
    expect(file.size()).to.equal(0);
    expectErrno(file.write(vectors('x'), 0), -Errno.EBADF);
    file.close();
    dispose();
  });
});
