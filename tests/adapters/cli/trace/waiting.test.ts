import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { needing, pythonTerminal } from '../../../needs.js';
import { atTerminal } from '../at-terminal.js';
import { bin, hostcall, PATIENCE, Scratch } from '../command-line.js';

const WASI = 'wasi_snapshot_preview1';

/** Waits for 300 ms, reads its input, prints what it has read, and exits with what the waiting gave. */
const WAITING = `(module
  (import "${WASI}" "poll_oneoff" (func $poll (param i32 i32 i32 i32) (result i32)))
  (import "${WASI}" "fd_read" (func $read (param i32 i32 i32 i32) (result i32)))
  (import "${WASI}" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
  (import "${WASI}" "proc_exit" (func $exit (param i32)))
  (memory (export "memory") 1)
  (func (export "_start") (local $waited i32)
    (i32.store (i32.const 16) (i32.const 1))
    (i64.store (i32.const 24) (i64.const 300000000))
    (local.set $waited (call $poll (i32.const 0) (i32.const 256) (i32.const 1) (i32.const 512)))
    (i32.store (i32.const 600) (i32.const 1024))
    (i32.store (i32.const 604) (i32.const 64))
    (drop (call $read (i32.const 0) (i32.const 600) (i32.const 1) (i32.const 612)))
    (i32.store (i32.const 604) (i32.load (i32.const 612)))
    (drop (call $write (i32.const 1) (i32.const 600) (i32.const 1) (i32.const 620)))
    (call $exit (local.get $waited))))`;

/** Prompts and reads, until the input ends. */
const PROMPTING = `(module
  (import "${WASI}" "fd_read" (func $read (param i32 i32 i32 i32) (result i32)))
  (import "${WASI}" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
  (memory (export "memory") 1)
  (data (i32.const 300) ">>> ")
  (func (export "_start")
    (loop $again
      (i32.store (i32.const 0) (i32.const 300))
      (i32.store (i32.const 4) (i32.const 4))
      (drop (call $write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 12)))
      (i32.store (i32.const 0) (i32.const 100))
      (i32.store (i32.const 4) (i32.const 64))
      (drop (call $read (i32.const 0) (i32.const 0) (i32.const 1) (i32.const 12)))
      (br_if $again (i32.load (i32.const 12))))))`;

const END_OF_INPUT = 'fd_read(0<stdin>, [{buf="", buf_len=64}], 1) = 0';
const SUBSCRIBED = '[{userdata=0x0, CLOCK, CLOCK_MONOTONIC, timeout=300000000ns, 0}], 1';
const POLLED = `poll_oneoff(${SUBSCRIBED}) = 1 ([{userdata=0x0, CLOCK}])`;
const READ = 'fd_read(0<stdin>, [{buf="hello\\n", buf_len=64}], 1) = 6';
const FAILED = 'fd_read(0<stdin>, 0x258, 1)             = -1 EAGAIN (Resource temporarily unavailable) (INJECTED)';
const REFUSED = `poll_oneoff(${SUBSCRIBED}) = -1 EINVAL (Invalid argument) (INJECTED)`;

