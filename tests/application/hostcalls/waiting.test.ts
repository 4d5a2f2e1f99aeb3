import { expect } from 'chai';
import { captureOutput, pipe } from '../../../adapters/memory/index.js';
import { vectors } from '../../../application/contract/index.js';
import {
  Descriptor,
  Errno,
  Fdflag,
  Filetype,
  type Interest,
  type Iovecs,
  NOT_READY,
  Riflag,
  Right,
  SOCKET_RIGHTS,
  type Socket,
  StreamBase,
  type Waiting,
} from '../../../domain/index.js';
import { at, type Fixture, openFixture } from './fixture.js';

/** Takes and gives up to three bytes after each wait. */
class Slow extends StreamBase {
  writeWaits?: boolean;
  /** How often writable() was called. */
  asked = 0;
  ready = 0;
  text = '';
  left = '0123456789';

  override read({ array, offsets, total }: Iovecs): number {
    if (this.ready === 0) return -Errno.EAGAIN;
    const part = this.left.slice(0, Math.min(this.ready, total));
    array.set(Buffer.from(part), offsets[0]);
    this.left = this.left.slice(part.length);
    this.ready = 0;
    return part.length;
  }

  override write({ array, count, offsets, lengths }: Iovecs): number {
    if (this.ready === 0) return -Errno.EAGAIN;
    let written = 0;
    for (let i = 0; i < count && this.ready > 0; i++) {
      const part = Math.min(this.ready, lengths[i] as number);
      this.text += Buffer.from(array.subarray(offsets[i], (offsets[i] as number) + part)).toString();
      this.ready -= part;
      written += part;
    }
    return written;
  }

  override readable(): number {
    return this.ready === 0 ? NOT_READY : this.ready;
  }

  override writable(): boolean {
    this.asked++;
    return this.ready > 0;
  }
}

/** A connected socket over such a stream, which is a listening one too. */
class SlowSocket implements Socket {
  readonly kind = 'socket';
  readonly filetype = Filetype.SOCKET_STREAM;
  readonly stream = new Slow();
  accept = () => (this.stream.ready > 0 ? new SlowSocket() : -Errno.EAGAIN);
  receive = (into: Iovecs) => this.stream.read(into);
  send = (from: Iovecs) => this.stream.write(from);
  shutdown = () => 0;
  readable = () => this.stream.readable();
  writable = () => this.stream.writable();
  stat = () => 0;
  close = () => {};
}

