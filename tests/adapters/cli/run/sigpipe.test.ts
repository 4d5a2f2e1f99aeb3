import { spawnSync } from 'node:child_process';
import { expect } from 'chai';
import { bin, hostcall, PATIENCE, Scratch } from '../command-line.js';

/** Prints `y` for ever, and looks at no result: so many lines, at most, that a test ends. */
const YES = `(module
  (import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
  (memory (export "memory") 1)
  (data (i32.const 64) "y\\n")
  (func (export "_start") (local $left i32)
    (i32.store (i32.const 0) (i32.const 64))
    (i32.store (i32.const 4) (i32.const 2))
    (local.set $left (i32.const 300000))
    (loop $again
      (if (i32.eq (call $write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 8)) (i32.const 64))
        (then (i32.store (i32.const 16) (i32.const 1))))
      (br_if $again (local.tee $left (i32.sub (local.get $left) (i32.const 1)))))
    (call $exit (i32.add (i32.const 40) (i32.load (i32.const 16))))))`;

describe('A program that writes into a pipe whose reader has gone', () => {
  let scratch: Scratch;

  before(async () => {
    scratch = new Scratch();
    await scratch.module('yes.wasm', YES);
  });
  after(() => scratch.remove());

  /** Runs hostcall before `head -1`: what that prints, what stands on stderr, and hostcall's own status. */
  const piped = (...words: string[]) => {
    const command = [process.execPath, bin, ...words].map(word => `'${word}'`).join(' ');
    const { stdout, stderr, error } = spawnSync('sh', ['-c', `(${command}; echo "status $?" >&2) | head -1`], {
      cwd: scratch.path,
      encoding: 'utf8',
      timeout: PATIENCE,
    });
    if (error !== undefined) throw error;
    const [, before, status] = /^(.*)status (\d+)\n$/s.exec(stderr) ?? [];
    return { stdout, stderr: before, status: Number(status) };
  };

  it('ends quietly, with the status of SIGPIPE', () => {
    expect(piped('run', 'yes.wasm')).to.deep.equal({ stdout: 'y\n', stderr: '', status: 141 });
    expect(piped('run', '--sigpipe', 'terminate', 'yes.wasm')).to.include({ status: 141 });
    expect(piped('run', '--invoke', '_start', 'yes.wasm')).to.deep.equal({ stdout: 'y\n', stderr: '', status: 141 });
  });

  it('gets EPIPE and continues with --sigpipe ignore', () => {
    expect(piped('run', '--sigpipe=ignore', 'yes.wasm')).to.deep.equal({ stdout: 'y\n', stderr: '', status: 41 });
  });

  it('is not ended by an error that is injected', () => {
    const ended = hostcall(['trace', '-c', '-e', 'fault=fd_write:error=EPIPE', 'yes.wasm'], { cwd: scratch.path });
    expect(ended.status).to.equal(41);
  });

  it('ends in its trace with the call that did not return, also in a recording and its replay', () => {
    const { status, stderr = '' } = piped('trace', 'yes.wasm');
    expect(status).to.equal(141);
    const rows = stderr.trimEnd().split('\n');
    expect(rows.at(-2)).to.match(/^fd_write\(1<stdout>, \[\{buf="y\\n", buf_len=2\}\], 1\) += \?$/);
    expect(rows.at(-1)).to.equal('+++ exited with 141 +++');

    expect(piped('record', '-o', 'yes.hcr', 'yes.wasm')).to.deep.equal({ stdout: 'y\n', stderr: '', status: 141 });
    const printed = hostcall(['replay', '--print', 'yes.hcr'], { cwd: scratch.path, maxBuffer: 2 ** 30 });
    expect(printed.stdout.trimEnd().split('\n').slice(-2)).to.deep.equal(rows.slice(-2));
    const replayed = hostcall(['replay', 'yes.hcr'], { cwd: scratch.path });
    expect(replayed.status).to.equal(141);
    expect(replayed.stdout).to.match(/^(y\n)+$/);
  });
});
