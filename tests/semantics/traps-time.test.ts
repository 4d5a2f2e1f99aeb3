import { expect } from 'chai';
import { createRuntime } from '../../application/assembly/index.js';
import { Clockid, type Clocks, type Timestamp } from '../../domain/index.js';
import { BUILD_TIMEOUT, buildC } from '../guests/build-c.js';
import { LOOKS_INTO_PIPES, runOnTerminal, startInChild } from '../guests/child.js';
import { ownHosts } from '../guests/hosts.js';
import { runOn } from '../guests/own-host.js';
import { LINUX, needing } from '../needs.js';
import { describeScenarios } from './describe-scenarios.js';

describeScenarios('traps-time', [
  { name: 'poll-absolute' },
  { name: 'poll-relative' },
  { name: 'poll-far-away' },
  { name: 'poll-several' },
  { name: 'poll-errors' },
  { name: 'poll-stdin-ends', stdin: 'input' },
  { name: 'exact-times', needs: 'nanoseconds', restsOn: ['symlinks', 'access-times'] },
  { name: 'times-now', needs: 'nanoseconds' },
  { name: 'extreme-times', needs: ['nanoseconds', 'far-times'], restsOn: ['access-times'] },
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

describe('traps of time', () => {
  let wasm: Uint8Array;
  before(async function () {
    this.timeout(BUILD_TIMEOUT);
    wasm = await buildC('traps-time');
  });

  for (const host of ownHosts) {
    it(`a sleep on ${host.name} has its full length, though the wall clock is set back meanwhile`, async () => {
      const runtime = createRuntime({ ...host.ports, clocks: new SteppedClocks(host.ports.clocks) });
      const result = await runOn(runtime, wasm, { argv0: 'sleep-through-step' });
      expect(result).to.deep.equal({ exitCode: 0, stdout: '', stderr: '', trapped: undefined });
    });
  }

  const onEmpty = LOOKS_INTO_PIPES ? 'a deadline passes while a pipe stays empty' : 'an empty pipe counts as ready';
  it(`${onEmpty} on the Node adapter; what comes then is waited for`, async () => {
    const argv0 = LOOKS_INTO_PIPES ? 'poll-stdin-comes-late' : 'poll-stdin-comes-late-missing';
    const guest = startInChild('node-adapter', wasm, { argv0 });
    guest.stdout.once('data', () => guest.stdin.write('input'));
    // The pipe stays open: the guest does not need its end.
    const result = await guest.result;
    guest.stdin.destroy();
    expect(result).to.deep.equal({ exitCode: 0, stdout: 'now', stderr: '', trapped: undefined });
  });

  needing(LINUX).it('so it is on a terminal', async () => {
    const result = await runOnTerminal(wasm, { argv0: 'poll-stdin-comes-late' }, 'input\n');
    expect(result).to.deep.equal({ exitCode: 0, output: 'nowinput\r\n' });
  });
});
