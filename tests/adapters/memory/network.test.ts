import { once } from 'node:events';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { expect } from 'chai';
import { captureOutput, deterministicPorts, MemoryNetwork, memoryPorts } from '../../../adapters/memory/index.js';
import { createRuntime } from '../../../application/assembly/index.js';
import { room, socketContract, vectors } from '../../../application/contract/index.js';
import { ConfigurationError } from '../../../application/errors.js';
import { RecordingWriter, readRecording, replay } from '../../../application/recording/index.js';
import type { Runtime } from '../../../application/runtime/index.js';
import { Errno, NOT_READY, type Socket } from '../../../domain/index.js';
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

/** What the program `chat` makes of so many messages. */
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
    'carries messages between programs that are suspended in one thread, always alike',
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

  it('what came over it is in a recording, and replayed without it', async () => {
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

  it('in one thread that is blocked, waiting in vain is EAGAIN, and what was sent before is received', async () => {
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
    }
  });

  it('refuses other memories and names', () => {
    expect(() => new MemoryNetwork(new SharedArrayBuffer(64))).to.throw(ConfigurationError, 'not that of a network');
    expect(() => new MemoryNetwork({ capacity: 0 })).to.throw(
      ConfigurationError,
      'option "capacity" of a network is 0',
    );
    const network = new MemoryNetwork();
    expect(() => network.listen('')).to.throw(ConfigurationError, 'has 0 bytes');
    expect(() => network.connect('x'.repeat(300))).to.throw(ConfigurationError, 'has 300 bytes');
  });
});
