import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { expect } from 'chai';
import { bin, PATIENCE, Scratch } from '../command-line.js';

/** Makes a call, computes for some hundredths of a second, and so on for ever: it would take a minute to fill a piece of 64 KiB. */
const COMPUTING = `(module
  (import "wasi_snapshot_preview1" "sched_yield" (func $yield (result i32)))
  (memory (export "memory") 1)
  (func (export "_start") (local $left i32)
    (loop $again
      (drop (call $yield))
      (local.set $left (i32.const 20000000))
      (loop $compute
        (i32.store (i32.const 0) (i32.mul (i32.load (i32.const 0)) (i32.const 48271)))
        (br_if $compute (local.tee $left (i32.sub (local.get $left) (i32.const 1)))))
      (br $again))))`;

describe('hostcall trace -o, of a program that computes for ever and is killed', () => {
  let scratch: Scratch;
  let program: string;

  before(async () => {
    scratch = new Scratch();
    program = await scratch.module('computing.wasm', COMPUTING);
  });
  after(() => scratch.remove());

  const endings: [string, NodeJS.Signals, ...string[]][] = [
    ['calls.txt', 'SIGTERM'],
    ['calls.ndjson', 'SIGKILL'],
    // Its clock stands still while it computes.
    ['virtual.txt', 'SIGINT', '--host', 'deterministic'],
  ];
  for (const [name, signal, ...options] of endings) {
    it(`has what was called up to a second before (${name}, ${signal})`, async function () {
      this.timeout(PATIENCE);
      const file = join(scratch.path, name);
      const lines = () => (existsSync(file) ? readFileSync(file, 'utf8') : '').split('\n').slice(0, -1);
      const child = spawn(process.execPath, [bin, 'trace', '-o', file, ...options, program], { stdio: 'ignore' });
      const ended = new Promise(resolve => child.once('exit', (_, by) => resolve(by)));
      try {
        // The first call is there at once, and the next ones a second later.
        while (lines().length < 4 && child.exitCode === null) await setTimeout(20);
      } finally {
        child.kill(signal);
      }
      expect(await ended).to.equal(signal);
      const calls = lines().filter(line => line.includes('sched_yield'));
      expect(calls.length).to.be.within(2, 1000);
      if (name.endsWith('.txt'))
        expect(new Set(calls)).to.deep.equal(new Set(['sched_yield()                           = 0']));
      else for (const line of calls) expect(JSON.parse(line)).to.include({ type: 'call', name: 'sched_yield' });
    });
  }
});
