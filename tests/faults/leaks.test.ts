import { expect } from 'chai';
import { runInWorker } from 'hostcall/node';
import { captureOutput, textInput } from '../../adapters/memory/index.js';
import { nodePorts } from '../../adapters/node/index.js';
import { createRuntime } from '../../application/assembly/index.js';
import { buildGuest } from '../adapters/node/worker-guests.js';
import { ProxyGuest } from '../application/abi/proxy-guest.js';
import { at, type Fixture, open, openFixture, READING, ROOT } from '../application/hostcalls/fixture.js';
import { hostFileSystems } from '../guests/host-file-systems.js';
import { needing, systemFile } from '../needs.js';
import { held, memoryGrowth, noMoreThan, withoutWorkers } from './held.js';

const OPERATIONS = 10_000;
/** What collecting garbage leaves undecided: half of what an object a call would take. */
const NOISE = 40 * OPERATIONS;

needing(systemFile('/proc/self/task')).describe('What is left of 10,000 operations', () => {
  for (const { name: reach, create } of hostFileSystems) {
    it(`includes no descriptor, no thread and no memory, on ${reach}`, async () => {
      const fixture: Fixture = await openFixture({}, { fileSystem: create() });
      const { proxy } = fixture;
      const round = (count: number) => {
        for (let i = 0; i < count; i += 10) {
          const fd = open(proxy, `new${i % 7}`, { oflags: 1 });
          proxy.ok('fd_write', fd, ...proxy.iovecs(at.iovecs, [at.buffer, 8]), at.result);
          proxy.ok('fd_seek', fd, 0n, 0, at.result);
          proxy.ok('fd_close', fd);
          proxy.call('path_open', ROOT, 1, ...proxy.text(at.path, 'none/x'), 0, READING, 0n, 0, at.result);
          proxy.ok('path_filestat_get', ROOT, 1, ...proxy.text(at.path, 'dirlink/inner.txt'), at.result);
          proxy.ok('path_rename', ROOT, ...proxy.text(at.path, `new${i % 7}`), ROOT, ...proxy.text(at.path2, 'moved'));
          proxy.ok('path_unlink_file', ROOT, ...proxy.text(at.path, 'moved'));
          const dir = open(proxy, 'dir', { base: READING });
          proxy.ok('fd_readdir', dir, at.in, 2000, 0n, at.result);
          proxy.ok('fd_close', dir);
        }
        proxy.lines.length = 0;
      };
      try {
        round(OPERATIONS / 2);
        const before = held();
        expect(
          memoryGrowth(NOISE, () => round(OPERATIONS)),
          'bytes',
        ).to.be.lessThan(NOISE);
        await noMoreThan(before);
      } finally {
        fixture.dispose();
      }
    });
  }

  it('is nothing of guests that exited or were closed', async () => {
    const runtime = createRuntime(nodePorts());
    const one = async (exits: boolean) => {
      const guest = await ProxyGuest.open(runtime, {
        stdin: textInput('x'),
        stdout: captureOutput(),
        preopens: { '/': '/' },
      });
      if (exits) expect(() => guest.call('proc_exit', 0)).to.throw();
      guest.close();
    };
    for (let i = 0; i < 20; i++) await one(i % 2 === 0);
    const before = held();
    for (let i = 0; i < 100; i++) await one(i % 2 === 0);
    await noMoreThan(before);
  });

  it('is nothing of programs stopped with their workers, whatever they did', async () => {
    const setup = new URL('../adapters/node/worker-setup.js', import.meta.url);
    // Each writes first: Node itself leaves files open when a worker that loads its modules is ended.
    const ended = async (name: 'greet' | 'copy' | 'write') => {
      const run = runInWorker(setup, await buildGuest(name), { stderr: 'ignore', grace: 0 });
      run.stdout.once('data', () => run.stop());
      expect(await run.outcome).to.include({ kind: 'stopped' });
    };
    const round = async () => {
      await Promise.all([ended('greet'), ended('copy'), ended('write')]);
      await withoutWorkers();
    };
    await round();
    const before = held();
    for (let i = 0; i < 5; i++) await round();
    await noMoreThan(before);
  });
});
