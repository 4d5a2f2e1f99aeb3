import { expect } from 'chai';
import { hostcall } from '../command-line.js';
import { Chores } from './chores.js';

describe('limits of hostcall run', () => {
  let chores: Chores;
  before(async function () {
    chores = await Chores.build(this);
  });
  after(() => chores.remove());

  describe('limits', () => {
    it('--max-descriptors', () => {
      expect(chores.printed(['--mem', '/', '--max-descriptors', '4'], 'write', '/n', '')).to.equal(
        'write: No file descriptors available\n',
      );
      expect(chores.printed(['--mem', '/', '--max-descriptors', '5'], 'write', '/n', '')).to.equal('write: done\n');
    });

    it('--max-path', () => {
      expect(chores.printed(['--mem', '/', '--max-path', '5'], 'write', '/12345', '', 'write', '/123456', '')).to.equal(
        'write: done\nwrite: Filename too long\n',
      );
    });

    it('--max-iovecs and --max-subscriptions', async () => {
      const program = await chores.scratch.module(
        'limits.wasm',
        `(module
          (import "wasi_snapshot_preview1" "fd_read" (func $read (param i32 i32 i32 i32) (result i32)))
          (import "wasi_snapshot_preview1" "poll_oneoff" (func $poll (param i32 i32 i32 i32) (result i32)))
          (memory (export "memory") 1)
          (func (export "read") (param i32) (result i32)
            (call $read (i32.const 0) (i32.const 1000) (local.get 0) (i32.const 0)))
          (func (export "poll") (param i32) (result i32)
            (call $poll (i32.const 1000) (i32.const 9000) (local.get 0) (i32.const 0))))`,
      );
      const result = (name: string, argument: number) =>
        hostcall(['run', '--max-iovecs', '2', '--max-subscriptions', '3', '--invoke', name, program, String(argument)])
          .stdout;
      expect([result('read', 2), result('read', 3), result('poll', 3), result('poll', 4)]).to.deep.equal([
        '0\n',
        '28\n',
        '0\n',
        '28\n',
      ]);
    });
  });
});
