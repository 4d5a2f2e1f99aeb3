import { expect } from 'chai';
import { errorLine, hostcall, Scratch } from '../command-line.js';
import * as programs from '../programs.js';

describe('hostcall check', () => {
  let scratch: Scratch;
  before(() => {
    scratch = new Scratch();
  });
  after(() => scratch.remove());

  const checked = async (wat: string, ...options: string[]) => {
    await scratch.module('p.wasm', wat);
    const { status, stdout, stderr } = hostcall(['check', ...options, 'p.wasm'], { cwd: scratch.path });
    expect(stderr).to.equal('');
    return { status, text: stdout.replace(/\s+/g, ' ') };
  };

  it('recognises a command', async () => {
    const { status, text } = await checked(programs.OPENING);
    expect(status).to.equal(0);
    expect(text).to.contain('p.wasm: a command: it exports _start');
    expect(text).to.contain('memory 1 page of 64 KiB, exported');
    expect(text).to.contain('imports 2 from wasi_snapshot_preview1, all known: path_open proc_exit');
    expect(text).to.contain('It can run here.');
  });

  it('recognises a reactor, and lists its functions', async () => {
    const { status, text } = await checked(programs.LIBRARY);
    expect(status).to.equal(0);
    expect(text).to.contain('a reactor: it exports _initialize');
    expect(text).to.contain('functions exported: _initialize ready add negate');
  });

  it('recognises a module that is neither', async () => {
    const { status, text } = await checked('(module (func (export "f")))');
    expect(status).to.equal(0);
    expect(text).to.contain('neither command nor reactor');
    expect(text).to.contain('memory none');
    expect(text).to.contain('imports nothing Its functions can be called here.');
    const without = await checked('(module)');
    expect(without.status).to.equal(1);
    expect(without.text).to.contain('_start not exported, nor is any other function to call It cannot run here.');
  });

  it('says why threads cannot start', async () => {
    const program = (begins: string) => `(module (import "env" "memory" (memory 1 1 shared))
      (import "wasi" "thread-spawn" (func (param i32) (result i32)))
      (func (export "_start")) (func (export "${begins}") (param i32 i32)))`;
    const { status, text } = await checked(program('begin'));
    expect(status).to.equal(1);
    expect(text).to.contain(
      'wasi_thread_start not exported, and threads begin in it: build it for wasm32-wasip1-threads It cannot run here.',
    );
    expect((await checked(program('wasi_thread_start'))).text).to.contain('It can run here.');
  });

  it('lists imports that nothing provides', async () => {
    const { status, text } = await checked(programs.DEMANDING);
    expect(status).to.equal(1);
    expect(text).to.contain('1 from env, 1 of them not usable: callback');
    expect(text).to.contain('2 from wasi_snapshot_preview1, 1 of them not usable: fd_frobnicate fd_close');
    expect(text).to.contain('env.callback a function that is not part of WASI preview1; it is for Emscripten');
    expect(text).to.contain('wasi_snapshot_preview1.fd_frobnicate no such hostcall');
    expect(text).to.contain(
      'It cannot run here as it is. With --unknown-imports trap it can start, and traps when it calls one of these; with --unknown-imports enosys it gets ENOSYS.',
    );
  });

  it('says what --unknown-imports does with them', async () => {
    const wat = `(module (import "env" "now" (func (result f64))) (import "env" "say" (func (param i32)))
      (memory (export "memory") 1) (func (export "_start")))`;
    const trap = await checked(wat, '--unknown-imports', 'trap');
    expect(trap.status).to.equal(0);
    expect(trap.text).to.contain('It can start here, and traps when it calls one of these.');
    const enosys = await checked(wat, '--unknown-imports=enosys');
    expect(enosys.status).to.equal(0);
    expect(enosys.text).to.match(/env\.now a function .*; it returns no errno, so it traps env\.say a function/);
    expect(enosys.text.match(/so it traps/g)).to.have.length(1);
    expect(enosys.text).to.contain('It can start here, and gets ENOSYS when it calls one of these.');
    expect((await checked(wat, '--unknown-imports', 'refuse')).status).to.equal(1);
    // Memories and globals cannot be made up.
    const needy = await checked(
      '(module (import "env" "f" (func)) (import "env" "g" (global i32)))',
      '--unknown-imports',
      'trap',
    );
    expect(needy.status).to.equal(1);
    expect(needy.text).to.contain('It cannot run here.');
  });

  it('recognises the socket functions of WasmEdge', async () => {
    const { status, text } = await checked(`(module
      (import "wasi_snapshot_preview1" "sock_open" (func (param i32 i32 i32) (result i32)))
      (import "wasi_snapshot_preview1" "sock_connect_v2" (func (param i32 i32 i32) (result i32)))
      (import "wasi_snapshot_preview1" "sock_accept" (func (param i32 i32) (result i32)))
      (memory (export "memory") 1) (func (export "_start")))`);
    expect(status).to.equal(1);
    for (const name of ['sock_open', 'sock_connect_v2', 'sock_accept'])
      expect(text).to.contain(
        `${name} no hostcall of WASI preview1, but a socket function of WasmEdge; --allow-net provides it`,
      );
  });

  it('takes the socket functions of WasmEdge for provided with --allow-net', async () => {
    const sockets = `(module
      (import "wasi_snapshot_preview1" "sock_open" (func (param i32 i32 i32) (result i32)))
      (memory (export "memory") 1) (func (export "_start")))`;
    const { status, text } = await checked(sockets, '--allow-net', '127.0.0.1');
    expect(status).to.equal(0);
    expect(text).to.contain('It can run here.');
  });

  it('does not take inherited properties for hostcalls', async () => {
    const { status, text } = await checked(
      '(module (import "constructor" "create" (func)) (import "__proto__" "constructor" (func)) (func (export "_start")))',
    );
    expect(status).to.equal(1);
    expect(text).to.contain('constructor.create a function that is not part of WASI preview1 __proto__.constructor');
  });

  it('offers the nearest name', async () => {
    const { text } = await checked('(module (import "wasi_unstable" "fd_raed" (func)) (func (export "_start")))');
    expect(text).to.contain('wasi_unstable.fd_raed no such hostcall; the nearest is fd_read');
  });

  it('knows that wasi_unstable lacks a call, and takes functions only', async () => {
    const { status, text } = await checked(`(module
      (import "wasi_unstable" "sock_accept" (func (param i32 i32 i32) (result i32)))
      (import "wasi_snapshot_preview1" "fd_close" (global i32))
      (memory (export "memory") 1)
      (func (export "_start")))`);
    expect(status).to.equal(1);
    expect(text).to.contain('wasi_unstable.sock_accept came only with wasi_snapshot_preview1');
    expect(text).to.contain('wasi_snapshot_preview1.fd_close a global; WASI has functions only');
  });

  it('finds a hostcall imported with another signature', async () => {
    const { status, text } = await checked(`(module
      (import "wasi_snapshot_preview1" "fd_seek" (func (param i32 i32 i32 i32) (result i32)))
      (memory (export "memory") 1)
      (func (export "_start")))`);
    expect(status).to.equal(1);
    expect(text.replaceAll('\u00a0', ' ')).to.contain(
      'wasi_snapshot_preview1.fd_seek wrong signature: imported as (i32, i32, i32, i32) -> i32, but it is (i32, i64, i32, i32) -> i32',
    );
  });

  it('misses a memory where a hostcall has pointers', async () => {
    const reading =
      '(module (import "wasi_snapshot_preview1" "fd_read" (func (param i32 i32 i32 i32) (result i32))) (func (export "_start")))';
    const { status, text } = await checked(reading);
    expect(status).to.equal(1);
    expect(text).to.contain('memory not exported; the hostcalls it imports need a memory of that name');
    const named = await checked(reading.replace('(func (export', '(memory (export "mem") 1) (func (export'));
    expect(named.text).to.contain("a memory of that name, and its memory is called 'mem'");
    const closing =
      '(module (import "wasi_snapshot_preview1" "fd_close" (func (param i32) (result i32))) (func (export "_start")))';
    expect((await checked(closing)).status).to.equal(0);
  });

  it('refuses a program that is both command and reactor', async () => {
    const { status, text } = await checked('(module (func (export "_start")) (func (export "_initialize")))');
    expect(status).to.equal(1);
    expect(text).to.contain('_start exported along with _initialize');
  });

  it('runs nothing of the program', async () => {
    const { status } = await checked('(module (func $now unreachable) (func (export "_start")) (start $now))');
    expect(status).to.equal(0);
  });

  it('refuses a file that is not a module, with status 2', () => {
    scratch.file('component.wasm', Uint8Array.of(0, 0x61, 0x73, 0x6d, 0x0d, 0, 1, 0));
    const component = hostcall(['check', 'component.wasm'], { cwd: scratch.path });
    expect(component.status).to.equal(2);
    expect(errorLine(component)).to.match(/^component.wasm is a component \(WASI 0.2 or later\)/);
    scratch.file('broken.wasm', Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 1, 5, 1));
    const broken = hostcall(['check', 'broken.wasm'], { cwd: scratch.path });
    expect(broken.status).to.equal(2);
    expect(errorLine(broken)).to.match(/^broken.wasm is not valid WebAssembly: /);
  });
});
