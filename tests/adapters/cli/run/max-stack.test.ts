import { readFileSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { expect } from 'chai';
import { errorLine, hostcall, Scratch } from '../command-line.js';

/** Calls itself a million times, reads its input, prints it, and exits with 7. */
const DEEP = `(module
  (import "wasi_snapshot_preview1" "fd_read" (func $read (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
  (memory (export "memory") 1)
  (func $deep (param $left i32) (result i32)
    (if (result i32) (i32.eqz (local.get $left))
      (then (i32.const 0))
      (else (i32.add (i32.const 1) (call $deep (i32.sub (local.get $left) (i32.const 1)))))))
  (func (export "_start")
    (if (i32.ne (call $deep (i32.const 1000000)) (i32.const 1000000)) (then unreachable))
    (i32.store (i32.const 0) (i32.const 64))
    (i32.store (i32.const 4) (i32.const 100))
    (drop (call $read (i32.const 0) (i32.const 0) (i32.const 1) (i32.const 4)))
    (drop (call $write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 8)))
    (call $exit (i32.const 7))))`;

/** Calls itself without end. */
const ENDLESS = '(module (memory (export "memory") 1) (func $f (export "_start") (call $f) (call $f)))';

describe('--max-stack', () => {
  let scratch: Scratch;
  let deep: string;
  let endless: string;

  before(async () => {
    scratch = new Scratch();
    deep = await scratch.module('deep.wasm', DEEP);
    endless = await scratch.module('endless.wasm', ENDLESS);
  });
  after(() => scratch.remove());

  const run = (...words: string[]) => hostcall(words, { cwd: scratch.path, input: 'hello\n' });

  it('allows more calls than Node’s default, and a trap for lack of stack names it', () => {
    const small = run('run', deep);
    expect(small.status).to.equal(134);
    expect(small.stderr).to.match(/^hostcall: the guest trapped: call stack exhausted; .* --max-stack 64M\n/);
    expect(run('run', '--max-stack', '256M', deep)).to.deep.equal({ status: 7, stdout: 'hello\n', stderr: '' });
  });

  it('applies to every command that runs programs', () => {
    const traced = run('trace', '--max-stack=256M', deep);
    expect(traced.status).to.equal(7);
    expect(traced.stderr.split('\n').slice(-3)).to.deep.equal([
      'proc_exit(7)                            = ?',
      '+++ exited with 7 +++',
      '',
    ]);
    expect(run('record', '-o', 'deep.hcr', '--max-stack', '256M', deep).status).to.equal(7);
    expect(run('replay', 'deep.hcr').status).to.equal(125);
    expect(run('replay', '--max-stack', '256M', 'deep.hcr')).to.deep.equal({
      status: 7,
      stdout: 'hello\n',
      stderr: '',
    });
  });

  it('ends a program that recurses without end', () => {
    const ended = run('run', '--max-stack', '16M', endless);
    expect(ended.status).to.equal(134);
    expect(ended.stderr).to.match(/^hostcall: the guest trapped: call stack exhausted; /);
  });

  it('refuses an invalid size, and one out of bounds', () => {
    for (const [size, problem] of [
      ['64', '--max-stack 64 is too small; the minimum is 1M'],
      ['65G', '--max-stack 65G is too large; the maximum is 64G'],
      ['much', "invalid --max-stack 'much'; write a number of bytes, such as --max-stack 64M"],
    ] as const) {
      const ended = run('run', '--max-stack', size, deep);
      expect(ended.status).to.equal(2);
      expect(errorLine(ended)).to.equal(problem);
    }
  });

  it('corresponds to resourceLimits.stackSizeMb of a worker in the library', async () => {
    const module = new URL('../../../../api/index.js', import.meta.url).href;
    const memory = new URL('../../../../adapters/memory/index.js', import.meta.url).href;
    const code = `
      const { parentPort, workerData } = require('node:worker_threads');
      (async () => {
        const { assemble } = await import(${JSON.stringify(module)});
        const { memoryWorld } = await import(${JSON.stringify(memory)});
        const runtime = assemble(memoryWorld().module);
        parentPort.postMessage(await runtime.run(workerData).catch(error => error.message));
      })();`;
    const outcome = (stackSizeMb: number) =>
      new Promise((resolve, reject) => {
        const resourceLimits = { stackSizeMb };
        const worker = new Worker(code, { eval: true, workerData: readFileSync(deep), resourceLimits });
        worker.once('message', resolve).once('error', reject);
      });
    expect(await outcome(4)).to.equal('the guest trapped: call stack exhausted');
    expect(await outcome(256)).to.deep.equal({ exitCode: 7 });
  });
});
