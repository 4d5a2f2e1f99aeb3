import { expect } from 'chai';
import { errorLine, hostcall, Scratch, trapLines } from './command-line.js';
import * as programs from './programs.js';

const THROWING = '(tag $tag (param i32)) (func $throw (throw $tag (i32.const 5)))';
const TRAPPED = 'the guest trapped: uncaught exception; `hostcall trace` shows what it did before';

describe('how programs end', () => {
  let scratch: Scratch;
  before(() => {
    scratch = new Scratch();
  });
  after(() => scratch.remove());

  const run = (...args: string[]) => hostcall(args, { cwd: scratch.path });
  const invoked = (...args: string[]) => run('run', '--invoke', ...args);

  for (const [where, program, options] of [
    ['_start', `${THROWING} (export "_start" (func $throw))`, []],
    ['_initialize', `${THROWING} (export "_initialize" (func $throw))`, []],
    ['the start function', `${THROWING} (start $throw) (func (export "_start"))`, []],
    ['--invoke', `${THROWING} (export "f" (func $throw))`, ['--invoke', 'f']],
  ] as const) {
    it(`an exception that leaves ${where} is the program's failure: run, trace, record, replay`, async () => {
      await scratch.module('throwing.wasm', `(module (memory (export "memory") 1) ${program})`);
      const ran = run('run', ...options, 'throwing.wasm');
      expect(ran.status).to.equal(134);
      expect(errorLine(ran)).to.equal(TRAPPED);
      const traced = run('trace', ...options, 'throwing.wasm');
      expect(traced.status).to.equal(134);
      expect(traced.stderr.trimEnd().split('\n').at(-1)).to.equal('+++ trapped: uncaught exception +++');
      const recorded = run('record', '-o', 'throwing.rec', ...options, 'throwing.wasm');
      expect(recorded.status).to.equal(134);
      const replayed = run('replay', 'throwing.rec');
      expect(replayed.status).to.equal(134);
      expect(errorLine(replayed)).to.equal(TRAPPED);
    });
  }

  it('exports with names that mean something to JavaScript do not keep a program from ending', async () => {
    const names = ['then', 'toString', 'valueOf', 'toJSON', 'constructor', '__proto__', 'inspect'];
    const exports = names.map(name => `(func (export "${name}") (param i32) unreachable)`).join('');
    await scratch.module('thenable.wasm', `(module (memory (export "memory") 1) ${exports} (func (export "_start")))`);
    for (const command of [['run'], ['check'], ['trace'], ['record', '-o', 'thenable.rec']]) {
      const ended = run(...command, 'thenable.wasm');
      expect(ended.status, `${command}: ${ended.stderr}`).to.equal(0);
    }
    expect(run('replay', 'thenable.rec').status).to.equal(0);
    expect(invoked('thenable.wasm', 'then', '1').status).to.equal(2);
    expect(run('run', '--invoke', 'then', 'thenable.wasm', '1').status).to.equal(134);
  });

  it('a program that is both command and reactor is refused by every command, and so are entries that are not functions', async () => {
    await scratch.module(
      'both.wasm',
      '(module (func (export "_start")) (func (export "_initialize")) (func (export "f")))',
    );
    await scratch.module('odd.wasm', '(module (global (export "_initialize") i32 (i32.const 1)) (func (export "f")))');
    for (const [file, text] of [
      ['both.wasm', "'_start' is exported along with _initialize; a program is a command or a reactor"],
      ['odd.wasm', "'_initialize' is exported as a global, where a function belongs"],
    ] as const) {
      for (const command of [['run'], ['run', '--invoke', 'f'], ['trace'], ['record', '-o', 'refused.rec']]) {
        const ended = run(...command, file);
        expect(ended.status, `${command}`).to.equal(2);
        expect(errorLine(ended)).to.contain(`${file} cannot be run: ${text}`);
      }
      expect(run('check', file).status).to.equal(1);
    }
  });

  it('results of printable types are printed, and others are refused before the call', async () => {
    await scratch.module(
      'results.wasm',
      `(module ${'(import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))'}
        (func (export "vector") (result v128) (call $exit (i32.const 9)) (unreachable))
        (func (export "mixed") (result i32 v128) (call $exit (i32.const 9)) (unreachable))
        (func (export "zeros") (result f32 f64 i32 i64) (f32.const -0) (f64.const -0) (i32.const 0) (i64.const 0))
        (func (export "odd") (result f32 f64 f64) (f32.const nan) (f64.const nan) (f64.const -inf))
        (func (export "wide") (result i64) (i64.const -9223372036854775808))
        (func (export "none") (result externref) (ref.null extern))
        (func (export "nofunc") (result funcref) (ref.null func))
        (elem declare func $f)
        (func $f (export "func") (result funcref) (ref.func $f)))`,
    );
    for (const name of ['vector', 'mixed']) {
      const ended = invoked(name, 'results.wasm');
      expect(ended.status).to.equal(2);
      expect(errorLine(ended)).to.equal(
        `'${name}' returns a value of type v128, which cannot be printed; call a function that returns numbers`,
      );
    }
    for (const [name, stdout] of [
      ['zeros', '-0\n-0\n0\n0\n'],
      ['odd', 'NaN\nNaN\n-inf\n'],
      ['wide', '-9223372036854775808\n'],
      ['none', '<null externref>\n'],
      ['nofunc', '<null funcref>\n'],
      ['func', '<funcref>\n'],
    ] as const) {
      expect(invoked(name, 'results.wasm'), name).to.deep.equal({ status: 0, stdout, stderr: '' });
    }
  });

  it('a module with 64-bit memory is refused for that, whether the engine knows it or not', () => {
    const name = (text: string) => [text.length, ...Buffer.from(text)];
    const section = (id: number, ...content: number[]) => [id, content.length, ...content];
    const type = section(1, 1, 0x60, 1, 0x7f, 1, 0x7f);
    const imported = section(2, 1, ...name('wasi_snapshot_preview1'), ...name('fd_close'), 0, 0);
    const head = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0];
    scratch.file('wide.wasm', Uint8Array.from([...head, ...type, ...imported, ...section(5, 1, 4, 1)]));
    for (const command of ['run', 'check']) {
      const ended = run(command, 'wide.wasm');
      expect(ended.status).to.equal(2);
      expect(errorLine(ended)).to.equal(
        'wide.wasm uses 64-bit memory, and pointers of WASI preview1 have 32 bits; build it for wasm32-wasip1',
      );
    }
    // Two memories, and a page size of one byte, by proposals that few engines have.
    scratch.file('pages.wasm', Uint8Array.from([...head, ...section(5, 2, 0, 1, 8, 1, 0)]));
    expect(errorLine(run('run', 'pages.wasm'))).to.match(
      /^pages.wasm does not compile: .*; it uses custom page sizes, several memories, which the engine may not have; build it without/,
    );
  });

  it('a trap ends a program as before', async () => {
    await scratch.module('trapping.wasm', programs.TRAPPING);
    expect(trapLines(run('run', 'trapping.wasm')).line).to.match(/^the guest trapped: unreachable; /);
  });
});