describe('hostcall trace, of a program that waits', () => {
  let scratch: Scratch;
  let program: string;

  before(async () => {
    scratch = new Scratch();
    program = await scratch.module('waiting.wasm', WAITING);
  });
  after(() => scratch.remove());

  // The given clock advances only by waits, so the times are exact.
  for (const [tampering, status, poll, read] of [
    [[], 0, `${POLLED} <0.300000>`, `${READ} <0.000000>`],
    [['poll_oneoff:delay_enter=200ms'], 0, `${POLLED} (DELAYED) <0.500000>`, `${READ} <0.000000>`],
    [['poll_oneoff:delay_exit=1s'], 0, `${POLLED} (DELAYED) <1.300000>`, `${READ} <0.000000>`],
    [['poll_oneoff:error=EINVAL'], 28, `${REFUSED} <0.000000>`, `${READ} <0.000000>`],
    [['poll_oneoff:error=EINVAL:delay_enter=5s'], 28, `${REFUSED} (DELAYED) <5.000000>`, `${READ} <0.000000>`],
    [['fd_read:delay_enter=2s', 'fd_read:delay_exit=1s'], 0, `${POLLED} <0.300000>`, `${READ} (DELAYED) <3.000000>`],
    [['fd_read:error=EAGAIN'], 0, `${POLLED} <0.300000>`, `${FAILED} <0.000000>`],
    [['fd_read:error=EAGAIN:when=2+'], 0, `${POLLED} <0.300000>`, `${READ} <0.000000>`],
  ] as const) {
    it(`that is tampered with: ${tampering.join(', ') || 'not at all'}`, () => {
      const options = tampering.flatMap(each => ['-e', `inject=${each}`]);
      const ended = hostcall(['trace', '-T', '--clock', '2026-01-31', ...options, program], { input: 'hello\n' });
      expect(ended.status).to.equal(status);
      expect(ended.stdout).to.equal(read.includes('hello') ? 'hello\n' : '');
      expect(ended.stderr.split('\n').slice(0, 2)).to.deep.equal([poll, read]);
    });
  }

  needing(pythonTerminal()).describe('at a terminal', () => {
    const typing = (...words: string[]) => atTerminal([process.execPath, bin, ...words], [['fd_read(0', 'hello\n']]);

    it('shows the call while it waits, and replaces it with the finished one', function () {
      this.timeout(2 * PATIENCE);
      const { status, screen } = typing('trace', '--color', 'never', program);
      expect(status).to.equal(0);
      const rows = screen.split('\r\n');
      expect(screen).to.include('fd_read(0<stdin>, 0x258, 1 <unfinished ...>');
      expect(rows).to.include(`\r\x1b[2K${READ}`);
      expect(rows.slice(-3)).to.deep.equal([
        'proc_exit(0)                            = ?',
        '+++ exited with 0 +++',
        '',
      ]);
    });

    it('with -o leaves the terminal to the program', function () {
      this.timeout(2 * PATIENCE);
      const file = join(scratch.path, 'calls.txt');
      const { status, screen } = typing('trace', '-o', file, '-e', 'inject=fd_read:error=EAGAIN', program);
      expect([status, screen]).to.deep.equal([0, '']);
      expect(readFileSync(file, 'utf8').split('\n').slice(0, 2)).to.deep.equal([POLLED, FAILED]);
    });

    describe('and has printed a prompt', () => {
      const shown = [process.execPath, bin, 'trace', '--color=never', '-e', 'fd_read'];
      let prompting: string;
      before(async () => {
        prompting = await scratch.module('prompting.wasm', PROMPTING);
      });

      it('leaves the prompt, and what is typed, where they are', function () {
        this.timeout(2 * PATIENCE);
        const { status, screen } = atTerminal(
          [...shown, prompting],
          [
            ['>>> ', 'hello\n'],
            ['>>> ', '\x04'],
          ],
        );
        expect([status, screen.split('\r\n')]).to.deep.equal([
          0,
          ['>>> hello', READ, '>>> ', END_OF_INPUT, '+++ exited with 0 +++', ''],
        ]);
      });

      it('leaves the prompt where the input comes from elsewhere', function () {
        this.timeout(2 * PATIENCE);
        const input = scratch.file('input.txt', 'hello\n');
        const { screen } = atTerminal(['sh', '-c', `"$@" < ${input}`, 'sh', ...shown, prompting]);
        expect(screen.split('\r\n')).to.deep.equal(['>>> ', READ, '>>> ', END_OF_INPUT, '+++ exited with 0 +++', '']);
      });

      it('begins a new line behind Ctrl-C', function () {
        this.timeout(2 * PATIENCE);
        const { status, screen } = atTerminal([...shown, prompting], [['>>> ', '\x03']]);
        expect(status).to.equal(130);
        const rows = screen.split('\r\n');
        expect(rows[0]).to.equal('>>> ^C');
        expect(rows.slice(-2)).to.deep.equal(['+++ killed by SIGINT +++', '']);
      });
    });
  });
});
