import { once } from 'node:events';
import { createServer } from 'node:net';
import { expect } from 'chai';
import { ffiNames } from '../../../adapters/system/index.js';
import { SharedWindowsCalls, WindowsWaiting, windowsCalls } from '../../../adapters/windows/index.js';
import { connect, listen, network, type SocketAddress, socketFromHost } from '../../../api/node.js';
import { contents, networkContract, room, socketContract, vectors } from '../../../application/contract/index.js';
import { ConfigurationError } from '../../../application/errors.js';
import { Errno, Filetype, type NetworkAddress, type Out, Roflag, Socketoption } from '../../../domain/index.js';
import { describeContract } from '../../contract.js';
import { ffi, needing, WINDOWS } from '../../needs.js';

const HOME: NetworkAddress = { bytes: Uint8Array.of(127, 0, 0, 1), port: 0 };

async function refusal(opened: Promise<unknown>): Promise<string> {
  try {
    await opened;
  } catch (error) {
    expect(error).to.be.instanceOf(ConfigurationError);
    return (error as ConfigurationError).problem;
  }
  throw new Error('it was opened');
}

needing(WINDOWS, ffi()).describe('sockets of Windows', () => {
  for (const system of ffiNames) {
    if (typeof windowsCalls(system) === 'string') continue;
    const waiting = new WindowsWaiting(new SharedWindowsCalls(system));

    for (const [kind, host] of [
      ['tcp', '127.0.0.1'],
      ['tcp of IPv6', '::1'],
    ] as const) {
      describeContract(
        `${system}, ${kind}`,
        socketContract(async () => {
          const listener = await listen({ host, port: 0 }, { system });
          const to = listener.address as SocketAddress;
          return { listener, connect: () => connect(to, { system }), waiting, dispose: () => listener.close() };
        }),
      );
    }

    describeContract(
      `${system}, network`,
      networkContract(() => ({ network: network({ allow: ['127.0.0.1'], system }), waiting })),
    );

    describe(`through ${system}`, () => {
      /** A socket of messages, bound to a port of this machine. */
      function messenger() {
        const socket = network({ system }).open(4, Filetype.SOCKET_DGRAM);
        if (typeof socket === 'number') throw new Error(`errno ${-socket}`);
        expect(socket.bind(HOME)).to.equal(0);
        return { socket, address: socket.localAddress() as NetworkAddress };
      }

      it('that cannot be opened are a problem with a remedy', async () => {
        const listener = await listen({ host: '127.0.0.1', port: 0 }, { system });
        const { port } = listener.address as { port: number };
        const free = await listen({ host: '127.0.0.1', port: 0 }, { system });
        const { port: unused } = free.address as { port: number };
        free.close();
        expect(await refusal(listen({ host: '127.0.0.1', port }, { system }))).to.equal(
          `cannot listen on 127.0.0.1:${port}: Address in use (EADDRINUSE)`,
        );
        expect(await refusal(connect({ host: '127.0.0.1', port: unused }, { system }))).to.equal(
          `cannot connect to 127.0.0.1:${unused}: Connection refused (ECONNREFUSED)`,
        );
        expect(await refusal(listen({ host: '192.0.2.1', port: 0 }, { system }))).to.equal(
          'cannot listen on 192.0.2.1:0: Address not available (EADDRNOTAVAIL)',
        );
        listener.close();
      });

      it('let no other program take their port, whatever it asks for', async () => {
        const listener = await listen({ host: '127.0.0.1', port: 0 }, { system });
        const other = network({ system }).open(4, Filetype.SOCKET_STREAM);
        if (typeof other === 'number') throw new Error(`errno ${-other}`);
        expect(other.setOption(Socketoption.REUSEADDR, Uint8Array.of(1, 0, 0, 0))).to.equal(0);
        const value = new Uint8Array(4);
        expect([other.option(Socketoption.REUSEADDR, value), value[0]]).to.deep.equal([4, 1]);
        const { port } = listener.address as { port: number };
        expect(other.bind({ ...HOME, port })).to.be.oneOf([-Errno.EADDRINUSE, -Errno.EACCES]);
        other.close();
        listener.close();
      });

      it('have options in the form of C on Linux', () => {
        const { socket } = messenger();
        socket.close();
        const stream = network({ system }).open(4, Filetype.SOCKET_STREAM);
        if (typeof stream === 'number') throw new Error(`errno ${-stream}`);
        const linger = Uint8Array.of(1, 0, 0, 0, 7, 0, 0, 0);
        expect(stream.setOption(Socketoption.LINGER, linger)).to.equal(0);
        const value = new Uint8Array(8);
        expect([stream.option(Socketoption.LINGER, value), [...value]]).to.deep.equal([8, [...linger]]);
        expect(stream.setOption(Socketoption.LINGER, linger.subarray(0, 4))).to.equal(-Errno.EINVAL);
        expect(stream.setOption(Socketoption.RCVTIMEO, linger)).to.equal(-Errno.ENOTSUP);
        stream.close();
      });

      it('of messages tell the sender, and when one was cut off', () => {
        const [one, other] = [messenger(), messenger()];
        expect(one.socket.sendTo(vectors('longer', ' than that'), other.address)).to.equal(16);
        expect(one.socket.sendTo(vectors('short'), other.address)).to.equal(5);
        const told: unknown[] = [];
        for (let i = 0; i < 2; i++) {
          for (let rounds = 0; other.socket.readable() < 0 && rounds < 1000; rounds++)
            waiting.wait(10e6, [{ source: other.socket, event: 'read' }]);
          const [into, flags] = [room(4, 2), { value: 0 }];
          const from: Out<NetworkAddress | undefined> = { value: undefined };
          const got = other.socket.receiveFrom(into, 0, flags, from);
          told.push([got, contents(into), flags.value, from.value?.port === one.address.port]);
        }
        expect(told).to.deep.equal([
          [6, ['long', 'er'], Roflag.RECV_DATA_TRUNCATED, true],
          [5, ['shor', 't_'], 0, true],
        ]);
        expect(other.socket.receive(room(4), 0, { value: 0 })).to.equal(-Errno.EAGAIN);
        for (const { socket } of [one, other]) socket.close();
      });

      it('of messages do not fail because nothing receives what was sent', () => {
        const [one, gone] = [messenger(), messenger()];
        gone.socket.close();
        expect(one.socket.sendTo(vectors('x'), gone.address)).to.equal(1);
        waiting.wait(50e6, []);
        expect(one.socket.receive(room(4), 0, { value: 0 })).to.equal(-Errno.EAGAIN);
        one.socket.close();
      });

      it('that cannot connect report it, with and without waiting', () => {
        const { socket: busy, address } = messenger();
        const client = network({ system }).open(4, Filetype.SOCKET_STREAM);
        if (typeof client === 'number') throw new Error(`errno ${-client}`);
        let errno = client.connect(address);
        for (let rounds = 0; [-Errno.EINPROGRESS, -Errno.EALREADY].includes(errno) && rounds < 1000; rounds++) {
          waiting.wait(10e6, [{ source: client, event: 'write' }]);
          errno = client.connect(address);
        }
        expect(errno).to.equal(-Errno.ECONNREFUSED);
        client.close();
        busy.close();
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
        ours.close();
        server.close();
        expect(() => socketFromHost(987_654, { system })).to.throw(ConfigurationError, 'descriptor 987654 is not');
      });

      it('at a path are opened where Windows supports them, and refused with a message elsewhere', async () => {
        const told = await refusal(connect({ path: 'C:\\no\\such.sock' }, { system }));
        expect(told).to.match(/^cannot connect to C:\\no\\such\.sock: /);
      });
    });
  }
});
