import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, fstatSync, mkdtempSync, openSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { ffiNames, SharedCalls, SystemWaiting, systemCalls } from '../../../../adapters/system/index.js';
import { connect, listen, network, type SocketAddress, socketFromHost } from '../../../../api/node.js';
import {
  blankFilestat,
  contents,
  networkContract,
  room,
  socketContract,
  vectors,
} from '../../../../application/contract/index.js';
import { ConfigurationError } from '../../../../application/errors.js';
import {
  Errno,
  Filetype,
  type NetworkAddress,
  type NetworkSocket,
  NOT_READY,
  Riflag,
  Roflag,
} from '../../../../domain/index.js';
import { describeContract } from '../../../contract.js';

const openDescriptors = () => readdirSync('/proc/self/fd').length;

async function refusal(opened: Promise<unknown>): Promise<ConfigurationError> {
  try {
    await opened;
  } catch (error) {
    expect(error).to.be.instanceOf(ConfigurationError);
    return error as ConfigurationError;
  }
  throw new Error('it was opened');
}

for (const system of ffiNames) {
  if (typeof systemCalls(system) === 'string') continue;
  const waiting = new SystemWaiting(new SharedCalls(system));
  const base = mkdtempSync(join(tmpdir(), 'hostcall-sockets-'));
  let number = 0;

  for (const [kind, address] of [
    ['tcp', (): SocketAddress => ({ host: '127.0.0.1', port: 0 })],
    ['tcp of IPv6', (): SocketAddress => ({ host: '::1', port: 0 })],
    ['unix', (): SocketAddress => ({ path: join(base, `${number++}`) })],
  ] as const) {
    describeContract(
      `${system}, ${kind}`,
      socketContract(async () => {
        const listener = await listen(address(), { system });
        const to = listener.address as SocketAddress;
        return { listener, connect: () => connect(to, { system }), waiting, dispose: () => listener.close() };
      }),
    );
  }

  describeContract(
    `${system}, network`,
    networkContract(() => ({ network: network({ allow: ['127.0.0.1'], system }), waiting })),
  );

  describe(`sockets through ${system}`, () => {
    after(() => rmSync(base, { recursive: true, force: true }));

    it('report their addresses', async () => {
      const tcp = await listen({ host: 'localhost', port: 0 }, { system });
      expect(tcp.address).to.have.property('port').that.is.above(0);
      const path = join(base, 'told');
      const unix = await listen({ path }, { system });
      expect(unix.address).to.deep.equal({ path });
      const client = await connect({ path }, { system });
      expect(client.address).to.equal(undefined);
      for (const socket of [tcp, unix, client]) socket.close();
    });

    it('are closed, each once, with what was accepted', async () => {
      const before = openDescriptors();
      for (let i = 0; i < 50; i++) {
        const listener = await listen({ host: '127.0.0.1', port: 0 }, { system });
        const client = await connect(listener.address as SocketAddress, { system });
        waiting.wait(10e9, [{ source: listener, event: 'read' }]);
        const server = listener.accept();
        if (typeof server === 'number') throw new Error(`errno ${-server}`);
        for (const socket of [server, client, listener]) socket.close();
      }
      expect(openDescriptors()).to.equal(before);
    });

    it('that cannot be opened are a problem with a remedy, and leave nothing open', async () => {
      const listener = await listen({ host: '127.0.0.1', port: 0 }, { system });
      const { port } = listener.address as { port: number };
      const free = await listen({ host: '127.0.0.1', port: 0 }, { system });
      const { port: unused } = free.address as { port: number };
      free.close();
      const before = openDescriptors();
      const problems = [
        await refusal(listen({ host: '127.0.0.1', port }, { system })),
        await refusal(connect({ host: '127.0.0.1', port: unused }, { system })),
        await refusal(connect({ path: join(base, 'missing') }, { system })),
        await refusal(listen({ path: 'x'.repeat(200) }, { system })),
        await refusal(listen({ host: '192.0.2.1', port: 0 }, { system })),
        await refusal(listen({ host: 'no-such-host.invalid', port: 0 }, { system })),
        await refusal(listen({ host: '192.0.2.1', port: 65_535 }, { system })),
        await refusal(listen({ host: '127.0.0.1', port: 65_536 }, { system })),
        await refusal(listen({ host: '127.0.0.1' } as never, { system })),
        await refusal(connect({ host: '127.0.0.1', port }, { system, timeout: -1 })),
      ].map(({ problem }) => problem);
      expect(problems).to.deep.equal([
        `cannot listen on 127.0.0.1:${port}: Address in use (EADDRINUSE)`,
        `cannot connect to 127.0.0.1:${unused}: Connection refused (ECONNREFUSED)`,
        `cannot connect to ${join(base, 'missing')}: No such file or directory (ENOENT)`,
        `'${'x'.repeat(200)}' is too long for the path of a socket`,
        'cannot listen on 192.0.2.1:0: Address not available (EADDRNOTAVAIL)',
        problems[5],
        'cannot listen on 192.0.2.1:65535: Address not available (EADDRNOTAVAIL)',
        'option "port" of a socket’s address is 65536',
        'option "port" of a socket’s address is missing',
        'option "timeout" of connect() is -1',
      ]);
      expect(problems[5]).to.match(/^the host 'no-such-host.invalid' is not found \(E[A-Z_]+\)$/);
      expect(openDescriptors()).to.equal(before);
      listener.close();
    });

    it('of the host’s own are used, and stay open', async () => {
      const server = createServer(socket => socket.end('from Node'));
      server.listen(0, '127.0.0.1');
      await once(server, 'listening');
      const { port } = server.address() as { port: number };
      const ours = await connect({ host: '127.0.0.1', port }, { system });
      const borrowed = socketFromHost(ours.fd, { system });
      const into = room(20);
      // The server is on this thread.
      for (let got: number = -Errno.EAGAIN; got === -Errno.EAGAIN; await new Promise(setImmediate))
        got = borrowed.receive(into, 0, { value: 0 });
      expect(contents(into)[0]).to.equal(`from Node${'_'.repeat(11)}`);
      borrowed.close();
      expect(ours.readable()).to.equal(0);
      ours.close();
      server.close();
    });

    it('are refused for a file, or a descriptor that is not open', () => {
      const path = join(tmpdir(), `hostcall-${process.pid}`);
      writeFileSync(path, '');
      const fd = openSync(path, 'r');
      expect(() => socketFromHost(fd, { system })).to.throw(ConfigurationError, `descriptor ${fd} is not a socket`);
      closeSync(fd);
      rmSync(path);
      expect(() => socketFromHost(987_654, { system })).to.throw(ConfigurationError, 'descriptor 987654 is not open');
    });

    it('of messages report when one was cut off', async () => {
      // Node has no socket of messages that could be given: another process has one, and this one its number.
      const script = `import os, socket, sys
a, b = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
a.send(b"longer than that")
a.send(b"short")
os.set_inheritable(b.fileno(), True)
os.execv(sys.argv[1], [*sys.argv[1:], str(b.fileno())])`;
      const child = spawn('python3', ['-c', script, process.execPath, '--no-warnings', CHILD, system], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      let told = '';
      child.stdout.on('data', chunk => {
        told += chunk;
      });
      await once(child, 'close');
      expect(JSON.parse(told)).to.deep.equal([
        Filetype.SOCKET_DGRAM,
        [6, 'longer', Roflag.RECV_DATA_TRUNCATED],
        [5, 'short', 0],
        -Errno.EAGAIN,
      ]);
    });

    it('of messages report where each comes from, even into a short buffer', () => {
      const home = network({ allow: ['127.0.0.1'], system });
      const opened = (): NetworkSocket => {
        const socket = home.open(4, Filetype.SOCKET_DGRAM);
        if (typeof socket === 'number') throw new Error(`errno ${-socket}`);
        expect(socket.bind({ bytes: Uint8Array.of(127, 0, 0, 1), port: 0 })).to.equal(0);
        return socket;
      };
      const [sending, receiving] = [opened(), opened()];
      const [sender, receiver] = [sending.localAddress(), receiving.localAddress()] as NetworkAddress[];
      /** What comes next. */
      const next = (length: number, riflags = 0) => {
        for (let rounds = 0; receiving.readable() === NOT_READY && rounds < 1000; rounds++)
          waiting.wait(10e6, [{ source: receiving, event: 'read' }]);
        const [into, flags, from] = [room(length), { value: 0 }, { value: undefined as NetworkAddress | undefined }];
        const got = receiving.receiveFrom(into, riflags, flags, from);
        return [got, contents(into).join('').slice(0, got), flags.value, from.value];
      };
      for (const text of ['longer than that', '', 'cut off', 'last'])
        expect(sending.sendTo(vectors(text), receiver as NetworkAddress)).to.equal(text.length);
      const first = [6, 'longer', Roflag.RECV_DATA_TRUNCATED, sender];
      expect(next(6, Riflag.RECV_PEEK)).to.deep.equal(first);
      expect(next(6)).to.deep.equal(first);
      expect(next(6)).to.deep.equal([0, '', 0, sender]);
      expect(next(0)).to.deep.equal([0, '', Roflag.RECV_DATA_TRUNCATED, sender]);
      const roflags = { value: 0 };
      expect([receiving.receive(room(2), 0, roflags), roflags.value]).to.deep.equal([2, Roflag.RECV_DATA_TRUNCATED]);
      const from = { value: sender };
      expect(receiving.receiveFrom(room(6), 0, { value: 0 }, from)).to.equal(-Errno.EAGAIN);
      expect(from.value).to.equal(sender);
      for (const socket of [sending, receiving]) socket.close();
    });

    it('have the attributes that the kernel reports', async () => {
      const listener = await listen({ host: '127.0.0.1', port: 0 }, { system });
      const into = blankFilestat();
      expect(listener.stat(into)).to.equal(0);
      expect(into.inode).to.equal(fstatSync(listener.fd, { bigint: true }).ino);
      listener.close();
    });

    it('send a large write in several calls', async () => {
      const listener = await listen({ host: '127.0.0.1', port: 0 }, { system });
      const client = await connect(listener.address as SocketAddress, { system });
      expect(client.send(vectors(...Array.from({ length: 2000 }, () => 'x')))).to.equal(1024);
      client.close();
      listener.close();
    });
  });
}

const CHILD = join(import.meta.dirname, 'datagram-child.js');
