import { once } from 'node:events';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { expect } from 'chai';
import { captureOutput, deterministicPorts, MemoryNetwork, memoryPorts } from '../../../adapters/memory/index.js';
import { createRuntime } from '../../../application/assembly/index.js';
import { networkContract, room, vectors } from '../../../application/contract/index.js';
import { Errno, Filetype, type Network, type NetworkSocket, NOT_READY, Socketoption } from '../../../domain/index.js';
import { describeContract } from '../../contract.js';
import { BUILD_TIMEOUT, buildC } from '../../guests/build-c.js';
import { SOCKET_TIMEOUTS } from '../../guests/socket-timeouts.js';
import { needing, suspension } from '../../needs.js';

const home = (port: number) => ({ bytes: Uint8Array.of(127, 0, 0, 1), port });
const any = (port: number) => ({ bytes: new Uint8Array(4), port });
const elsewhere = (port: number) => ({ bytes: Uint8Array.of(10, 0, 0, 7), port });

function opened(network: Network, family: 4 | 6 = 4): NetworkSocket {
  const socket = network.open(family, Filetype.SOCKET_STREAM);
  if (typeof socket === 'number') throw new Error(`errno ${-socket}`);
  return socket;
}

describeContract(
  'memory, network by address',
  networkContract(() => ({ network: new MemoryNetwork().byAddress(), waiting: memoryPorts().waiting })),
);

