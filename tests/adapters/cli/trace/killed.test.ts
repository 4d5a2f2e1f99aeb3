import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { expect } from 'chai';
import { bin, PATIENCE, Scratch } from '../command-line.js';
import { COMPUTING } from '../programs.js';

describe('hostcall trace -o, of a program that computes for ever and is killed by SIGKILL', () => {
  let scratch: Scratch;
  let program: string;

  before(async () => {
    scratch = new Scratch();
    program = await scratch.module('computing.wasm', COMPUTING);
  });
  after(() => scratch.remove());

  const endings: [string, ...string[]][] = [
    ['calls.txt'],
    ['calls.ndjson'],
    // Its clock stands still while it computes.
    ['virtual.txt', '--host', 'deterministic'],
  ];
  for (const [name, ...options] of endings) {
    it(`has all calls up to a second before (${name})`, async function () {
      this.timeout(PATIENCE);
      const file = join(scratch.path, name);
      const lines = () => (existsSync(file) ? readFileSync(file, 'utf8') : '').split('\n').slice(0, -1);
      const child = spawn(process.execPath, [bin, 'trace', '-o', file, ...options, program], { stdio: 'ignore' });
      const ended = new Promise(resolve => child.once('exit', (_, by) => resolve(by)));
      try {
        // The first call is there at once, and the next ones a second later.
        while (lines().length < 4 && child.exitCode === null) await setTimeout(20);
      } finally {
        child.kill('SIGKILL');
      }
      expect(await ended).to.equal('SIGKILL');
      const calls = lines().filter(line => line.includes('sched_yield'));
      expect(calls.length).to.be.within(2, 1500);
      if (name.endsWith('.txt'))
        expect(new Set(calls)).to.deep.equal(new Set(['sched_yield()                           = 0']));
      else for (const line of calls) expect(JSON.parse(line)).to.include({ type: 'call', name: 'sched_yield' });
    });
  }
});
