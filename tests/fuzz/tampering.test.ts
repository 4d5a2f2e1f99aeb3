import { expect } from 'chai';
import fc from 'fast-check';
import {
  deterministicPorts,
  directory,
  file,
  type MemoryPorts,
  snapshot,
  symlink,
} from '../../adapters/memory/index.js';
import { nodePorts } from '../../adapters/node/index.js';
import { createRuntime } from '../../application/assembly/index.js';
import { GuestExit } from '../../application/errors.js';
import { chaos, type Interceptors, type Tampering, tamper } from '../../application/interception/index.js';
import type { Instance } from '../../application/runtime/index.js';
import type { HostcallEvent } from '../../application/tracing/index.js';
import { describe as describeHostcall, Errno, hostcallNames } from '../../domain/index.js';
import { proxyModule } from '../application/abi/proxy-guest.js';
import { descriptorsBelow } from '../guests/host-descriptors.js';
import { createScratchDirectory } from '../guests/scratch-directory.js';
import { anyCall, type FuzzCall, rawArguments } from './calls.js';

const MS = Number(process.env.FUZZ_MS ?? 5000);
const LEAST_RUNS = 100;

const anyTampering: fc.Arbitrary<Tampering> = fc.record({
  calls: fc.subarray(
    hostcallNames.filter(name => !describeHostcall(name).noreturn),
    { minLength: 8 },
  ),
  error: fc.constantFrom('ENOSYS', 'EBADF', 'EIO', 'EFAULT', 'ENOSPC'),
  when: fc.constantFrom('1', '2', '3+', '1+2', '2..5'),
  force: fc.constant(true),
});

const contents = () => ({
  'real.txt': 'content',
  dir: directory({ 'inner.txt': 'inner', empty: {} }),
  a: { b: { 'own.txt': 'own', sub: {}, link: symlink('own.txt'), loop: symlink('loop/x') } },
  x: file('x'),
});

/** A guest in a world of its own, in memory, and the last call it made. */
class Twin {
  /** Files are small enough to be compared whole; a guest can ask for one of gigabytes. */
  readonly ports: MemoryPorts = deterministicPorts(1, 0n, { contents: contents(), quotas: { bytes: 2 ** 20 } });
  instance!: Instance;
  last: HostcallEvent | undefined;

  async open(module: Uint8Array, interceptors: readonly Interceptors[]): Promise<this> {
    const runtime = createRuntime(this.ports, { interceptors });
    runtime.hostcalls$.subscribe(call => {
      this.last = call;
    });
    this.instance = await runtime.instantiate(module, {
      preopens: { '/': this.ports.fileSystem.root },
      limits: { descriptors: 40 },
    });
    this.instance.initialize();
    return this;
  }

  get memory(): Uint8Array {
    return new Uint8Array((this.instance.exports.memory as { buffer: ArrayBuffer }).buffer);
  }

  /** Makes a call. @returns its errno; undefined if it ended the guest */
  make({ name, args, patches }: FuzzCall): number | undefined {
    for (const { at, bytes } of patches) this.memory.set(bytes, at);
    try {
      return this.instance.invoke(name, ...rawArguments(args, this.instance)) as number;
    } catch (thrown) {
      if (thrown instanceof GuestExit) return undefined;
      throw thrown;
    }
  }

  /** The guest's state, and its changes. */
  state() {
    const open = [...this.instance.descriptors].map(([fd, { label, offset, flags, rightsBase }]) =>
      [fd, label, offset, flags, rightsBase].join(),
    );
    return { open, files: snapshot(this.ports.fileSystem.root), output: this.ports.stdio.stdout.text };
  }
}

describe('Tampering with any calls of a guest', function () {
  this.timeout(MS * 4 + 240_000);
  let module: Uint8Array;

  before(async () => {
    module = await proxyModule();
  });

  /** However slow the machine is, as many runs as it takes for something to have been tampered with; then more for a while. */
  const assert = async (runs: fc.IAsyncProperty<unknown>) => {
    await fc.assert(runs, { numRuns: LEAST_RUNS, maxSkipsPerRun: 0 });
    await fc.assert(runs, { numRuns: 1_000_000, interruptAfterTimeLimit: MS, maxSkipsPerRun: 0 });
  };

  it('has the same effect as leaving out the calls that were made to fail', async () => {
    let injected = 0;
    const calls = fc.array(anyCall, { minLength: 1, maxLength: 60 });
    await assert(
      fc.asyncProperty(calls, fc.array(anyTampering, { minLength: 1, maxLength: 3 }), async (made, tamperings) => {
        const tampered = await new Twin().open(module, [tamper(...tamperings)]);
        const plain = await new Twin().open(module, []);
        for (const call of made) {
          const errno = tampered.make(call);
          if (errno === undefined) break;
          const { last } = tampered;
          if (last?.injected) injected++;
          const wasClosing = call.name === 'fd_close' && last?.injected && errno !== Errno.EBADF;
          if (!last?.injected || wasClosing) plain.make(call);
          else for (const { at, bytes } of call.patches) plain.memory.set(bytes, at);
          if (!wasClosing && !last?.injected) expect(errno).to.equal(plain.last?.errno);
          if (Buffer.compare(tampered.memory, plain.memory) !== 0) expect.fail(`other memory after ${last?.text()}`);
        }
        expect(tampered.state()).to.deep.equal(plain.state());
        tampered.instance.close();
        plain.instance.close();
      }),
    );
    expect(injected).to.be.greaterThan(100);
  });

  it('by chaos leaves the memory and the descriptors alone when a call fails, and nothing open at the end', async () => {
    const { preopen, dispose } = createScratchDirectory({ 'real.txt': 'content', 'dir/inner.txt': 'inner', x: '' });
    let struck = 0;
    const calls = fc.array(anyCall, { minLength: 1, maxLength: 60 });
    try {
      await assert(
        fc.asyncProperty(calls, fc.nat(), async (made, seed) => {
          const runtime = createRuntime(
            { ...nodePorts(), ...deterministicTime() },
            { interceptors: [chaos({ seed, rate: 0.5 })] },
          );
          let last: HostcallEvent | undefined;
          runtime.hostcalls$.subscribe(call => {
            last = call;
          });
          const twin = new Twin();
          twin.instance = await runtime.instantiate(module, {
            ...quiet(),
            preopens: { '/': preopen },
            limits: { descriptors: 40 },
          });
          twin.instance.initialize();
          for (const call of made) {
            for (const { at, bytes } of call.patches) twin.memory.set(bytes, at);
            const [memory, open] = [twin.memory.slice(), [...twin.instance.descriptors].length];
            if (twin.make({ ...call, patches: [] }) === undefined) break;
            if (!last?.injected || last.errno === 0) continue;
            struck++;
            if (Buffer.compare(memory, twin.memory) !== 0) expect.fail(`other memory after ${last.text()}`);
            const closed = last.name === 'fd_close' ? 1 : 0;
            expect([...twin.instance.descriptors].length, last.text()).to.equal(open - closed);
          }
          twin.instance.close();
          expect(descriptorsBelow(preopen), 'descriptors of the host').to.deep.equal([]);
        }),
      );
    } finally {
      dispose();
    }
    expect(struck).to.be.greaterThan(100);
  });
});

/** Time that passes only while somebody waits. */
function deterministicTime() {
  const { clocks, waiting } = deterministicPorts(1, 0n);
  return { clocks, waiting };
}

/** Streams that are not connected to anything. */
function quiet() {
  const { stdin, stdout, stderr } = deterministicPorts(1, 0n).stdio;
  return { stdin, stdout, stderr };
}
