import { join } from 'node:path';
import { expect } from 'chai';
import { errorLine, hostcall, Scratch, trapLines } from '../command-line.js';
import { DEMANDING, LIBRARY } from '../programs.js';

/** Calls a function that nothing provides, and exits with its result. */
const NEEDY = `(module
  (import "wasi_snapshot_preview1" "sock_open" (func $open (param i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
  (import "env" "unused" (func (result f64)))
  (memory (export "memory") 1)
  (func (export "_start") (call $exit (call $open (i32.const 0) (i32.const 0) (i32.const 0)))))`;

describe('a program that', () => {
  let scratch: Scratch;
  before(async () => {
    scratch = new Scratch();
    await scratch.module('library.wasm', '(module (func (export "add")) (func (export "sub")))');
    await scratch.module('reactor.wasm', LIBRARY);
    await scratch.module('needy.wasm', NEEDY);
    await scratch.module('demanding.wasm', DEMANDING);
  });
  after(() => scratch.remove());

  const said = (...args: string[]) => {
    const ended = hostcall(args, { cwd: scratch.path });
    return { status: ended.status, line: errorLine(ended) };
  };

  it('exports nothing to run is refused, with what could be called', async () => {
    const many = Array.from({ length: 12 }, (_, n) => `(func (export "f${n}"))`).join(' ');
    await scratch.module('many.wasm', `(module ${many})`);
    await scratch.module('empty.wasm', '(module)');
    for (const command of ['run', 'trace', 'record'])
      for (const [name, functions] of [
        ['library.wasm', 'add, sub'],
        ['many.wasm', 'f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, …'],
        ['empty.wasm', 'it exports none'],
      ] as const)
        expect(said(command, name)).to.deep.equal({
          status: 2,
          line: `${name} exports no _start, so there is nothing to run; call a function of it with --invoke: ${functions}`,
        });
    expect(hostcall(['run', '--invoke', 'add', 'library.wasm'], { cwd: scratch.path }).status).to.equal(0);
  });

  it('runs when it is instantiated needs no _start', async () => {
    await scratch.module(
      'starting.wasm',
      `(module (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
      (func $begin (call $exit (i32.const 4))) (start $begin))`,
    );
    expect(hostcall(['run', 'starting.wasm'], { cwd: scratch.path })).to.deep.equal({
      status: 4,
      stdout: '',
      stderr: '',
    });
  });

  it('is a reactor is initialised, with a message', () => {
    expect(said('run', 'reactor.wasm')).to.deep.equal({
      status: 0,
      line: 'reactor.wasm is a reactor, and only its _initialize has run; call a function with --invoke: ready, add, negate, half, same, swap, quit, nothing, trap',
    });
  });

  it('does not export its memory under that name is refused', async () => {
    await scratch.module(
      'memory.wasm',
      `(module (import "wasi_snapshot_preview1" "random_get" (func (param i32 i32) (result i32)))
        (memory (export "mem") 1) (func (export "_start")))`,
    );
    expect(said('run', 'memory.wasm')).to.deep.equal({
      status: 2,
      line: "memory.wasm cannot be run: 'memory' is not exported; the hostcalls it imports need a memory of that name, and its memory is called 'mem'; build it so that it exports its memory under that name",
    });
  });

  it('imports more than it calls can start with --unknown-imports', () => {
    expect(said('run', 'demanding.wasm').status).to.equal(2);
    for (const how of ['trap', 'enosys'])
      expect(hostcall(['run', '--unknown-imports', how, 'demanding.wasm'], { cwd: scratch.path })).to.deep.equal({
        status: 0,
        stdout: '',
        stderr: '',
      });
    expect(said('run', '--unknown-imports=ignore', 'demanding.wasm')).to.deep.equal({
      status: 2,
      line: "invalid --unknown-imports 'ignore'; write one of refuse, trap, enosys",
    });
  });

  it('calls a function that nothing provides traps there, or gets ENOSYS, also when it is recorded and replayed', () => {
    const recording = join(scratch.path, 'run.hcr');
    for (const command of [['run'], ['trace', '-o', 'trace.txt'], ['record', '-o', recording]]) {
      const trapped = hostcall([...command, '--unknown-imports', 'trap', 'needy.wasm'], { cwd: scratch.path });
      expect(trapped.status).to.equal(134);
      const { line, stack } = trapLines(trapped);
      expect(line).to.match(/^the guest trapped: unknown import: wasi_snapshot_preview1\.sock_open was called; /);
      expect(stack).to.have.length(1);
      if (command[0] !== 'record') continue;
      const replayed = hostcall(['replay', recording], { cwd: scratch.path });
      expect(replayed).to.include({ status: 134, stderr: trapped.stderr });
    }
    const enosys = ['--unknown-imports', 'enosys', 'needy.wasm'];
    expect(hostcall(['run', ...enosys], { cwd: scratch.path })).to.include({ status: 52, stderr: '' });
    expect(hostcall(['record', '-o', recording, ...enosys], { cwd: scratch.path }).status).to.equal(52);
    expect(hostcall(['replay', recording], { cwd: scratch.path })).to.include({ status: 52, stderr: '' });
  });
});
