import { expect } from 'chai';
import { captureOutput, textInput } from '../../adapters/memory/index.js';
import type { Instance } from '../../application/runtime/index.js';
import { alteredStream } from '../guests/altered-stream.js';
import { BUILD_TIMEOUT, buildC } from '../guests/build-c.js';
import { ownHosts } from '../guests/hosts.js';
import { type DirectoryCounts, watchDirectory } from '../guests/watched-directory.js';
import { describeScenarios } from './describe-scenarios.js';

describeScenarios('traps-memory', [
  { name: 'fault-has-no-effect', stdin: 'input' },
  { name: 'up-to-the-end' },
  { name: 'grown-between' },
]);

for (const host of ownHosts) {
  describe(`traps of memory on ${host.name}`, () => {
    let wasm: Uint8Array;
    let shared: Uint8Array;
    before(async function () {
      this.timeout(BUILD_TIMEOUT);
      wasm = await buildC('traps-memory');
      shared = await buildC('shared', [
        '-nostdlib',
        '-matomics',
        '-mbulk-memory',
        '-Wl,--import-memory,--shared-memory,--max-memory=1048576',
      ]);
    });

    it('memory may grow during a call', async () => {
      let instance: Instance;
      const output = captureOutput();
      const stdout = alteredStream(output, {
        write(from) {
          const written = output.write(from);
          instance.invoke('grow');
          return written;
        },
      });
      const input = textInput('input');
      const stdin = alteredStream(input, {
        read(into) {
          const got = input.read(into);
          instance.invoke('grow');
          return got;
        },
      });
      const stderr = captureOutput();
      instance = await host.runtime.instantiate(wasm, {
        argv0: 'grown-during',
        stdin,
        stdout,
        stderr,
      });
      expect(instance.start(), stderr.text).to.equal(0);
      expect(stdout.text).to.equal('abcdef');
      instance.close();
    });

    it('a call that faults opens nothing', async () => {
      const scratch = host.createScratch();
      try {
        const counts: DirectoryCounts = { opened: 1, closed: 0, listed: 0 };
        const preopens = { '/': watchDirectory(host.openDirectory(scratch), counts) };
        const result = await host.run(wasm, { argv0: 'fault-has-no-effect', stdin: 'input', preopens });
        expect(result.stderr).to.equal('');
        // The preopen, the preopen again, the scratch directory, and the file twice.
        expect(counts.opened).to.equal(5);
        expect(counts.closed).to.equal(5);
      } finally {
        scratch.dispose();
      }
    });

    // It makes a link.
    if (host.lacks?.includes('symlinks')) return;
    it('memory may be shared, imported, and grown by another agent', async () => {
      const memory = new WebAssembly.Memory({ initial: 4, maximum: 16, shared: true });
      const scratch = host.createScratch();
      const stdout = captureOutput();
      const stderr = captureOutput();
      try {
        const outcome = await host.runtime.run(shared, {
          argv0: 'program',
          args: ['ärgument'],
          env: { KEY: 'välue' },
          preopens: { '/shared': scratch.preopen },
          stdout,
          stderr,
          imports: { env: { memory, grow: () => memory.grow(1) } },
        });
        expect(stderr.text).to.equal('');
        expect(outcome.exitCode).to.equal(42);
        expect(stdout.text).to.equal('shared\nshared\n');
        expect(memory.buffer.byteLength).to.equal(6 * 65536);
      } finally {
        scratch.dispose();
      }
    });
  });
}
