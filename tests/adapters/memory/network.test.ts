import { once } from 'node:events';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { expect } from 'chai';
import { captureOutput, deterministicPorts, MemoryNetwork, memoryPorts } from '../../../adapters/memory/index.js';
import { createRuntime } from '../../../application/assembly/index.js';
import { expectErrno, room, socketContract, vectors } from '../../../application/contract/index.js';
import { ConfigurationError } from '../../../application/errors.js';
import { RecordingWriter, readRecording, replay } from '../../../application/recording/index.js';
import type { Runtime } from '../../../application/runtime/index.js';
import { Errno, NOT_READY, Sdflag, type Socket } from '../../../domain/index.js';
import { describeContract } from '../../contract.js';
import { BUILD_TIMEOUT, buildC } from '../../guests/build-c.js';
import { needing, suspension } from '../../needs.js';

describeContract(
  'memory, network',
  socketContract(() => {
    const network = new MemoryNetwork();
    return {
      listener: network.listen('web'),
      connect: () => network.connect('web'),
      waiting: memoryPorts().waiting,
    };
  }),
);

/** The result of the program `chat` for so many messages. */
function chatSum(messages: number): number {
  let sum = 0;
  for (let i = 0; i < messages; i++) {
    for (let j = 0; j < 1 + (i % 32); j++) sum = (Math.imul(sum, 31) + ((i * 7 + j) & 0xff)) >>> 0;
  }
  return sum;
}

