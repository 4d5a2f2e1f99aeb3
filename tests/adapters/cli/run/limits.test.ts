import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { readRecording } from '../../../../application/recording/index.js';
import { needing, threadTime } from '../../../needs.js';
import { bin, errorLine, hostcall, PATIENCE, Scratch } from '../command-line.js';
import { CREATING, FOREVER } from '../signals/interrupted-guests.js';

/** Writes four bytes at a time to stdout, for ever. */
const WRITES = `(module
  (import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
  (memory (export "memory") 1)
  (data (i32.const 0) "\\10\\00\\00\\00\\04\\00\\00\\00")
  (data (i32.const 16) "now\\n")
  (func (export "_start")
    (loop $again (drop (call $write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 8))) (br $again))))`;

/** Grows its memory by a page until that fails, and then ends in the way of its name: it exits with its pages, or traps. */
const grows = (ending: string) => `(module
  (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
  (memory (export "memory") 2 64)
  (func (export "_start")
    (loop $again (br_if $again (i32.ne (memory.grow (i32.const 1)) (i32.const -1))))
    ${ending}))`;

describe('limits of a program', function () {
  this.timeout(PATIENCE);
  let scratch: Scratch;
  before(async () => {
    scratch = new Scratch();
    const programs = {
      ...{
        computes: FOREVER.computes,
        calls: FOREVER.calls,
        sleeps: FOREVER.sleeps,
        creates: CREATING,
        writes: WRITES,
      },
      ...{ exits: grows('(call $exit (memory.size))'), traps: grows('unreachable'), ends: grows('') },
    };
    for (const [name, wat] of Object.entries(programs)) await scratch.module(`${name}.wasm`, wat);
  });
  after(() => scratch.remove());

  const run = (...words: string[]) => hostcall(words, { cwd: scratch.path });

  needing(threadTime()).describe('--max-cpu-time', () => {
    const ENDED = 'the program was ended after 0.2 s of CPU time; give it a longer --max-cpu-time';

    for (const name of ['computes', 'calls']) {
      it(`ends a program that ${name} with status 152`, () => {
        const ended = run('run', '--max-cpu-time', '200ms', `${name}.wasm`);
        expect(ended).to.include({ status: 152, stdout: 'now\n' });
        expect(errorLine(ended)).to.equal(ENDED);
      });
    }

    it('does not count the time in which it waits, which --timeout does', () => {
      const ended = run('run', '--max-cpu-time', '200ms', '--timeout', '1s', 'sleeps.wasm');
      expect(ended.status).to.equal(124);
      expect(errorLine(ended)).to.equal('the program was ended after 1 s; give it a longer --timeout');
    });

    it('has a trace and a recording end with the signal, and lists the changes in an overlay', () => {
      const { status, stderr } = run('trace', '-e', 'fd_write', '--max-cpu-time', '0.2', 'computes.wasm');
      expect(status).to.equal(152);
      expect(stderr.split('\n').slice(1)).to.deep.equal(['+++ killed by SIGXCPU +++', `hostcall: ${ENDED}`, '']);
      expect(run('record', '-o', 'r.hcr', '--max-cpu-time', '0.2', 'computes.wasm').status).to.equal(152);
      const { end } = readRecording(new Uint8Array(readFileSync(join(scratch.path, 'r.hcr'))));
      expect(end).to.deep.equal({ signal: 'SIGXCPU' });
      scratch.folder('data', { 'a.txt': '' });
      const overlaid = run('run', '--max-cpu-time', '0.2', '--overlay', 'data::/', 'creates.wasm');
      expect(overlaid.status).to.equal(152);
      expect(overlaid.stderr).to.match(/\bmade\.txt\b/);
    });

    it('does not affect a program that computes less', () => {
      expect(run('run', '--max-cpu-time', '1h', 'ends.wasm')).to.deep.equal({ status: 0, stdout: '', stderr: '' });
    });

    it('refuses an invalid time', () => {
      const ended = run('run', '--max-cpu-time=soon', 'ends.wasm');
      expect(ended.status).to.equal(2);
      expect(errorLine(ended)).to.equal(
        "invalid --max-cpu-time 'soon'; write a time, such as --max-cpu-time 5s or --max-cpu-time 500ms",
      );
    });
  });

  describe('--max-output', () => {
    const ENDED = 'the program was ended, since it wrote more than 10 bytes; give it a larger --max-output';

    it('ends a program with status 153, and what it may write is written', () => {
      const ended = run('run', '--max-output', '10', 'writes.wasm');
      expect(ended).to.include({ status: 153, stdout: 'now\nnow\nno' });
      expect(errorLine(ended)).to.equal(ENDED);
    });

    it('has a trace and a recording end with the signal', () => {
      const { status, stderr } = run('trace', '-e', 'fd_write', '--max-output', '10', 'writes.wasm');
      expect(status).to.equal(153);
      expect(stderr.split('\n').slice(-4)).to.deep.equal([
        'fd_write(1<stdout>, [{buf="now\\n", buf_len=4}], 1) = ?',
        '+++ killed by SIGXFSZ +++',
        `hostcall: ${ENDED}`,
        '',
      ]);
      const recorded = run('record', '-o', 'w.hcr', '--max-output', '10', 'writes.wasm');
      expect(recorded).to.include({ status: 153, stdout: 'now\nnow\nno' });
      expect(run('replay', 'w.hcr')).to.include({ status: 153, stdout: 'now\nnow\n' });
    });

    it('counts what a redirected stdout gets, and allows exactly the limit', () => {
      const line = `"$0" "$@" > out.txt`;
      expect(run('run', '--max-output', '1M', 'ends.wasm').status).to.equal(0);
      expect(redirected(line, '--max-output', '1K', 'writes.wasm')).to.equal(153);
      expect(scratch.text('out.txt')).to.equal('now\n'.repeat(256));
    });
  });

  describe('--max-memory', () => {
    it('has memory.grow fail beyond, and leaves the rest to the program', () => {
      expect(run('run', '--max-memory', '320K', 'ends.wasm')).to.deep.equal({ status: 0, stdout: '', stderr: '' });
      expect(run('run', 'exits.wasm').status).to.equal(64);
      const ended = run('run', '--max-memory', '320K', 'exits.wasm');
      expect(ended.status).to.equal(5);
      expect(errorLine(ended)).to.equal(
        'the memory of the program had grown to 327680 bytes, and --max-memory allows 327680',
      );
    });

    it('is named in the message of a trap, with the program’s stack', () => {
      const { status, stderr } = run('run', '--max-memory', '320K', 'traps.wasm');
      expect(status).to.equal(134);
      expect(stderr).to.match(/^hostcall: the memory .*\nhostcall: the guest trapped: unreachable.*\n > .*_start/);
    });

    it('holds for the replay of a recording', () => {
      expect(run('record', '-o', 'm.hcr', '--max-memory', '320K', 'exits.wasm').status).to.equal(5);
      expect(run('replay', 'm.hcr').status).to.equal(5);
    });

    it('refuses a program that begins with more, and an invalid size', () => {
      for (const [size, program, message] of [
        [
          '64K',
          'ends.wasm',
          'the module begins with a memory of 131072 bytes, and --max-memory is 65536; give it more, or build the program with less',
        ],
        ['1K', 'ends.wasm', '--max-memory 1K is too small; the minimum is 64K'],
        ['much', 'ends.wasm', "invalid --max-memory 'much'; write a number of bytes, such as --max-memory 64M"],
      ] as const) {
        const ended = run('run', '--max-memory', size, program);
        expect(ended.status).to.equal(2);
        expect(errorLine(ended)).to.equal(message);
      }
    });
  });

  /** The status of the command, started by a shell's line. */
  function redirected(line: string, ...words: string[]): number | null {
    return spawnSync('sh', ['-c', line, process.execPath, bin, 'run', ...words], {
      cwd: scratch.path,
      timeout: PATIENCE,
    }).status;
  }
});