describe('calls that wait', () => {
  let fixture: Fixture;
  let slow: Slow;
  let waits: Interest[];
  let errno: number;

  const waiting: Waiting = {
    wait(nanoseconds, interests) {
      expect(nanoseconds).to.equal(Number.POSITIVE_INFINITY);
      waits.push(...interests);
      if (waits.length > 20) throw new Error('waits for ever');
      slow.ready = 3;
      return errno;
    },
  };

  beforeEach(async () => {
    slow = new Slow();
    waits = [];
    errno = 0;
    fixture = await openFixture({ stdin: slow, stdout: slow, stderr: captureOutput() }, { waiting });
  });
  afterEach(() => fixture.dispose());

  const result = () => fixture.proxy.view.getUint32(at.result, true);
  const three = () => fixture.proxy.iovecs(at.iovecs, [at.buffer, 1], [at.buffer2, 5], [at.path, 2]);

  function give(socket: Socket, flags = 0): number {
    const descriptor = new Descriptor(socket, socket.filetype, SOCKET_RIGHTS, SOCKET_RIGHTS, flags, 'socket');
    return fixture.proxy.descriptors.insert(descriptor);
  }

  it('fd_read waits for the first bytes of a stream, and returns what has arrived', () => {
    fixture.proxy.ok('fd_read', 0, ...fixture.proxy.iovecs(at.iovecs, [at.buffer, 8]), at.result);
    expect([result(), slow.left]).to.deep.equal([3, '3456789']);
    expect(waits).to.deep.equal([{ source: slow, event: 'read' }]);
  });

  it('fd_write waits until all of it is written', () => {
    const { proxy } = fixture;
    proxy.bytes.set(Buffer.from('a'), at.buffer);
    proxy.bytes.set(Buffer.from('bcdef'), at.buffer2);
    proxy.bytes.set(Buffer.from('gh'), at.path);
    proxy.ok('fd_write', 1, ...three(), at.result);
    expect([result(), slow.text]).to.deep.equal([8, 'abcdefgh']);
    expect(waits).to.have.lengthOf(3);
    expect(waits[0]).to.deep.equal({ source: slow, event: 'write' });
  });

  it('NONBLOCK waits for nothing', () => {
    const { proxy } = fixture;
    for (const fd of [0, 1]) proxy.ok('fd_fdstat_set_flags', fd, Fdflag.NONBLOCK);
    expect(proxy.call('fd_read', 0, ...three(), at.result)).to.equal(Errno.EAGAIN);
    expect(proxy.call('fd_write', 1, ...three(), at.result)).to.equal(Errno.EAGAIN);
    slow.ready = 3;
    proxy.ok('fd_write', 1, ...three(), at.result);
    expect(result()).to.equal(3);
    const socket = new SlowSocket();
    slow = socket.stream;
    const fd = give(socket, Fdflag.NONBLOCK);
    expect(proxy.call('sock_accept', fd, 0, at.result)).to.equal(Errno.EAGAIN);
    expect(proxy.call('sock_recv', fd, ...three(), 0, at.result, at.result2)).to.equal(Errno.EAGAIN);
    expect(proxy.call('sock_send', fd, ...three(), 0, at.result)).to.equal(Errno.EAGAIN);
    expect(waits).to.be.empty;
  });

  it('NONBLOCK checks for readiness before a write only where that would wait', () => {
    const { proxy } = fixture;
    proxy.ok('fd_fdstat_set_flags', 1, Fdflag.NONBLOCK);
    slow.ready = 3;
    proxy.ok('fd_write', 1, ...three(), at.result);
    expect([result(), slow.asked]).to.deep.equal([3, 0]);
    slow.writeWaits = true;
    expect(proxy.call('fd_write', 1, ...three(), at.result)).to.equal(Errno.EAGAIN);
    expect([slow.text.length, slow.asked]).to.deep.equal([3, 1]);
  });

  it('what can never become ready is EAGAIN, unless some was written before', () => {
    const { proxy } = fixture;
    errno = -Errno.EAGAIN;
    expect(proxy.call('fd_read', 0, ...three(), at.result)).to.equal(Errno.EAGAIN);
    slow.ready = 3;
    proxy.ok('fd_write', 1, ...three(), at.result);
    expect(result()).to.equal(3);
  });

  it('sock_recv, sock_send and sock_accept wait like fd_read and fd_write', () => {
    const { proxy } = fixture;
    const socket = new SlowSocket();
    slow = socket.stream;
    const fd = give(socket);
    proxy.ok('sock_accept', fd, 0, at.result);
    expect(proxy.descriptors.peek(result())?.resource).to.be.instanceOf(SlowSocket);
    slow.ready = 0;
    proxy.ok('sock_recv', fd, ...proxy.iovecs(at.iovecs, [at.buffer, 8]), 0, at.result, at.result2);
    expect(result()).to.equal(3);
    proxy.ok('sock_recv', fd, ...proxy.iovecs(at.iovecs, [at.buffer, 7]), Riflag.RECV_WAITALL, at.result, at.result2);
    expect([result(), slow.left]).to.deep.equal([7, '']);
    expect(Buffer.from(proxy.bytes.subarray(at.buffer, at.buffer + 7)).toString()).to.equal('3456789');
    slow.ready = 0;
    proxy.ok('sock_send', fd, ...three(), 0, at.result);
    expect(result()).to.equal(8);
    expect(waits.every(({ source }) => source === socket)).to.equal(true);
  });

  it('an accepted socket has the rights that a listening one hands down, except the right to accept', () => {
    const { proxy } = fixture;
    const socket = new SlowSocket();
    socket.stream.ready = 3;
    proxy.ok('sock_accept', give(socket), 0, at.result);
    const accepted = proxy.descriptors.peek(result());
    expect(accepted?.rightsBase).to.equal(SOCKET_RIGHTS & ~Right.SOCK_ACCEPT);
    expect(accepted?.rightsInheriting).to.equal(0);
  });

  it('a pipe in memory, whose other end is on the same thread, is not waited for', async () => {
    fixture.dispose();
    const { reader, writer } = pipe(4);
    fixture = await openFixture({ stdin: reader, stdout: writer });
    const { proxy } = fixture;
    expect(proxy.call('fd_read', 0, ...three(), at.result)).to.equal(Errno.EAGAIN);
    writer.write(vectors('ab'));
    proxy.ok('fd_write', 1, ...three(), at.result);
    expect(result()).to.equal(2);
    expect(proxy.call('fd_write', 1, ...three(), at.result)).to.equal(Errno.EAGAIN);
  });
});
