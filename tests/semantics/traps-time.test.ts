import { expect } from 'chai';
import { createRuntime } from '../../application/index.js';
import { Clockid, type Clocks, type Timestamp } from '../../domain/index.js';
import { buildC } from '../guests/build-c.js';
import { startInChild } from '../guests/child.js';
import { ownHosts } from '../guests/hosts.js';
import { runOn } from '../guests/own-host.js';
import { describeScenarios } from './describe-scenarios.js';

describeScenarios('traps-time', [
  { name: 'poll-absolute' },
  { name: 'poll-relative' },
  { name: 'poll-far-away' },
  { name: 'poll-several' },
  { name: 'poll-errors' },
  { name: 'poll-stdin-ends', stdin: 'input' },
  { name: 'exact-times' },
  { name: 'times-now' },
  { name: 'extreme-times' },
]);

/** A wall clock that is set back by an hour some 30 ms after it is first read. */
class SteppedClocks implements Clocks {
  readonly #clocks: Clocks;
  #stepAt = Number.POSITIVE_INFINITY;

  constructor(clocks: Clocks) {
    this.#clocks = clocks;
  }

  resolution(id: number): number {
    return this.#clocks.resolution(id);
  }

  monotonic(): number {
    return this.#clocks.monotonic();
  }

  read(id: number, into: Timestamp): number {
    const result = this.#clocks.read(id, into);
    if (id !== Clockid.REALTIME) return result;
    const now = this.#clocks.monotonic();
    if (this.#stepAt === Number.POSITIVE_INFINITY) this.#stepAt = now + 30_000_000;
    if (now >= this.#stepAt) into.seconds -= 3600;
    return result;
  }
}

for (const host of ownHosts) {
  it(`a sleep on ${host.name} is as long as asked, though the wall clock is set back meanwhile`, async () => {
    const runtime = createRuntime({ ...host.ports, clocks: new SteppedClocks(host.ports.clocks) });
    const result = await runOn(runtime, await buildC('traps-time'), { argv0: 'sleep-through-step' });
    expect(result).to.deep.equal({ exitCode: 0, stdout: '', stderr: '', trapped: undefined });
  });
}

describe('waiting for stdin on the Node adapter', () => {
  it('a deadline passes while a pipe stays empty; what comes then is waited for', async () => {
    const guest = startInChild('node-adapter', await buildC('traps-time'), { argv0: 'poll-stdin-comes-late' });
    guest.stdout.once('data', () => guest.stdin.write('input'));
    // The pipe stays open: the guest does not need its end.
    const result = await guest.result;
    guest.stdin.destroy();
    expect(result).to.deep.equal({ exitCode: 0, stdout: 'now', stderr: '', trapped: undefined });
  });
});
