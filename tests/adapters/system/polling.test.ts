import { spawn } from 'node:child_process';
import { closeSync, constants, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { systemInterfaces } from '../../../adapters/system/index.js';
import { connect, listen, nodeHostCalls, nodePorts, type SocketAddress, streamFromHost } from '../../../api/node.js';
import { createRuntime } from '../../../application/assembly/index.js';
import { Errno, Eventrwflag, Eventtype, Right, type Socket } from '../../../domain/index.js';
import { ProxyGuest } from '../../application/abi/proxy-guest.js';
import { LINUX, needing, systemInterface } from '../../needs.js';
import { makePipe } from '../node/scratch.js';
import { clock, descriptor, poll as pollOf } from '../polled-guest.js';

const PREOPEN = 3;
/** Where things are in the guest's memory. */
const PATH = 1024;
const RESULT = 2048;
const BYTES = 65_536;
const HANGUP = Eventrwflag.FD_READWRITE_HANGUP;
const { CLOCK, FD_READ, FD_WRITE } = Eventtype;
const RIGHTS = BigInt(Right.FD_READ | Right.FD_WRITE | Right.POLL_FD_READWRITE | Right.FD_FDSTAT_SET_FLAGS);
const FOR_EVER = 2n ** 64n - 1n;

for (const system of systemInterfaces) {
  needing(LINUX, systemInterface(system)).describe(`poll_oneoff through ${system}`, () => {
    let base: string;
    let guest: ProxyGuest;
    let stdin: number;
    let typing: number;
    let sockets: Socket[];
    const opened: number[] = [];

    beforeEach(async () => {
      base = mkdtempSync(join(tmpdir(), 'hostcall-poll-'));
      for (const name of ['stdin', 'fifo']) makePipe(join(base, name));
      writeFileSync(join(base, 'file'), '0123456789');
      stdin = openSync(join(base, 'stdin'), constants.O_RDONLY | constants.O_NONBLOCK);
      typing = openSync(join(base, 'stdin'), 'w');
      opened.push(stdin, typing);
      sockets = [];
      if (system !== 'fs') {
        const listener = await listen({ host: '127.0.0.1', port: 0 }, { system });
        sockets = [listener, await connect(listener.address as SocketAddress, { system })];
      }
      const host = nodePorts({ system });
      guest = await ProxyGuest.open(createRuntime(host), {
        preopens: { '/': base },
        stdin: streamFromHost(stdin, 'read', system === 'fs' ? nodeHostCalls : undefined),
        sockets: Object.fromEntries(sockets.map((socket, i) => [`${i}`, socket])),
        limits: { subscriptions: 8192 },
      });
      guest.grow(15);
    });
    afterEach(() => {
      rmSync(base, { recursive: true });
      guest.close();
      for (const fd of opened.splice(0)) closeSync(fd);
    });

    function open(path: string): number {
      guest.ok('path_open', PREOPEN, 0, ...guest.text(PATH, path), 0, RIGHTS, 0n, 0, RESULT);
      return guest.view.getUint32(RESULT, true);
    }

    const poll = (...subscriptions: number[][]) => pollOf(guest, ...subscriptions);

    /** Has another process write to a pipe in a while. */
    function writeLater(name: string): void {
      spawn('sh', ['-c', `sleep 0.2; printf later > ${join(base, name)}`], { stdio: 'ignore' });
    }

    it('reports what is ready in the order of the subscriptions: clocks, files, pipes, directories', () => {
      const fifo = openSync(join(base, 'fifo'), 'r+');
      opened.push(fifo);
      writeSync(fifo, 'abc');
      writeSync(typing, 'hello');
      expect(
        poll(
          descriptor(FD_READ, open('fifo'), 1),
          clock(FOR_EVER, false, 2),
          descriptor(FD_READ, 0, 3),
          clock(0n, false, 4),
          descriptor(FD_READ, open('file'), 5),
          descriptor(FD_WRITE, open('file'), 6),
          descriptor(FD_READ, PREOPEN, 7),
          descriptor(FD_READ, 99, 8),
        ),
      ).to.deep.equal([
        [1, FD_READ, 0, 3, 0],
        [3, FD_READ, 0, 5, 0],
        [4, CLOCK, 0, 0, 0],
        [5, FD_READ, 0, 10, 0],
        [6, FD_WRITE, 0, 0, 0],
        [7, FD_READ, 0, 0, 0],
        [8, FD_READ, Errno.EBADF, 0, 0],
      ]);
    });

    it('waits for any one of thousands', () => {
      const many = Array.from({ length: 8000 }, (_, i) =>
        i % 3 === 0 ? clock(FOR_EVER, i % 2 === 0, i) : descriptor(FD_READ, 0, i),
      );
      writeLater('fifo');
      const fifo = open('fifo');
      // Without a writer a FIFO is at its end.
      opened.push(openSync(join(base, 'fifo'), 'r+'));
      many.splice(4000, 1, descriptor(FD_READ, fifo, 4000));
      const [event, ...others] = poll(...many);
      expect(others).to.deep.equal([]);
      expect(event?.slice(0, 4)).to.deep.equal([4000, FD_READ, 0, 5]);
    });

    it('lets a deadline pass, and not before, while pipes are silent', () => {
      for (const milliseconds of [0.2, 1, 30]) {
        const began = performance.now();
        expect(poll(descriptor(FD_READ, 0, 1), clock(BigInt(milliseconds * 1e6), false, 2))).to.deep.equal([
          [2, CLOCK, 0, 0, 0],
        ]);
        expect(performance.now() - began).to.be.at.least(milliseconds);
      }
    });

    it('reports that the other side has closed, with and without data left', () => {
      writeSync(typing, 'left');
      closeSync(typing);
      opened.splice(opened.indexOf(typing), 1);
      expect(poll(descriptor(FD_READ, 0))).to.deep.equal([[0, FD_READ, 0, 4, HANGUP]]);
      guest.ok('fd_read', 0, ...guest.iovecs(PATH, [RESULT + 64, 100]), RESULT);
      expect(poll(descriptor(FD_READ, 0))).to.deep.equal([[0, FD_READ, 0, 0, HANGUP]]);
    });

    it('waits for room in a pipe', () => {
      const fifo = openSync(join(base, 'fifo'), 'r+');
      opened.push(fifo);
      const writer = open('fifo');
      guest.ok('fd_fdstat_set_flags', writer, 4);
      const written = () => guest.call('fd_write', writer, ...guest.iovecs(PATH, [BYTES, 65_536]), RESULT);
      while (written() === 0);
      expect(poll(descriptor(FD_WRITE, writer), clock(1_000_000n, false, 1))).to.deep.equal([[1, CLOCK, 0, 0, 0]]);
      spawn('sh', ['-c', `sleep 0.2; head -c 65536 ${join(base, 'fifo')}`], { stdio: 'ignore' });
      expect(poll(descriptor(FD_WRITE, writer), clock(FOR_EVER))).to.deep.equal([[0, FD_WRITE, 0, 0, 0]]);
    });

    if (system !== 'fs')
      it('hears sockets beside all that', () => {
        const [listener, client] = [PREOPEN + 1, PREOPEN + 2];
        const both = (fd: number) => [descriptor(FD_READ, fd, fd), descriptor(FD_WRITE, fd, 10 * fd)];
        expect(poll(...both(client), descriptor(FD_READ, listener, listener), clock(FOR_EVER))).to.deep.equal([
          [10 * client, FD_WRITE, 0, 0, 0],
          [listener, FD_READ, 0, 1, 0],
        ]);
        guest.ok('sock_accept', listener, 0, RESULT);
        const server = guest.view.getUint32(RESULT, true);
        writeLater('stdin');
        expect(
          poll(descriptor(FD_READ, server), descriptor(FD_READ, listener), descriptor(FD_READ, 0, 1)),
        ).to.deep.equal([[1, FD_READ, 0, 5, 0]]);
        guest.ok('sock_send', server, ...guest.iovecs(PATH, [0, 7]), 0, RESULT);
        guest.ok('fd_close', server);
        expect(poll(descriptor(FD_READ, client, 2), clock(FOR_EVER))).to.deep.equal([[2, FD_READ, 0, 7, HANGUP]]);
      });
  });
}
