import { join } from 'node:path';
import { expect } from 'chai';
import fc from 'fast-check';
import { captureOutput, textInput } from '../../adapters/memory/index.js';
import { nodePorts } from '../../adapters/node/index.js';
import { createRuntime } from '../../application/assembly/index.js';
import { GuestExit } from '../../application/errors.js';
import { formatStrace } from '../../application/formats/index.js';
import type { Instance, Runtime } from '../../application/runtime/index.js';
import { describe as describeHostcall, emptyFilestat, errnoName, errnosOf } from '../../domain/index.js';
import { proxyModule } from '../application/abi/proxy-guest.js';
import { descriptorsBelow } from '../guests/host-descriptors.js';
import { hostFileSystems } from '../guests/host-file-systems.js';
import { Grounds, inodesIn } from '../security/grounds.js';
import { anyCall, type FuzzCall, rawArguments } from './calls.js';
import { links, timeless } from './worlds.js';

const MS = Number(process.env.FUZZ_MS ?? 5000);

for (const { name, create } of hostFileSystems) {
  describe(`Any hostcalls with any arguments, with ${name}`, () => {
    let grounds: Grounds;
    let runtime: Runtime;
    let module: object;
    let lines: string[];
    let formatFailure: unknown;
    let outside: ReadonlySet<bigint>;
    const opened = emptyFilestat();

    before(async () => {
      grounds = new Grounds();
      outside = new Set(inodesIn(join(grounds.base, 'outside')));
      runtime = createRuntime({ ...nodePorts(), ...timeless(), fileSystem: create() });
      module = await runtime.compile(await proxyModule());
      runtime.hostcalls$.subscribe(call => {
        try {
          lines.push(formatStrace(call));
        } catch (error) {
          formatFailure = error;
        }
      });
    });

    after(() => grounds.dispose());

    async function openGuest(): Promise<Instance> {
      grounds.build(links);
      lines = [];
      const instance = await runtime.instantiate(module, {
        args: ['x'],
        env: { A: 'b' },
        preopens: { '/': grounds.inside },
        stdin: textInput('typed'),
        stdout: captureOutput(),
        stderr: captureOutput(),
        limits: { descriptors: 60 },
      });
      instance.initialize();
      return instance;
    }

    /** Makes a call. @returns whether the guest is still alive */
    function make(instance: Instance, { name, args, patches }: FuzzCall): boolean {
      const memory = new Uint8Array((instance.exports.memory as { buffer: ArrayBuffer }).buffer);
      for (const { at, bytes } of patches) memory.set(bytes, at);
      let errno: unknown;
      try {
        errno = instance.invoke(name, ...rawArguments(args, instance));
      } catch (thrown) {
        if (thrown instanceof GuestExit && describeHostcall(name).family === 'proc') return false;
        throw thrown;
      }
      expect(errno).to.be.a('number');
      const answer = errnoName(errno as number);
      if (answer !== 'ESUCCESS' && !(errnosOf(name) as string[]).includes(answer)) {
        expect.fail(`${answer} is not in the table: ${lines.at(-1)}`);
      }
      if (formatFailure !== undefined) throw formatFailure;
      if (name === 'path_open' && errno === 0)
        expectInside(instance, new DataView(memory.buffer).getUint32((args.at(-1) as number) >>> 0, true));
      expect(lines.at(-1), 'one line in the trace').to.match(new RegExp(`^${name}\\([^\n]*$`));
      return true;
    }

    function expectInside({ descriptors }: Instance, fd: number): void {
      const resource = descriptors.peek(fd)?.resource;
      if (resource?.kind === 'file') expect(resource.stat(opened)).to.equal(0);
      else if (resource?.kind === 'directory') expect(resource.stat('.', opened)).to.equal(0);
      else expect.fail('path_open gave neither a file nor a directory');
      if (outside.has(opened.inode)) expect.fail(`something outside was opened: ${lines.at(-1)}`);
    }

    async function survive(calls: readonly FuzzCall[]): Promise<void> {
      const instance = await openGuest();
      try {
        for (const call of calls) if (!make(instance, call)) break;
      } catch (error) {
        throw new Error(`${(error as Error).message}\n${lines.slice(-30).join('\n')}`, { cause: error });
      } finally {
        instance.close();
      }
      expect(grounds.trespass, lines.join('\n')).to.equal(undefined);
      expect(descriptorsBelow(grounds.base), 'descriptors of the host').to.deep.equal([]);
    }

    it('throw nothing but an exit, return known errnos, leave nothing behind, and touch nothing outside', async () => {
      const runs = fc.asyncProperty(fc.array(anyCall, { minLength: 1, maxLength: 150 }), survive);
      await fc.assert(runs, {
        numRuns: 1_000_000,
        interruptAfterTimeLimit: MS,
        maxSkipsPerRun: 0,
        ignoreEqualValues: true,
      });
    });

    it('include every hostcall, and most succeed at times', async () => {
      const succeeded = new Set<string>();
      const subscription = runtime.hostcalls$.subscribe(call => {
        if (call.errno === 0) succeeded.add(call.name);
      });
      const calls = fc.sample(fc.array(anyCall, { minLength: 150, maxLength: 150 }), { numRuns: 120, seed: 7 });
      for (const sequence of calls) await survive(sequence);
      subscription.unsubscribe();
      const path = [...succeeded].filter(name => name.startsWith('path_'));
      expect(path, 'calls with paths that succeeded').to.have.length(10);
      expect(succeeded.size, [...succeeded].join()).to.be.greaterThan(38);
    });
  });
}
