import { execFileSync } from 'node:child_process';
import {
  closeSync,
  constants,
  openSync,
  readFileSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { NodeFileSystem } from '../../../adapters/node/index.js';
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
import { Errno, Filetype, Open } from '../../../domain/index.js';
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
