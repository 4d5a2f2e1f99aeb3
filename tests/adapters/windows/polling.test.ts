import { closeSync, mkdtempSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { connect, listen, nodePorts, type SocketAddress, streamFromHost } from '../../../api/node.js';
import { createRuntime } from '../../../application/assembly/index.js';
import { vectors } from '../../../application/contract/index.js';
import { Errno, Eventrwflag, Eventtype, Right, type Socket } from '../../../domain/index.js';
import { ProxyGuest } from '../../application/abi/proxy-guest.js';
import { ffi, needing, WINDOWS } from '../../needs.js';
import { clock, descriptor, poll as pollOf } from '../polled-guest.js';
import { later, makePipe } from './pipes.js';

const PREOPEN = 3;
/** Where things are in the guest's memory. */
const PATH = 1024;
const RESULT = 2048;
const HANGUP = Eventrwflag.FD_READWRITE_HANGUP;
const { CLOCK, FD_READ, FD_WRITE } = Eventtype;
const RIGHTS = BigInt(Right.FD_READ | Right.FD_WRITE | Right.POLL_FD_READWRITE);
const FOR_EVER = 2n ** 64n - 1n;
const NONBLOCK = 4;

needing(WINDOWS, ffi()).describe('poll_oneoff on Windows', () => {
  let base: string;
  let guest: ProxyGuest;
  let stdin: number;
  let typing: number;
  let sockets: Socket[];

  beforeEach(async () => {
    base = mkdtempSync(join(tmpdir(), 'hostcall-poll-'));
    writeFileSync(join(base, 'file'), '0123456789');
    ({ reader: stdin, writer: typing } = makePipe());
    const listener = await listen({ host: '127.0.0.1', port: 0 });
    sockets = [listener, await connect(listener.address as SocketAddress)];
    guest = await ProxyGuest.open(createRuntime(nodePorts()), {
      preopens: { '/': base },
      stdin: streamFromHost(stdin, 'read'),
      stdout: streamFromHost(typing, 'write'),
      sockets: Object.fromEntries(sockets.map((socket, i) => [`${i}`, socket])),
    });
    guest.grow(15);
  });
  afterEach(() => {
    guest.close();
    for (const fd of [stdin, typing]) if (fd >= 0) closeSync(fd);
    rmSync(base, { recursive: true });
  });

  function open(path: string): number {
    guest.ok('path_open', PREOPEN, 0, ...guest.text(PATH, path), 0, RIGHTS, 0n, 0, RESULT);
    return guest.view.getUint32(RESULT, true);
  }

  const poll = (...subscriptions: number[][]) => pollOf(guest, ...subscriptions);

  it('reports what is ready in the order of the subscriptions: clocks, files, pipes, directories, sockets', () => {
    writeSync(typing, 'hello');
    const [listener, client] = [PREOPEN + 1, PREOPEN + 2];
    expect(
      poll(
        clock(FOR_EVER, false, 1),
        descriptor(FD_READ, 0, 2),
        clock(0n, false, 3),
        descriptor(FD_WRITE, client, 4),
        descriptor(FD_READ, open('file'), 5),
        descriptor(FD_READ, client, 6),
        descriptor(FD_READ, PREOPEN, 7),
        descriptor(FD_READ, listener, 8),
        descriptor(FD_WRITE, 1, 9),
        descriptor(FD_READ, 99, 10),
      ),
    ).to.deep.equal([
      [2, FD_READ, 0, 5, 0],
      [3, CLOCK, 0, 0, 0],
      [4, FD_WRITE, 0, 0, 0],
      [5, FD_READ, 0, 10, 0],
      [7, FD_READ, 0, 0, 0],
      [8, FD_READ, 0, 1, 0],
      [9, FD_WRITE, 0, 0, 0],
      [10, FD_READ, Errno.EBADF, 0, 0],
    ]);
  });

  it('lets a deadline pass, and not before, while a pipe is silent', () => {
    for (const milliseconds of [0.2, 1, 30]) {
      const began = performance.now();
      expect(poll(descriptor(FD_READ, 0, 1), clock(BigInt(milliseconds * 1e6), false, 2))).to.deep.equal([
        [2, CLOCK, 0, 0, 0],
      ]);
      expect(performance.now() - began).to.be.at.least(milliseconds);
    }
  });

  it('waits for a pipe, alone and beside sockets', async () => {
    for (const others of [[], [descriptor(FD_READ, PREOPEN + 2, 7)]]) {
      const written = later('writeSync(fd, "later");', typing);
      expect(poll(descriptor(FD_READ, 0, 1), ...others, clock(FOR_EVER))).to.deep.equal([[1, FD_READ, 0, 5, 0]]);
      guest.ok('fd_read', 0, ...guest.iovecs(PATH, [RESULT + 64, 100]), RESULT);
      await written;
    }
  });

  it('waits for a socket, alone and beside a pipe', async () => {
    const [listener, client] = [PREOPEN + 1, PREOPEN + 2];
    const server = (sockets[0] as Socket).accept() as Socket;
    for (const others of [[], [descriptor(FD_READ, 0, 7)]]) {
      const deadline = clock(50_000_000n, false, 9);
      expect(poll(descriptor(FD_READ, client, 1), descriptor(FD_READ, listener, 2), ...others, deadline)).to.deep.equal(
        [[9, CLOCK, 0, 0, 0]],
      );
      expect(server.send(vectors('abc'))).to.equal(3);
      expect(poll(descriptor(FD_READ, client, 1), ...others, clock(FOR_EVER))).to.deep.equal([[1, FD_READ, 0, 3, 0]]);
      guest.ok('fd_read', client, ...guest.iovecs(PATH, [RESULT + 64, 100]), RESULT);
    }
    server.close();
    expect(poll(descriptor(FD_READ, client, 1), clock(FOR_EVER))).to.deep.equal([[1, FD_READ, 0, 0, HANGUP]]);
  });

  it('reports that the other side of a pipe has closed, with and without data left', async () => {
    writeSync(typing, 'left');
    closeSync(typing);
    typing = -1;
    expect(poll(descriptor(FD_READ, 0))).to.deep.equal([[0, FD_READ, 0, 4, HANGUP]]);
    guest.ok('fd_read', 0, ...guest.iovecs(PATH, [RESULT + 64, 100]), RESULT);
    expect(poll(descriptor(FD_READ, 0))).to.deep.equal([[0, FD_READ, 0, 0, HANGUP]]);
    guest.ok('fd_read', 0, ...guest.iovecs(PATH, [RESULT + 64, 100]), RESULT);
    expect(guest.view.getUint32(RESULT, true)).to.equal(0);
  });

  it('reports to the writer that the reader has closed', () => {
    closeSync(stdin);
    stdin = -1;
    expect(poll(descriptor(FD_WRITE, 1))).to.deep.equal([[0, FD_WRITE, 0, 0, HANGUP]]);
    expect(guest.call('fd_write', 1, ...guest.iovecs(PATH, [RESULT + 64, 5]), RESULT)).to.equal(Errno.EPIPE);
  });

  it('reads nothing from an empty nonblocking pipe', () => {
    guest.ok('fd_fdstat_set_flags', 0, NONBLOCK);
    expect(guest.call('fd_read', 0, ...guest.iovecs(PATH, [RESULT + 64, 5]), RESULT)).to.equal(Errno.EAGAIN);
    writeSync(typing, 'x');
    expect(guest.call('fd_read', 0, ...guest.iovecs(PATH, [RESULT + 64, 5]), RESULT)).to.equal(0);
    expect(guest.view.getUint32(RESULT, true)).to.equal(1);
  });
});
