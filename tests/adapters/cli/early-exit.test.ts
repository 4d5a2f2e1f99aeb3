import { expect } from 'chai';
import { hostcall, Scratch } from './command-line.js';

describe('A program that exits in its start function, or in the initialisation of a reactor', () => {
  let scratch: Scratch;
  before(() => {
    scratch = new Scratch();
  });
  after(() => scratch.remove());

  it('ends with that status, whether it is run, called or traced', async () => {
    const exiting = (functions: string, code: number) => `(module
      (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
      (memory (export "memory") 1)
      (func $leave (call $exit (i32.const ${code})))
      (func (export "add") (result i32) (i32.const 4))
      ${functions})`;
    const early = await scratch.module(
      'early5.wasm',
      exiting('(start $leave) (func (export "_start") unreachable)', 5),
    );
    const reactor = await scratch.module('reactor6.wasm', exiting('(export "_initialize" (func $leave))', 6));
    for (const how of [[early], ['--invoke', 'add', early]])
      expect(hostcall(['run', ...how])).to.deep.equal({ status: 5, stdout: '', stderr: '' });
    for (const how of [[reactor], ['--invoke', 'add', reactor]])
      expect(hostcall(['run', ...how])).to.deep.equal({ status: 6, stdout: '', stderr: '' });
    expect(hostcall(['trace', early]).stderr).to.equal(
      'proc_exit(5)                            = ?\n+++ exited with 5 +++\n',
    );
  });
});