describe('memory: a network', () => {
  let wasm: Uint8Array;
  before(async function () {
    this.timeout(BUILD_TIMEOUT);
    wasm = await buildC('sockets');
  });

  async function chat(runtime: Runtime, network: MemoryNetwork, messages: number, suspend = false): Promise<unknown> {
    const stdout = captureOutput();
    const { exitCode } = await runtime.run(wasm, {
      argv0: 'chat',
      args: ['3', String(messages)],
      sockets: { web: network.connect('web') },
      stdout,
      ...(suspend && { waiting: 'suspend' as const }),
    });
    return { exitCode, stdout: stdout.text };
  }

  it('carries ten thousand messages between programs in two threads', async () => {
    const network = new MemoryNetwork();
    const { memory } = network;
    const worker = new Worker(join(import.meta.dirname, 'network-child.js'), {
      workerData: { wasm, memory, argv0: 'echo', args: ['3', '1'] },
    });
    const told = once(worker, 'message');
    expect(await chat(createRuntime(memoryPorts()), network, 10_000)).to.deep.equal({
      exitCode: 0,
      stdout: `${chatSum(10_000)}\n`,
    });
    expect(await told).to.deep.equal([{ exitCode: 0, stdout: '1 clients, 0 reset\n' }]);
    await worker.terminate();
  });

  needing(suspension()).it(
    'carries messages between suspended programs in one thread, the same each time',
    async () => {
      const lines = async () => {
        const network = new MemoryNetwork();
        const runtime = createRuntime(deterministicPorts(1, '2026-01-01'));
        const all: string[] = [];
        runtime.hostcalls$.subscribe(({ instance, name, errno }) => all.push(`${instance} ${name} ${errno}`));
        const options = { argv0: 'echo', args: ['3', '2'], stdout: captureOutput(), waiting: 'suspend' } as const;
        const server = runtime.run(wasm, { ...options, sockets: { web: network.listen('web') } });
        const clients = [chat(runtime, network, 200, true), chat(runtime, network, 100, true)];
        expect(await Promise.all(clients)).to.deep.equal([
          { exitCode: 0, stdout: `${chatSum(200)}\n` },
          { exitCode: 0, stdout: `${chatSum(100)}\n` },
        ]);
        expect(await server).to.include({ exitCode: 0 });
        expect(options.stdout.text).to.equal('2 clients, 0 reset\n');
        return all;
      };
      expect(await lines()).to.deep.equal(await lines());
    },
  );

  it('traffic is in a recording, and is replayed without a network', async () => {
    const network = new MemoryNetwork();
    const worker = new Worker(join(import.meta.dirname, 'network-child.js'), {
      workerData: { wasm, memory: network.memory, argv0: 'echo', args: ['3', '1'] },
    });
    const runtime = createRuntime(memoryPorts(), { whole: true });
    const chunks: Uint8Array[] = [];
    const header = { recorder: 'test', program: 'sockets.wasm', sha256: '0'.repeat(64), started: '2026-01-01' };
    const recording = new RecordingWriter(header, chunk => chunks.push(chunk.slice()));
    const watching = runtime.hostcalls$.subscribe(call => recording.add(call));
    expect(await chat(runtime, network, 50)).to.include({ exitCode: 0 });
    watching.unsubscribe();
    recording.end({ exitCode: 0 });
    await worker.terminate();
    const { engine } = memoryPorts();
    const replayed = await replay(readRecording(Buffer.concat(chunks)), await engine.compile(wasm), engine);
    expect(replayed).to.deep.equal({ exitCode: 0 });
  });

  it('in one thread, a wait that cannot end is EAGAIN, and what was sent before is received', async () => {
    const network = new MemoryNetwork();
    const client = network.connect('web');
    client.send(vectors('hello'));
    client.shutdown(2);
    const stdout = captureOutput();
    const options = { argv0: 'echo', args: ['3', '2'], sockets: { web: network.listen('web') }, stdout };
    const stderr = captureOutput();
    expect(await createRuntime(memoryPorts()).run(wasm, { ...options, stderr })).to.include({ exitCode: 1 });
    expect(stderr.text).to.match(/^poll: Resource temporarily unavailable/);
    const into = room(10);
    expect(client.receive(into, 0, { value: 0 })).to.equal(5);
  });

  it('keeps names apart, and connections in order', () => {
    const network = new MemoryNetwork({ connections: 3, capacity: 10 });
    const [b, a] = [network.listen('b'), network.listen('a')];
    const clients = [network.connect('a'), network.connect('b'), network.connect('a')];
    expect(() => network.connect('a')).to.throw(ConfigurationError, 'no place for another connection');
    expect([a.readable(), b.readable()]).to.deep.equal([2, 1]);
    expect((clients[2] as Socket).send(vectors('x'))).to.equal(1);
    const [first, second] = [a.accept(), a.accept()] as [Socket, Socket];
    expect([first.readable(), second.readable()]).to.deep.equal([NOT_READY, 1]);
    expect(a.accept()).to.equal(-Errno.EAGAIN);
    expect(second.send(vectors('0123456789abc'))).to.equal(12);
    for (const socket of [first, second, ...clients]) socket.close();
    for (let i = 0; i < 10; i++) {
      const [client, server] = [network.connect('a'), a.accept() as Socket];
      expect(client.receive(room(1), 0, { value: 0 })).to.equal(-Errno.EAGAIN);
      client.close();
      client.close();
      server.close();
      // It is closed once: its place may be another's by now.
      const next = network.connect('a');
      client.close();
      const accepted = a.accept() as Socket;
      expect(accepted.send(vectors('x'))).to.equal(1);
      expect(next.readable()).to.equal(1);
      for (const socket of [next, accepted]) socket.close();
    }
  });

  it('does not mistake data for a pending connection', () => {
    const capacity = 1024;
    const [one, two] = [1, 2].map(connections => new MemoryNetwork({ connections, capacity }).memory.byteLength);
    const record = Number(two) - Number(one) - 2 * capacity;
    const network = new MemoryNetwork({ connections: 1, capacity });
    const client = network.connect('web');
    const rings = network.memory.byteLength - 2 * capacity;
    // The record of a connection that waits to be accepted.
    client.send(vectors(new Uint8Array(network.memory).slice(rings - record, rings)));
    expect(network.listen('web').readable()).to.equal(1);
  });

  it('waits while another thread holds its lock', () => {
    const network = new MemoryNetwork();
    const { compareExchange } = Atomics;
    let attempts = 0;
    // Another thread takes the lock just before the first attempt, and gives it back before the third.
    Atomics.compareExchange = ((words: Int32Array, index: number, expected: number, value: number) => {
      attempts++;
      if (attempts === 1) Atomics.store(words, index, value);
      if (attempts === 3) Atomics.store(words, index, expected);
      return compareExchange(words, index, expected, value);
    }) as typeof compareExchange;
    try {
      network.connect('web');
    } finally {
      Atomics.compareExchange = compareExchange;
    }
    expect(attempts).to.equal(3);
    expect(network.listen('web').readable()).to.equal(1);
  });

  it('holds a limited amount, and hangs up when it is closed, not when it is full', () => {
    const network = new MemoryNetwork({ capacity: 4 });
    const [client, web] = [network.connect('web'), network.listen('web')];
    expect(client.send(vectors('abcdef'))).to.equal(4);
    expectErrno(client.send(vectors('g')), -Errno.EAGAIN);
    expect(client.send(vectors())).to.equal(0);
    expect([client.writable(), client.hungUp?.()]).to.deep.equal([false, false]);
    // Data sent before the client was closed can be accepted and received.
    client.close();
    const server = web.accept() as Socket;
    expect([server.readable(), server.hungUp?.()]).to.deep.equal([4, true]);
    expect(server.receive(room(4), 0, { value: 0 })).to.equal(4);
    expect(server.receive(room(4), 0, { value: 0 })).to.equal(0);
    expectErrno(server.send(vectors('x')), -Errno.EPIPE);
    expect([server.writable(), server.hungUp?.()]).to.deep.equal([true, true]);
  });

  it('has a place for another connection when both ends of one are closed', () => {
    const network = new MemoryNetwork({ connections: 1 });
    const web = network.listen('web');
    for (let round = 0; round < 3; round++) {
      const [client, server] = [network.connect('web'), web.accept() as Socket];
      client.send(vectors('x'));
      client.close();
      expect(() => network.connect('web')).to.throw(ConfigurationError, 'no place for another connection');
      expect(server.receive(room(1), 0, { value: 0 })).to.equal(1);
      server.close();
    }
  });

  it('receives nothing after a shutdown, and nothing into an empty buffer', () => {
    const network = new MemoryNetwork();
    const [client, server] = [network.connect('web'), network.listen('web').accept() as Socket];
    expect(client.receive(room(), 0, { value: 0 })).to.equal(0);
    expectErrno(client.receive(room(1), 0, { value: 0 }), -Errno.EAGAIN);
    server.send(vectors('x'));
    expect(client.shutdown(Sdflag.RD)).to.equal(0);
    expect(client.receive(room(1), 0, { value: 0 })).to.equal(0);
    expectErrno(server.send(vectors('x')), -Errno.EPIPE);
    expect(client.send(vectors('x'))).to.equal(1);
  });

  it('has a memory that threads share', () => {
    expect(new MemoryNetwork().memory).to.be.instanceOf(SharedArrayBuffer);
  });

  it('refuses other memories and names', () => {
    expect(() => new MemoryNetwork(new SharedArrayBuffer(64))).to.throw(ConfigurationError, 'not that of a network');
    for (const size of [0, 8, 32])
      expect(() => new MemoryNetwork(new ArrayBuffer(size))).to.throw(ConfigurationError, 'not that of a network');
    expect(() => new MemoryNetwork({ capacity: 0 })).to.throw(
      ConfigurationError,
      'option "capacity" of a network is 0',
    );
    const network = new MemoryNetwork();
    expect(() => network.listen('')).to.throw(ConfigurationError, 'has 0 bytes');
    for (const bytes of [209, 300])
      expect(() => network.connect('x'.repeat(bytes))).to.throw(ConfigurationError, `has ${bytes} bytes`);
    expect(network.connect('x'.repeat(208)).kind).to.equal('socket');
  });
});
