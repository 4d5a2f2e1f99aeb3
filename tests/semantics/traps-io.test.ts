import { expect } from 'chai';
import { captureOutput, textInput } from '../../adapters/memory/index.js';
import { BUILD_TIMEOUT, buildC } from '../guests/build-c.js';
import { LOOKS_INTO_PIPES, startInChild } from '../guests/child.js';
import { ownHosts } from '../guests/hosts.js';
import { describeScenarios } from './describe-scenarios.js';

const long = 'line of input\n'.repeat(20000);

describeScenarios('traps-io', [
  { name: 'empty-buffers', stdout: 'out' },
  { name: 'overlapping-buffers' },
  { name: 'appending' },
  { name: 'offsets-out-of-range' },
  { name: 'read-to-end', title: 'read-to-end, at once', args: ['100'], stdout: '0' },
  { name: 'read-to-end', title: 'read-to-end, 7 by 7', args: ['7'], stdin: long, stdout: `${long.length}` },
  { name: 'read-to-end', title: 'read-to-end, 30000 by 30000', args: ['30000'], stdin: long, stdout: `${long.length}` },
  { name: 'stdio-kinds' },
]);

for (const host of ownHosts) {
  describe(`traps of stdio on ${host.name}`, () => {
    let wasm: Uint8Array;
    before(async function () {
      this.timeout(BUILD_TIMEOUT);
      wasm = await buildC('traps-io');
    });

    for (const [argv0, taken, output] of [
      ['read-nothing', 0, 'done'],
      ['read-three', 3, 'inp'],
    ] as const) {
      it(`${argv0}: no more of stdin is read than the guest requests`, async () => {
        const stdin = textInput('input');
        const stdout = captureOutput();
        expect((await host.runtime.run(wasm, { argv0, stdin, stdout })).exitCode).to.equal(0);
        expect('input'.length - stdin.readable()).to.equal(taken);
        expect(stdout.text).to.equal(output);
      });
    }
  });
}

describe('traps of stdio on the Node adapter, in a process of its own', () => {
  let wasm: Uint8Array;
  let descriptors: Uint8Array;
  before(async function () {
    this.timeout(BUILD_TIMEOUT);
    wasm = await buildC('traps-io');
    descriptors = await buildC('traps-descriptors');
  });

  it('the end of stdin is 0 bytes, again and again', async () => {
    for (const stdin of ['', 'x', long]) {
      const result = await startInChild('node-adapter', wasm, { argv0: 'read-to-end', args: ['1000'], stdin }).result;
      expect(result).to.deep.equal({ exitCode: 0, stdout: `${stdin.length}`, stderr: '', trapped: undefined });
    }
  });

  const onEmpty = LOOKS_INTO_PIPES ? 'waits, or is EAGAIN if NONBLOCK was set' : 'waits, even if NONBLOCK was set';
  it(`a read of an empty pipe ${onEmpty}`, async () => {
    const argv0 = LOOKS_INTO_PIPES ? 'nonblocking-stdin' : 'nonblocking-stdin-missing';
    const guest = startInChild('node-adapter', wasm, { argv0 });
    guest.stdout.once('data', () => guest.stdin.end('input'));
    expect(await guest.result).to.deep.equal({ exitCode: 0, stdout: 'now', stderr: '', trapped: undefined });
  });

  it('a write to a stdout without a reader is EPIPE, and the host lives on', async () => {
    const guest = startInChild('node-adapter', wasm, { argv0: 'broken-pipe' });
    guest.stdout.destroy();
    await new Promise(resolve => guest.stdout.once('close', resolve));
    guest.stdin.end('closed');
    expect(await guest.result).to.deep.equal({ exitCode: 0, stdout: '', stderr: '', trapped: undefined });
  });

  it('all output is written before the exit, more than a pipe holds and without a newline', async () => {
    const guest = startInChild('node-adapter', wasm, { argv0: 'much-output', stdin: '' });
    guest.stdout.pause();
    setTimeout(() => guest.stdout.resume(), 150);
    const result = await guest.result;
    expect(result.stderr).to.equal('');
    expect(result.exitCode).to.equal(5);
    const once = Buffer.from(Array.from({ length: 300000 }, (_, i) => 97 + (i % 26))).toString();
    expect(result.stdout === `${once}${once}the end`, 'the output is whole').to.equal(true);
  });

  it('a last line without a newline is written', async () => {
    const result = await startInChild('node-adapter', wasm, { argv0: 'last-line', stdin: '' }).result;
    expect(result).to.deep.equal({ exitCode: 0, stdout: 'one\ntwo', stderr: 'three', trapped: undefined });
  });

  it('pipes are not terminals', async () => {
    const result = await startInChild('node-adapter', descriptors, { argv0: 'terminals', stdin: '' }).result;
    expect(result.stdout).to.equal('000');
  });
});
