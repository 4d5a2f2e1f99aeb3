import { expect } from 'chai';
import { needsThread } from '../../../../adapters/cli/signals/needs-thread.js';
import { type Need, needing } from '../../../needs.js';
import { hostcall, Scratch } from '../command-line.js';

/** A test cannot forbid what it has been forbidden itself. */
const FREEDOM: Need = { what: 'a Node that is not restricted', met: process.permission === undefined };

/** Writes a byte, and calls itself. */
const RECURSIVE = `(module
  (import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
  (memory (export "memory") 1)
  (data (i32.const 64) ".")
  (func (export "_start")
    (i32.store (i32.const 0) (i32.const 64))
    (i32.store (i32.const 4) (i32.const 1))
    (call $deeper (i32.const 0)))
  (func $deeper (param $depth i32)
    (if (i32.eqz (i32.rem_u (local.get $depth) (i32.const 16)))
      (then (drop (call $write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 8)))))
    (call $deeper (i32.add (local.get $depth) (i32.const 1)))))`;

describe('The thread of a command', () => {
  let scratch: Scratch;
  before(() => {
    scratch = new Scratch();
  });
  after(() => scratch.remove());

  it('is for commands that have something to do when a signal ends them', () => {
    for (const words of [
      'trace x.wasm',
      'record x.wasm',
      '--debug replay x.hcr',
      'run --overlay . x',
      'run --overlay=. x',
    ])
      expect(needsThread(words.split(' ')), words).to.equal(true);
    for (const words of ['run x.wasm', 'check x.wasm', 'explain trace', 'diff a b', '--version', 'run --dir . x'])
      expect(needsThread(words.split(' ')), words).to.equal(false);
    expect(needsThread([])).to.equal(false);
  });

  it('gives a program as much stack as the main thread', async () => {
    const program = await scratch.module('recursive.wasm', RECURSIVE);
    const [main, thread] = [['run'], ['trace', '-c']].map(words => hostcall([...words, program]));
    expect([main?.status, thread?.status]).to.deep.equal([134, 134]);
    const [least, most] = [main?.stdout.length ?? 0, thread?.stdout.length ?? 0].sort((a, b) => a - b);
    expect(least).to.be.greaterThan(100);
    expect((most ?? 0) / (least ?? 0)).to.be.lessThan(1.25);
  });

  needing(FREEDOM).it('is omitted where threads are forbidden', async () => {
    const flag = Number(process.versions.node.split('.')[0]) < 24 ? '--experimental-permission' : '--permission';
    const program = await scratch.module(
      'empty.wasm',
      '(module (memory (export "memory") 1) (func (export "_start")))',
    );
    const { status, stderr } = hostcall(['trace', program], {
      env: { ...process.env, NODE_OPTIONS: `${flag} --allow-fs-read=* --no-warnings` },
    });
    expect([status, stderr]).to.deep.equal([0, '+++ exited with 0 +++\n']);
  });
});