describe('a network in memory, by address', () => {
  for (const version of ['first', 'second'] as const) {
    it(`connects programs in two threads that open sockets as in WasmEdge's ${version} version`, async function () {
      this.timeout(BUILD_TIMEOUT);
      const wasm = await buildC('network', version === 'second' ? ['-DSECOND'] : []);
      const network = new MemoryNetwork();
      const worker = new Worker(join(import.meta.dirname, 'addressed-network-child.js'), {
        workerData: { wasm, memory: network.memory, args: ['server', '7000'] },
      });
      const told = once(worker, 'message');
      const stdout = captureOutput();
      const options = { args: ['client', '7000'], network: network.byAddress(), stdout };
      expect(await createRuntime(memoryPorts()).run(wasm, options)).to.include({ exitCode: 0 });
      const family = version === 'first' ? 'type 4' : 'family 1';
      expect(stdout.text).to.equal(`peer ${family} 127.0.0.1 port 7000\nping\n`);
      expect(await told).to.deep.equal([
        { exitCode: 0, stdout: `local ${family} 127.0.0.1 port 7000\npeer ${family} 127.0.0.1 port 0\n` },
      ]);
      await worker.terminate();
    });
  }

  async function printed(args: string[], network: Network, version: string, waiting?: 'suspend'): Promise<string> {
    const wasm = await buildC('network', version === 'second' ? ['-DSECOND'] : []);
    const stdout = captureOutput();
    const options = { args, network, stdout, ...(waiting && { waiting }) };
    expect(await createRuntime(deterministicPorts(1, '2026-01-01T00:00:00Z')).run(wasm, options)).to.include({
      exitCode: 0,
    });
    return stdout.text;
  }

  for (const version of ['first', 'second'] as const) {
    it(`ends a wait after the time of SO_RCVTIMEO and SO_SNDTIMEO, in WasmEdge's ${version} version`, async function () {
      this.timeout(BUILD_TIMEOUT);
      const network = new MemoryNetwork().byAddress();
      expect(await printed(['timeouts', '7000'], network, version)).to.equal(SOCKET_TIMEOUTS);
    });
  }

  needing(suspension()).it(
    'does so for a suspended program; a wait for all data then returns what has arrived',
    async () => {
      const network = new MemoryNetwork().byAddress();
      expect(await printed(['timeouts', '7000'], network, 'first', 'suspend')).to.equal(
        SOCKET_TIMEOUTS.replaceAll('2 ok in time', '2 ok too early'),
      );
    },
  );

  /** A network in which nothing answers. */
  function silent(): Network {
    const network = new MemoryNetwork().byAddress();
    const open = network.open.bind(network);
    network.open = (family, filetype) =>
      Object.assign(open(family, filetype), { connect: () => -Errno.EINPROGRESS, writable: () => false });
    return network;
  }

  const IN_VAIN = 'connect: 0 Operation in progress in time\n';

  it('leaves a connection that is not made in time as it is', async function () {
    this.timeout(BUILD_TIMEOUT);
    expect(await printed(['in-vain', '7000'], silent(), 'first')).to.equal(IN_VAIN);
  });

  needing(suspension()).it('does so for a suspended program', async () => {
    expect(await printed(['in-vain', '7000'], silent(), 'first', 'suspend')).to.equal(IN_VAIN);
  });

  it('reports what a socket is bound to and connected to', () => {
    const network = new MemoryNetwork().byAddress();
    const [server, client] = [opened(network), opened(network)];
    expect(server.localAddress()).to.deep.equal(any(0));
    expect(server.peerAddress()).to.equal(-Errno.ENOTCONN);
    expect(server.bind(any(0))).to.equal(0);
    expect(server.listen(1)).to.equal(0);
    const local = server.localAddress();
    const port = typeof local === 'number' ? 0 : local.port;
    expect(port).to.be.at.least(49_152);
    expect(client.connect(home(port))).to.equal(0);
    expect(client.peerAddress()).to.deep.equal(home(port));
    expect(client.connect(home(port))).to.equal(-Errno.EISCONN);
    expect(server.readable()).to.equal(1);
    const accepted = server.accept();
    if (typeof accepted === 'number') throw new Error(`errno ${-accepted}`);
    expect(accepted.send(vectors('hello'))).to.equal(5);
    expect(client.receive(room(8), 0, { value: 0 })).to.equal(5);
    expect(client.readable()).to.equal(NOT_READY);
    for (const socket of [accepted, client, server]) socket.close();
  });

  it('keeps machines apart, and families', () => {
    const network = new MemoryNetwork().byAddress();
    const [here, there, client] = [opened(network), opened(network), opened(network)];
    expect([here.bind(home(80)), there.bind(elsewhere(80))]).to.deep.equal([0, 0]);
    expect([here.listen(1), there.listen(1)]).to.deep.equal([0, 0]);
    expect(client.connect({ bytes: new Uint8Array(16), port: 80 })).to.equal(-Errno.EAFNOSUPPORT);
    expect(client.connect(elsewhere(80))).to.equal(0);
    expect([here.accept(), there.readable()]).to.deep.equal([-Errno.EAGAIN, 1]);
    for (const socket of [here, there, client]) socket.close();
  });

  for (const [bytes, isHome] of [
    [[127, 0, 0, 1], true],
    [[127, 9, 8, 7], true],
    [[0, 0, 0, 0], true],
    [[0, 0, 0, 1], false],
    [[0, 127, 0, 1], false],
    [[...new Array(15).fill(0), 1], true],
    [new Array(16).fill(0), true],
    [[...new Array(15).fill(0), 2], false],
    [[...new Array(14).fill(0), 1, 0], false],
    [[127, ...new Array(15).fill(0)], false],
  ] as const)
    it(`takes ${bytes.join('.')} for ${isHome ? 'this machine' : 'another'}`, () => {
      const network = new MemoryNetwork().byAddress();
      const [server, client] = [opened(network), opened(network, bytes.length === 16 ? 6 : 4)];
      expect([server.bind(home(80)), server.listen(1)]).to.deep.equal([0, 0]);
      expect(client.connect({ bytes: Uint8Array.from(bytes), port: 80 })).to.equal(0);
      expect(server.readable()).to.equal(isHome ? 1 : NOT_READY);
    });

  it('chooses ports in turn, and begins again behind the last', () => {
    const network = new MemoryNetwork().byAddress();
    const ports = Array.from({ length: 16_385 }, () => {
      const socket = opened(network);
      socket.bind(any(0));
      return (socket.localAddress() as { readonly port: number }).port;
    });
    expect([ports[0], ports[1], ports[16_383], ports[16_384]]).to.deep.equal([49_152, 49_153, 65_535, 49_152]);
  });

  it('has the errnos of sockets that are misused', () => {
    const network = new MemoryNetwork({ connections: 1 }).byAddress();
    const [first, second] = [opened(network), opened(network)];
    expect(network.open(4, Filetype.SOCKET_DGRAM)).to.equal(-Errno.ENOTSUP);
    expect(first.accept()).to.equal(-Errno.ENOTSUP);
    expect(first.send(vectors('x'))).to.equal(-Errno.ENOTCONN);
    expect(first.shutdown(3)).to.equal(-Errno.ENOTCONN);
    expect(first.bind({ bytes: new Uint8Array(16), port: 5 })).to.equal(-Errno.EAFNOSUPPORT);
    expect([first.bind(home(5)), first.bind(home(6))]).to.deep.equal([0, -Errno.EINVAL]);
    expect(first.connect(home(7))).to.equal(0);
    expect(first.listen(1)).to.equal(-Errno.EINVAL);
    expect(second.connect(home(7))).to.equal(-Errno.ENOBUFS);
    expect(second.setOption(Socketoption.REUSEADDR, new Uint8Array(4))).to.equal(0);
    expect(second.setOption(Socketoption.BROADCAST, new Uint8Array(4))).to.equal(-Errno.ENOTSUP);
    expect(second.option(Socketoption.TYPE, new Uint8Array(3))).to.equal(-Errno.EINVAL);
    expect(second.option(Socketoption.BROADCAST, new Uint8Array(4))).to.equal(-Errno.ENOTSUP);
    expect([second.listen(1), second.listen(1)]).to.deep.equal([0, 0]);
    expect(second.connect(home(7))).to.equal(-Errno.EINVAL);
    expect(second.accept()).to.equal(-Errno.EAGAIN);
    for (const socket of [first, second]) socket.close();
  });

  it('resolves numbers and localhost', () => {
    const network = new MemoryNetwork().byAddress();
    const ask = (host: string, service = '80', family: 0 | 4 | 6 = 4, passive = false) =>
      network.resolve(host, service, { family, passive });
    expect(ask('localhost')).to.deep.equal([home(80)]);
    expect(ask('localhost', '80', 0)).to.have.lengthOf(2);
    expect(ask('10.0.0.7')).to.deep.equal([elsewhere(80)]);
    expect(ask('', '80', 4, true)).to.deep.equal([any(80)]);
    expect(ask('', '')).to.deep.equal([home(0)]);
    expect(ask('localhost', '65535')).to.deep.equal([home(65_535)]);
    expect(ask('::1', '80', 6)).to.deep.equal(ask('localhost', '80', 6));
    for (const [host, service, family] of [
      ['example.com', '80', 4],
      ['::1', '80', 4],
      ['localhost', 'http', 4],
      ['localhost', '65536', 4],
    ] as const)
      expect(ask(host, service, family)).to.equal(-Errno.ENOENT);
  });
});
