import {
  closeSync,
  constants,
  mkdtempSync,
  openSync,
  readSync,
  rmSync,
  type Stats,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import {
  type DescriptorCalls,
  type HostCalls,
  NO_DESCRIPTOR_CALLS,
  nodeHostCalls,
  Readiness,
  streamFromHost,
} from '../../../adapters/node/index.js';
import { contents, room, vectors } from '../../../application/contract/index.js';
import { Errno, Filetype, NOT_READY, Whence } from '../../../domain/index.js';
import { LINUX, needing } from '../../needs.js';
import { makePipe } from './scratch.js';

const { O_NONBLOCK, O_RDONLY, O_WRONLY } = constants;
/** What a pipe holds. */
const PIPE = 65_536;

/** Asks again and again. More time than that is not needed on any machine. */
function until(hasCome: () => boolean): void {
  for (const latest = Date.now() + 20_000; !hasCome(); ) expect(Date.now()).to.be.below(latest);
}

needing(LINUX).describe('node: a stream on a descriptor', () => {
  let place: string;
  let opened: Set<number>;
  let made = 0;
  beforeEach(() => {
    place = mkdtempSync(join(tmpdir(), 'hostcall-node-'));
    opened = new Set();
  });
  afterEach(() => {
    for (const fd of opened) closeSync(fd);
    rmSync(place, { recursive: true });
  });
  const open = (path: string, flags: number | string): number => {
    const fd = openSync(path, flags);
    opened.add(fd);
    return fd;
  };
  const close = (fd: number) => {
    opened.delete(fd);
    closeSync(fd);
  };
  /** Both ends of a pipe that waits. */
  const openPipe = () => {
    const path = join(place, `pipe-${made++}`);
    makePipe(path);
    const nonblocking = openSync(path, O_RDONLY | O_NONBLOCK);
    const writer = open(path, O_WRONLY);
    const reader = open(path, O_RDONLY);
    closeSync(nonblocking);
    return { reader, writer };
  };

  it('goes one way only, as it was told', () => {
    writeFileSync(join(place, 'file'), 'abc');
    const fd = open(join(place, 'file'), 'r+');
    const reader = streamFromHost(fd, 'read', nodeHostCalls);
    const writer = streamFromHost(fd, 'write', nodeHostCalls);
    expect([reader.write(vectors('x')), reader.writable(), reader.appending]).to.deep.equal([
      -Errno.EBADF,
      false,
      false,
    ]);
    expect([writer.read(room(1)), writer.readable()]).to.deep.equal([-Errno.EBADF, NOT_READY]);
    expect([reader.readable(), writer.writable()]).to.deep.equal([3, true]);
    for (const stream of [reader, writer]) stream.close();
  });

  it('keeps what it has taken to tell how much there is for who reads', () => {
    const { reader, writer } = openPipe();
    const stream = streamFromHost(reader, 'read', nodeHostCalls);
    expect(stream.readable()).to.equal(NOT_READY);
    writeSync(writer, 'abcdef');
    expect(stream.readable()).to.equal(6);
    expect(stream.read(room())).to.equal(0);
    const into = room(2);
    expect([stream.read(into), contents(into)]).to.deep.equal([2, ['ab']]);
    writeSync(writer, 'g');
    expect([stream.readable(), stream.readable()]).to.deep.equal([5, 5]);
    const rest = room(9);
    expect([stream.read(rest), contents(rest)]).to.deep.equal([5, ['cdefg____']]);
    expect([stream.readable(), stream.hungUp?.()]).to.deep.equal([NOT_READY, false]);
    close(writer);
    // Told as often as it is asked.
    for (let round = 0; round < 2; round++) expect([stream.readable(), stream.hungUp?.()]).to.deep.equal([0, true]);
    expect([stream.read(room(1)), stream.read(room(1))]).to.deep.equal([0, 0]);
    stream.close();
  });

  it('tells the end that it has told how much there is to the next read for bytes, even if more has come', () => {
    const path = join(place, 'pipe');
    makePipe(path);
    const stream = streamFromHost(open(path, O_RDONLY | O_NONBLOCK), 'read', nodeHostCalls);
    expect(stream.readable()).to.equal(0);
    const writer = open(path, O_WRONLY);
    writeSync(writer, 'x');
    expect(stream.read(room())).to.equal(0);
    const into = room(1);
    expect([stream.read(into), stream.read(into), contents(into)]).to.deep.equal([0, 1, ['x']]);
    stream.close();
  });

  it('takes no more than there is room for', () => {
    const { reader, writer } = openPipe();
    const stream = streamFromHost(reader, 'read', nodeHostCalls);
    writeSync(writer, new Uint8Array(PIPE).fill(97));
    expect([stream.readable(), stream.hungUp?.()]).to.deep.equal([PIPE, false]);
    writeSync(writer, 'b');
    expect([stream.readable(), stream.hungUp?.()]).to.deep.equal([PIPE, false]);
    close(writer);
    expect([stream.readable(), stream.hungUp?.()]).to.deep.equal([PIPE, false]);
    expect(stream.read(room(PIPE))).to.equal(PIPE);
    expect(stream.readable()).to.equal(1);
    stream.close();
  });

  it('is of a pipe again, once a writer has come back', () => {
    const path = join(place, 'pipe');
    makePipe(path);
    const reader = open(path, O_RDONLY | O_NONBLOCK);
    const stream = streamFromHost(reader, 'read', nodeHostCalls);
    expect([stream.readable(), stream.hungUp?.()]).to.deep.equal([0, true]);
    const writer = open(path, O_WRONLY);
    writeSync(writer, 'x');
    expect([stream.readable(), stream.hungUp?.()]).to.deep.equal([1, false]);
    expect(stream.read(room(1))).to.equal(1);
    stream.close();
  });

  it('tells how much is left of a file, and at its end nothing', () => {
    writeFileSync(join(place, 'file'), 'abc');
    for (const [host, expected] of [
      [nodeHostCalls, [3, 2, 0]],
      // Where nothing tells the offset, there may be something.
      [{ ...nodeHostCalls, descriptorCalls: () => NO_DESCRIPTOR_CALLS }, [1, 1, 1]],
    ] as const) {
      const stream = streamFromHost(open(join(place, 'file'), 'r'), 'read', host);
      const told = [stream.readable()];
      stream.read(room(1));
      told.push(stream.readable());
      stream.read(room(9));
      told.push(stream.readable());
      expect(told).to.deep.equal(expected);
      stream.close();
    }
    writeFileSync(join(place, 'empty'), '');
    const host = { ...nodeHostCalls, descriptorCalls: () => NO_DESCRIPTOR_CALLS };
    expect(streamFromHost(open(join(place, 'empty'), 'r'), 'read', host).readable()).to.equal(0);
    const failing: HostCalls = { ...nodeHostCalls };
    const stream = streamFromHost(open(join(place, 'file'), 'r'), 'read', failing);
    Object.assign(failing, { roughStat: () => -Errno.EIO });
    expect(stream.readable()).to.equal(-Errno.EIO);
  });

  it('is full when a write takes less than there is, until the host says that it is not', () => {
    const { reader, writer } = openPipe();
    const stream = streamFromHost(writer, 'write', nodeHostCalls);
    expect(stream.writable()).to.equal(true);
    expect(stream.write(vectors(new Uint8Array(PIPE)))).to.equal(PIPE);
    // It cannot know before it has tried.
    expect(stream.writable()).to.equal(true);
    expect(stream.write(vectors('x'))).to.equal(-Errno.EAGAIN);
    expect(stream.writable()).to.equal(false);
    readSync(reader, new Uint8Array(PIPE));
    until(() => stream.writable());
    const much = stream.write(vectors(new Uint8Array(PIPE + 1)));
    expect(much).to.be.within(1, PIPE);
    expect(stream.writable()).to.equal(false);
    readSync(reader, new Uint8Array(PIPE));
    until(() => stream.writable());
    expect([stream.write(vectors('x')), stream.writable()]).to.deep.equal([1, true]);
    stream.close();
  });

  it('has been hung up when its reader has gone, and not before', () => {
    const { reader, writer } = openPipe();
    const stream = streamFromHost(writer, 'write', nodeHostCalls);
    expect([stream.write(vectors('x')), stream.hungUp?.()]).to.deep.equal([1, false]);
    close(reader);
    expect([stream.write(vectors('x')), stream.hungUp?.()]).to.deep.equal([-Errno.EPIPE, true]);
    stream.close();
  });

  it('is closed with what was opened for it, and of use afterwards', () => {
    const { reader, writer } = openPipe();
    const closed: number[] = [];
    const host: HostCalls = {
      ...nodeHostCalls,
      close(fd) {
        closed.push(fd);
        return nodeHostCalls.close(fd);
      },
    };
    const input = streamFromHost(reader, 'read', host);
    const output = streamFromHost(writer, 'write', host);
    for (let round = 0; round < 2; round++) {
      closed.length = 0;
      expect(output.write(vectors('ab'))).to.equal(2);
      expect(input.readable()).to.equal(2);
      expect(input.read(room(2))).to.equal(2);
      input.close();
      output.close();
      expect(closed.filter(Number.isInteger)).to.have.lengthOf(2);
      expect(closed).to.not.include(reader).and.not.include(writer);
    }
    writeSync(writer, 'x');
    closed.length = 0;
    const file = streamFromHost(open(join(place, 'file'), 'w'), 'write', host);
    expect(file.write(vectors('x'))).to.equal(1);
    file.close();
    expect(closed).to.deep.equal([]);
  });

  it('waits where the descriptor cannot be opened once more, so that it is for the read to tell', () => {
    const { reader, writer } = openPipe();
    const host = { ...nodeHostCalls, descriptors: undefined, socketsUnblock: false };
    const waits = (fd: number, primitives: HostCalls = host) => streamFromHost(fd, 'both', primitives).writeWaits;
    expect([waits(writer), waits(writer, nodeHostCalls)]).to.deep.equal([true, false]);
    expect(waits(open(join(place, 'file'), 'w'))).to.equal(false);
    const input = streamFromHost(reader, 'read', host);
    expect(input.readable()).to.equal(1);
    writeSync(writer, 'ab');
    const into = room(2);
    expect([input.read(into), contents(into)]).to.deep.equal([2, ['ab']]);
  });

  it('is asked by the kernel’s poll what Node has no function for', () => {
    const { reader, writer } = openPipe();
    const asked = (fd: number) => nodeHostCalls.descriptorCalls(fd);
    const nonblocking = open(`/proc/self/fd/${reader}`, O_RDONLY | O_NONBLOCK);
    expect(asked(nonblocking).ready(false)).to.equal(Readiness.NOT_YET);
    until(() => asked(writer).ready(true) === Readiness.READY);
    writeSync(writer, 'x');
    until(() => asked(nonblocking).ready(false) === Readiness.READY);
    expect(readSync(nonblocking, new Uint8Array(1))).to.equal(1);
    close(writer);
    until(() => asked(nonblocking).ready(false) !== Readiness.NOT_YET);
    expect(asked(nonblocking).ready(false)).to.equal(Readiness.HUNG_UP);
    const broken = openPipe();
    close(broken.reader);
    let readiness: number = Readiness.NOT_YET;
    until(() => {
      readiness = asked(broken.writer).ready(true);
      return readiness !== Readiness.NOT_YET;
    });
    expect(readiness).to.equal(Readiness.HUNG_UP);
  });

  /** A descriptor of a kind that this process need not have, and what the kernel is asked of it. */
  const ofKind = (
    type: number,
    calls: Partial<DescriptorCalls> = {},
    instead: Partial<HostCalls> = {},
    path = '/dev/null',
  ) => {
    const asked: string[] = [];
    const note =
      <T>(name: string, result: T) =>
      () => {
        asked.push(name);
        return result;
      };
    const kernel = { seek: note('seek', 0), ready: note('ready', 1), available: note('available', 3), hungUp: false };
    const host: HostCalls = {
      ...nodeHostCalls,
      roughStat: () => ({ mode: type, size: 9 }) as Stats,
      descriptorCalls: () => ({
        ...kernel,
        direct: true,
        receive: note('receive', 1),
        send: note('send', 2),
        ...calls,
      }),
      read: note('read', 4),
      write: note('write', 5),
      ...instead,
    };
    const taken = () => asked.splice(0);
    return { stream: streamFromHost(open(path, 'r+'), 'both', host), taken };
  };
  const { S_IFBLK, S_IFCHR, S_IFIFO, S_IFSOCK } = constants;

  it('is sent to and received from by the kernel if it is a socket, once somebody has asked what it is ready for', () => {
    const { stream, taken } = ofKind(S_IFSOCK);
    expect([stream.filetype, stream.file]).to.deep.equal([Filetype.UNKNOWN, undefined]);
    expect([stream.write(vectors('abcde')), taken()]).to.deep.equal([5, ['write']]);
    expect([stream.readable(), taken()]).to.deep.equal([3, ['available']]);
    expect([stream.write(vectors('ab')), taken()]).to.deep.equal([2, ['send']]);
    expect([stream.read(room(4)), taken()]).to.deep.equal([1, ['receive']]);
    expect([stream.writable(), taken()]).to.deep.equal([true, ['ready']]);
    const indirect = ofKind(S_IFSOCK, { direct: false }, { socketsUnblock: false });
    expect([indirect.stream.writable(), indirect.stream.write(vectors('abcde'))]).to.deep.equal([true, 5]);
    expect([indirect.stream.read(room(4)), indirect.taken()]).to.deep.equal([4, ['write', 'read']]);
  });

  it('is read where the kernel cannot receive from it, if there is something to read', () => {
    const nothing = { available: () => NOT_READY, receive: () => -Errno.ENOSYS };
    const socket = ofKind(S_IFSOCK, nothing);
    expect([socket.stream.read(room(4)), socket.taken()]).to.deep.equal([-Errno.EAGAIN, []]);
    const more = ofKind(S_IFSOCK, { receive: () => -Errno.ENOSYS });
    expect([more.stream.read(room(4)), more.taken()]).to.deep.equal([4, ['available', 'read']]);
    const closed = { descriptors: undefined };
    const pipe = ofKind(S_IFIFO, nothing, closed);
    expect([pipe.stream.read(room(4)), pipe.taken()]).to.deep.equal([-Errno.EAGAIN, []]);
    const filled = ofKind(S_IFIFO, {}, closed);
    expect([filled.stream.read(room(4)), filled.taken()]).to.deep.equal([4, ['available', 'read']]);
    expect([filled.stream.write(vectors('abcde')), filled.taken()]).to.deep.equal([5, ['write']]);
  });

  it('has been hung up if the kernel says so', () => {
    for (const [readiness, writable, hungUp] of [
      [Readiness.READY, true, false],
      [Readiness.NOT_YET, false, false],
      [Readiness.HUNG_UP, true, true],
    ] as const) {
      const { stream } = ofKind(S_IFIFO, { ready: () => readiness });
      expect([stream.writable(), stream.hungUp?.()]).to.deep.equal([writable, hungUp]);
    }
    for (const hungUp of [false, true]) {
      const { stream } = ofKind(S_IFIFO, { hungUp });
      expect([stream.readable(), stream.hungUp?.()]).to.deep.equal([3, hungUp]);
    }
  });

  /** One for which the kernel is not asked, and what its reads give. */
  const scripted = (type: number, reads: readonly number[], path?: string) => {
    const left = [...reads];
    const host = { open: () => 0, close: () => 0, read: () => left.shift() ?? -Errno.EAGAIN };
    const { stream } = ofKind(type, { direct: false }, host, path);
    return { stream, left };
  };

  it('keeps the end that a terminal tells once, and takes no more than one line', () => {
    const { stream, left } = scripted(S_IFCHR, [2, 0, 3], '/dev/ptmx');
    expect(stream.terminal).to.equal(true);
    for (let round = 0; round < 2; round++)
      expect([stream.readable(), stream.hungUp?.(), left]).to.deep.equal([2, false, [0, 3]]);
    expect(stream.read(room(4))).to.equal(2);
    for (let round = 0; round < 2; round++)
      expect([stream.readable(), stream.hungUp?.(), left]).to.deep.equal([0, false, [3]]);
    expect([stream.read(room()), stream.read(room(4)), left]).to.deep.equal([0, 0, [3]]);
    expect([stream.readable(), stream.read(room(4)), stream.readable()]).to.deep.equal([3, 3, NOT_READY]);
  });

  it('leaves it to the read to tell why nothing can be read', () => {
    const { stream } = scripted(S_IFIFO, [-Errno.EIO, -Errno.EIO]);
    expect([stream.readable(), stream.hungUp?.(), stream.read(room(1))]).to.deep.equal([0, false, -Errno.EIO]);
  });

  it('is always ready if it is a disk, whose offset is where it is read', () => {
    const { stream, taken } = ofKind(S_IFBLK);
    expect([stream.readable(), stream.writable(), taken()]).to.deep.equal([1, true, []]);
    expect(stream.file?.filetype).to.equal(Filetype.BLOCK_DEVICE);
    expect([stream.seek?.(0, Whence.CUR), taken()]).to.deep.equal([0, ['seek']]);
    expect([stream.read(room(4)), stream.write(vectors('abcdef')), stream.writable()]).to.deep.equal([4, 5, true]);
    const unseekable = { seek: () => -Errno.ENOSYS };
    expect(ofKind(S_IFBLK, unseekable).stream.seek?.(0, Whence.CUR)).to.equal(-Errno.ESPIPE);
    expect(ofKind(S_IFCHR, unseekable).stream.seek?.(0, Whence.CUR)).to.equal(0);
  });

  it('is synchronised if it is a file, of which its attributes are told', () => {
    const synchronised: number[] = [];
    const host: HostCalls = {
      ...nodeHostCalls,
      sync(fd) {
        synchronised.push(fd);
        return -Errno.EIO;
      },
    };
    const fd = open(join(place, 'file'), 'w');
    const file = streamFromHost(fd, 'write', host);
    expect([file.sync(), synchronised]).to.deep.equal([-Errno.EIO, [fd]]);
    expect(streamFromHost(openPipe().writer, 'write', host).sync()).to.equal(0);
    expect(synchronised).to.deep.equal([fd]);
  });

  it('is worth another write after 1, 2, 4 and 8 ms, and then every 10 ms, where nothing tells when it has room', () => {
    const { reader, writer } = openPipe();
    const stream = streamFromHost(writer, 'write', { ...nodeHostCalls, descriptorCalls: () => NO_DESCRIPTOR_CALLS });
    const page = vectors(new Uint8Array(4096));
    let now = 0;
    performance.now = () => now;
    try {
      while (stream.write(page) > 0);
      for (const pause of [1, 2, 4, 8, 10, 10]) {
        now += pause - 0.5;
        expect(stream.writable()).to.equal(false);
        now += 0.5;
        expect(stream.writable()).to.equal(true);
        expect(stream.write(page)).to.equal(-Errno.EAGAIN);
      }
      readSync(reader, new Uint8Array(4096));
      expect(stream.write(page)).to.equal(4096);
      expect(stream.writable()).to.equal(true);
      expect(stream.write(page)).to.equal(-Errno.EAGAIN);
      now += 1;
      expect(stream.writable()).to.equal(true);
    } finally {
      Reflect.deleteProperty(performance, 'now');
    }
  });

  it('is full if a write takes nothing, and not if it takes all or fails', () => {
    for (const [written, full] of [
      [0, true],
      [2, true],
      [3, false],
      [-Errno.EIO, false],
      [-Errno.EAGAIN, true],
    ] as const) {
      const calls = { direct: false, ready: () => Readiness.NOT_YET };
      const { stream } = ofKind(S_IFIFO, calls, { write: () => written, open: () => 0, close: () => 0 });
      expect(stream.write(vectors('abc'))).to.equal(written);
      expect([written, stream.writable()]).to.deep.equal([written, !full]);
    }
  });
});
