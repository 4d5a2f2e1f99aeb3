import { expect } from 'chai';
import { BrowserClocks, browserPorts, browserWorld } from '../../../adapters/browser/index.js';
import { fixedClock, snapshot } from '../../../adapters/memory/index.js';
import { assemble, createRuntime } from '../../../application/assembly/index.js';
import { Clockid, Errno } from '../../../domain/index.js';

describe('browser: host', () => {
  it('preopens are paths of its own file system, which can be looked into', () => {
    for (const make of [
      () => {
        const host = browserWorld({ contents: { 'dir/file': 'x' } });
        return { runtime: assemble(host.module), host };
      },
      () => {
        const host = browserPorts({ contents: { 'dir/file': 'x' } });
        return { runtime: createRuntime(host), host };
      },
    ]) {
      const { runtime, host } = make();
      const guest = runtime.createImports({ preopens: { '/': '/dir' } });
      expect([...snapshot(host.fileSystem.root).keys()]).to.deep.equal(['dir', 'dir/file']);
      expect(() => runtime.createImports({ preopens: { '/': '/missing' } })).to.throw(
        /cannot open the directory "\/missing": it does not exist/,
      );
      guest.close();
    }
  });

  it('files are dated by the clock of the world, and counted against the quotas', () => {
    const world = browserWorld({ contents: { file: 'x' } });
    assemble(world.module, fixedClock(5n));
    const entry = snapshot(world.fileSystem.root).get('file');
    const modified = entry?.kind === 'file' ? Number((entry.modified ?? 0n) / 1_000_000n) : 0;
    expect(modified).to.be.within(Date.now() - 60_000, Date.now() + 60_000);
    expect(() => browserPorts({ contents: { file: 'too much' }, quotas: { bytes: 3 } })).to.throw(/file/);
  });

  it('two hosts share nothing', () => {
    const [one, other] = [browserPorts(), browserPorts()];
    for (const name of Object.keys(one) as (keyof typeof one)[]) expect(one[name]).to.not.equal(other[name]);
  });

  it('the resolution is the smallest step of the clock that is observed', () => {
    const { performance } = globalThis;
    const now = performance.now.bind(performance);
    const clocks = new BrowserClocks();
    // A clock as browsers show it: the last whole step, and now and then one is missed.
    performance.now = () => Math.floor(now() / 0.25) * 0.25;
    try {
      expect(clocks.resolution(Clockid.MONOTONIC) % 250_000).to.equal(0);
      expect(clocks.resolution(Clockid.REALTIME)).to.equal(clocks.resolution(Clockid.MONOTONIC));
    } finally {
      performance.now = now;
    }
    for (const id of [Clockid.PROCESS_CPUTIME_ID, Clockid.THREAD_CPUTIME_ID, 4]) {
      expect(clocks.resolution(id)).to.equal(-Errno.ENOTSUP);
    }
  });
});
