import { spawnSync } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { expect } from 'chai';
import { LINUX, needing, systemInterface } from '../../../needs.js';
import { bin, PATIENCE, Scratch } from '../command-line.js';

/** Asks for a seed, and writes three times without waiting, as the runtime of Go does: it sets NONBLOCK on each standard stream. */
const WRITES = `(module
  (import "wasi_snapshot_preview1" "fd_fdstat_set_flags" (func $flags (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "random_get" (func $random (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
  (memory (export "memory") 1)
  (data (i32.const 0) "\\10\\00\\00\\00\\04\\00\\00\\00")
  (data (i32.const 16) "now\\n")
  (func $try (param i32) (if (local.get 0) (then (call $exit (local.get 0)))))
  (func (export "_start") (local i32)
    (call $try (call $random (i32.const 64) (i32.const 32)))
    (if (i64.eqz (i64.load (i32.const 64))) (then (call $exit (i32.const 99))))
    (call $try (call $flags (i32.const 1) (i32.const 4)))
    (loop $again
      (call $try (call $write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 8)))
      (br_if $again (i32.lt_u (local.tee 0 (i32.add (local.get 0) (i32.const 1))) (i32.const 3))))))`;

/** Tells at the end what has been loaded that takes long to load. */
const TELLS = `
import { readFileSync } from 'node:fs';
process.on('exit', () => {
  const koffi = readFileSync('/proc/self/maps', 'utf8').includes('koffi') ? ['koffi'] : [];
  const sockets = process.moduleLoadList.includes('NativeModule net') ? ['node:net'] : [];
  const crypto = process.moduleLoadList.includes('NativeModule crypto') ? ['node:crypto'] : [];
  console.error([...koffi, ...sockets, ...crypto].join(' and ') || 'nothing');
});
`;

describe('what `run` loads', function () {
  this.timeout(PATIENCE);
  let scratch: Scratch;
  let program: string;
  let preload: string;
  before(async () => {
    scratch = new Scratch();
    program = await scratch.module('writes.wasm', WRITES);
    preload = pathToFileURL(scratch.file('tells.mjs', TELLS)).href;
  });
  after(() => scratch.remove());

  /** Its output goes through a pipe of the shell's; what Node makes would be a socket. */
  const ran = (...options: string[]) => {
    const words = [process.execPath, '--import', preload, bin, 'run', ...options, program];
    const line = '"$0" "$@" < /dev/null | cat';
    const { stdout, stderr } = spawnSync('sh', ['-c', line, ...words], { encoding: 'utf8', timeout: PATIENCE });
    return { stdout, stderr };
  };

  needing(LINUX).it('excludes Node’s sockets, crypto and an FFI for a program that writes without waiting', () => {
    expect(ran()).to.deep.equal({ stdout: 'now\nnow\nnow\n', stderr: 'nothing\n' });
  });

  needing(LINUX, systemInterface('koffi')).it('includes an FFI for a program with a directory', () => {
    expect(ran('--dir', scratch.path).stderr).to.equal('koffi\n');
  });
});
