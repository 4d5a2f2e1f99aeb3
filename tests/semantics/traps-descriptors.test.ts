import { expect } from 'chai';
import { captureOutput } from '../../adapters/memory/index.js';
import { Filetype } from '../../domain/index.js';
import { alteredStream } from '../guests/altered-stream.js';
import { BUILD_TIMEOUT, buildC } from '../guests/build-c.js';
import { runOnTerminal } from '../guests/child.js';
import { ownHosts } from '../guests/hosts.js';
import { type DirectoryCounts, watchDirectory } from '../guests/watched-directory.js';
import { LINUX, needing } from '../needs.js';
import { describeScenarios } from './describe-scenarios.js';

describeScenarios('traps-descriptors', [
  { name: 'prestat' },
  { name: 'negative-numbers' },
  { name: 'reopen-stdout', stdout: 'before\n' },
  { name: 'renumber-itself' },
  { name: 'numbers' },
  { name: 'renumber-closes' },
  { name: 'preopen-replaced' },
  { name: 'like-go', restsOn: ['symlinks'] },
]);

/** A device with or without a person at it. */
const device = (terminal: boolean) => alteredStream(captureOutput(), { filetype: Filetype.CHARACTER_DEVICE, terminal });

for (const host of ownHosts) {
  describe(`traps of descriptors on ${host.name}`, () => {
    let wasm: Uint8Array;
    before(async function () {
      this.timeout(BUILD_TIMEOUT);
      wasm = await buildC('traps-descriptors');
    });

    it('only a terminal is a terminal: not a pipe, nor another device', async () => {
      const stdout = captureOutput();
      const outcome = await host.runtime.run(wasm, {
        argv0: 'terminals',
        stdin: device(true),
        stdout,
        stderr: device(false),
      });
      expect(outcome.exitCode).to.equal(0);
      expect(stdout.text).to.equal('100');
    });

    it('a stream that is replaced is closed', async () => {
      const scratch = host.createScratch();
      const closed: string[] = [];
      const stream = (name: string) => alteredStream(captureOutput(), { close: () => void closed.push(name) });
      const [stdin, stdout, stderr] = [stream('stdin'), stream('stdout'), stream('stderr')];
      try {
        const preopens = { '/': scratch.preopen };
        const instance = await host.runtime.instantiate(wasm, {
          argv0: 'reopen-stdout',
          stdin,
          stdout,
          stderr,
          preopens,
        });
        expect(instance.start()).to.equal(0);
        expect(closed).to.deep.equal(['stdout']);
        instance.close();
        expect(closed).to.have.members(['stdin', 'stdout', 'stderr']);
      } finally {
        scratch.dispose();
      }
    });

    for (const argv0 of ['renumber-closes', 'numbers', 'preopen-replaced', 'like-go']) {
      if (argv0 === 'like-go' && host.lacks?.includes('symlinks')) continue;
      it(`${argv0}: what was opened is closed, once`, async () => {
        const scratch = host.createScratch();
        try {
          const counts: DirectoryCounts = { opened: 1, closed: 0, listed: 0 };
          const preopens = { '/': watchDirectory(host.openDirectory(scratch), counts) };
          expect((await host.run(wasm, { argv0, preopens })).stderr).to.equal('');
          expect(counts.opened).to.be.above(3);
          expect(counts.closed).to.equal(counts.opened);
        } finally {
          scratch.dispose();
        }
      });
    }

    it('the longest matching name decides among preopens, nested ones too', async () => {
      const whole = host.createScratch({ x: 'whole', 'data/x': 'hidden', 'dataless/x': 'dataless' });
      const data = host.createScratch({ x: 'data', 'nested/x': 'hidden', 'other/x': 'other' });
      const nested = host.createScratch({ x: 'nested' });
      try {
        const result = await host.run(wasm, {
          argv0: 'which-preopen',
          args: ['/x', '/data/x', '/data/nested/x', '/data/other/x', '/dataless/x', 'data/../x', '/nowhere/x'],
          preopens: { '/data': data.preopen, '/': whole.preopen, '/data/nested': nested.preopen },
        });
        expect(result.stderr).to.equal('');
        expect(result.stdout.split('\n')).to.deep.equal([
          '/x: whole',
          '/data/x: data',
          '/data/nested/x: nested',
          '/data/other/x: other',
          '/dataless/x: dataless',
          'data/../x: errno 76',
          '/nowhere/x: errno 44',
          '',
        ]);
      } finally {
        for (const scratch of [whole, data, nested]) scratch.dispose();
      }
    });

    it('a preopen may be called `.`, or be a path from there', async () => {
      const here = host.createScratch({ x: 'here', 'sub/x': 'hidden' });
      const below = host.createScratch({ x: 'below' });
      try {
        const result = await host.run(wasm, {
          argv0: 'which-preopen',
          args: ['x', './x', 'sub/x'],
          preopens: { '.': here.preopen, sub: below.preopen },
        });
        expect(result.stderr).to.equal('');
        expect(result.stdout).to.equal('x: here\n./x: here\nsub/x: below\n');
      } finally {
        for (const scratch of [here, below]) scratch.dispose();
      }
    });

    it('a preopen is closed with the program, however it ends', async () => {
      const scratch = host.createScratch();
      try {
        for (const argv0 of ['prestat', 'no such scenario']) {
          const counts: DirectoryCounts = { opened: 1, closed: 0, listed: 0 };
          await host.run(wasm, { argv0, preopens: { '/': watchDirectory(host.openDirectory(scratch), counts) } });
          expect(counts.closed).to.equal(counts.opened);
        }
      } finally {
        scratch.dispose();
      }
    });
  });
}

describe('a terminal', () => {
  let wasm: Uint8Array;
  before(async function () {
    this.timeout(BUILD_TIMEOUT);
    wasm = await buildC('traps-descriptors');
  });

  needing(LINUX).it('is one to the guest on the Node adapter', async () => {
    const result = await runOnTerminal(wasm, { argv0: 'terminals' }, '');
    expect(result).to.deep.equal({ exitCode: 0, output: '111' });
  });
});
