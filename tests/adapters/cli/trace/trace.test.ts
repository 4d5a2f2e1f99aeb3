import { spawnSync } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { LINUX, needing, systemFile } from '../../../needs.js';
import { bin, errorLine, hostcall, PATIENCE, Scratch, trapLines } from '../command-line.js';
import * as programs from '../programs.js';

const WROTE = 'fd_write(1<stdout>, [{buf="hi", buf_len=2}], 1) = 2\n';
const EXITED = '+++ exited with 0 +++\n';

describe('hostcall trace', () => {
  let scratch: Scratch;
  let writing: string;
  let trapping: string;

  before(async () => {
    scratch = new Scratch();
    writing = await scratch.module('writing.wasm', programs.writing('hi'));
    trapping = await scratch.module('trapping.wasm', programs.writing('hi', 1, 'unreachable'));
  });
  after(() => scratch.remove());

  it('prints every hostcall on stderr, and how the program ended', async () => {
    const { status, stdout, stderr } = hostcall(['trace', writing]);
    expect(status).to.equal(0);
    expect(stdout).to.equal('hi');
    expect(stderr).to.equal(WROTE + EXITED);
  });

  it('passes the exit status on, and shows the call that does not return', async () => {
    const program = await scratch.module('exit7.wasm', programs.exiting(7));
    const { status, stderr } = hostcall(['trace', program]);
    expect(status).to.equal(7);
    expect(stderr).to.equal('proc_exit(7)                            = ?\n+++ exited with 7 +++\n');
  });

  it('ends with the trap', () => {
    const { status, stdout, stderr } = hostcall(['trace', trapping]);
    expect(status).to.equal(134);
    expect(stdout).to.equal('hi');
    expect(stderr).to.equal(`${WROTE}+++ trapped: unreachable +++\n`);
  });

  describe('-o', () => {
    const file = () => join(scratch.path, 'trace.txt');

    it('does not write over the program', async () => {
      const program = await scratch.module('kept.wasm', programs.writing('hi'));
      const before = readFileSync(program);
      const ended = hostcall(['trace', '-o', program, program]);
      expect(ended.status).to.equal(2);
      expect(errorLine(ended)).to.equal(
        `the trace would be written over the program, ${program}; name another file with -o`,
      );
      expect(readFileSync(program).equals(before)).to.equal(true);
    });

    it('to the file of stdout keeps its contents, and what the program prints', () => {
      const path = scratch.file('both.txt', 'before\n');
      for (const name of ['/dev/stdout', path]) {
        const fd = openSync(path, 'a');
        try {
          spawnSync(process.execPath, [bin, 'trace', '-o', name, writing], { stdio: ['ignore', fd, 'pipe'] });
        } finally {
          closeSync(fd);
        }
      }
      expect(readFileSync(path, 'utf8')).to.equal(`before\n${`hi\n${WROTE}${EXITED}`.repeat(2)}`);
    });
    const written = () => readFileSync(file(), 'utf8');

    it('writes the trace to a file', () => {
      for (const option of [['-o', file()], ['--output', file()], [`--output=${file()}`]]) {
        expect(hostcall(['trace', ...option, writing])).to.deep.equal({ status: 0, stdout: 'hi', stderr: '' });
        expect(written()).to.equal(WROTE + EXITED);
      }
    });

    it('has all of it there after a trap, which is told on stderr as well', () => {
      const ended = hostcall(['trace', '-o', file(), trapping]);
      expect(ended.status).to.equal(134);
      expect(trapLines(ended).line).to.match(/^the guest trapped: unreachable;/);
      expect(written()).to.equal(`${WROTE}+++ trapped: unreachable +++\n`);
    });

    it('writes more than one chunk', async () => {
      const program = await scratch.module(
        'many.wasm',
        `(module
          (import "wasi_snapshot_preview1" "sched_yield" (func $yield (result i32)))
          (memory (export "memory") 1)
          (func (export "_start") (local $left i32)
            (local.set $left (i32.const 5000))
            (loop $again
              (drop (call $yield))
              (br_if $again (local.tee $left (i32.sub (local.get $left) (i32.const 1)))))))`,
      );
      expect(hostcall(['trace', '-o', file(), program]).status).to.equal(0);
      const lines = written().split('\n');
      expect(lines).to.have.length(5002);
      expect(new Set(lines.slice(0, 5000))).to.deep.equal(new Set(['sched_yield()                           = 0']));
      expect(lines.slice(5000)).to.deep.equal(['+++ exited with 0 +++', '']);
    });

    it('shows a call while it waits, and removes that line afterwards', async () => {
      const program = await scratch.module(
        'waiting.wasm',
        `(module
          (import "wasi_snapshot_preview1" "fd_read" (func $read (param i32 i32 i32 i32) (result i32)))
          (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
          (memory (export "memory") 1)
          (func (export "_start")
            (i32.store (i32.const 0) (i32.const 64))
            (i32.store (i32.const 4) (i32.const 10))
            (call $exit (call $read (i32.const 0) (i32.const 0) (i32.const 1) (i32.const 8)))))`,
      );
      // The reader of the trace is what the guest waits for: it looks, then it answers.
      const script = `
        const { spawn } = require('node:child_process');
        const { readFileSync } = require('node:fs');
        const [bin, program, file] = process.argv.slice(1);
        const child = spawn(process.execPath, [bin, 'trace', '-o', file, program], { stdio: ['pipe', 'inherit', 'inherit'] });
        const look = () => {
          let trace = '';
          try { trace = readFileSync(file, 'utf8'); } catch {}
          if (!trace.includes('unfinished')) return setTimeout(look, 5);
          process.stdout.write(trace);
          child.stdin.end('answer');
        };
        look();
        child.on('exit', code => { process.exitCode = code; });`;
      const { status, stdout } = spawnSync(process.execPath, ['-e', script, bin, program, file()], {
        encoding: 'utf8',
        timeout: PATIENCE,
      });
      expect(status).to.equal(0);
      expect(stdout).to.match(/^fd_read\(0<stdin>, .* <unfinished \.\.\.>\n$/);
      expect(written()).to.equal(
        'fd_read(0<stdin>, [{buf="answer", buf_len=10}], 1) = 6\n' +
          'proc_exit(0)                            = ?\n+++ exited with 0 +++\n',
      );
    });

    it('that cannot be written is a failure of hostcall’s', () => {
      const ended = hostcall(['trace', '-o', join(scratch.path, 'no/such/directory'), writing]);
      expect(ended.status).to.equal(125);
      expect(ended.stdout).to.equal('');
      expect(errorLine(ended)).to.match(/^the trace can't be written to .*: ENOENT.*; name another file with -o$/);
    });

    needing(LINUX).it('that fails later leaves the guest alone', () => {
      const ended = hostcall(['trace', '-o', '/dev/full', writing]);
      expect(ended.stdout).to.equal('hi');
      expect(ended.status).to.equal(125);
      expect(errorLine(ended)).to.match(/^the trace can't be written to \/dev\/full: ENOSPC/);
    });
  });

  describe('where the guest prints to the same place', () => {
    const together = (program: string) => {
      const path = join(scratch.path, 'together.txt');
      const fd = openSync(path, 'a');
      try {
        spawnSync(process.execPath, [bin, 'trace', program], { stdio: ['ignore', fd, fd] });
      } finally {
        closeSync(fd);
      }
      const text = readFileSync(path, 'utf8');
      openSync(path, 'w');
      return text;
    };

    it('starts a new line after a line that the guest has not ended', () => {
      expect(together(writing)).to.equal(`hi\n${WROTE}${EXITED}`);
    });

    it('adds no line where the guest has ended its own', async () => {
      const program = await scratch.module('line.wasm', programs.writing('hi\n'));
      expect(together(program)).to.equal(
        `hi\n${WROTE.replace('"hi", buf_len=2', '"hi\\n", buf_len=3').replace('= 2', '= 3')}${EXITED}`,
      );
    });

    it('watches the guest’s stderr too', async () => {
      const program = await scratch.module('stderr.wasm', programs.writing('hi', 2));
      const { stderr } = hostcall(['trace', program]);
      expect(stderr).to.equal(`hi\n${WROTE.replace('1<stdout>', '2<stderr>')}${EXITED}`);
    });
  });

  needing(systemFile('/dev/full')).it(
    'that stderr does not accept leaves the guest alone, and is a failure of hostcall’s',
    () => {
      const fd = openSync('/dev/full', 'w');
      const ended = spawnSync(process.execPath, [bin, 'trace', writing], {
        stdio: ['ignore', 'pipe', fd],
        timeout: PATIENCE,
      });
      closeSync(fd);
      expect(ended.stdout.toString()).to.equal('hi');
      expect(ended.status).to.equal(125);
    },
  );

  it('takes the options of run, and gives the guest what follows the program', async () => {
    const program = await scratch.module('arguments.wasm', programs.ARGUMENTS);
    const { stdout } = hostcall(['trace', '--argv0', 'me', '--env', 'A=1', '--dir', '.', program, '-o', '--help']);
    expect(stdout).to.equal('me\0-o\0--help\0');
  });

  it('prints what an invoked function returns on stdout', async () => {
    const program = await scratch.module('library.wasm', programs.LIBRARY);
    expect(hostcall(['trace', '--invoke', 'add', program, '2', '3'])).to.deep.equal({
      status: 0,
      stdout: '5\n',
      stderr: EXITED,
    });
  });

  it('reports what cannot be traced as run does', () => {
    const ended = hostcall(['trace', 'missing.wasm'], { cwd: scratch.path });
    expect(ended.status).to.equal(2);
    expect(errorLine(ended)).to.equal('missing.wasm: no such file; check the path of the program');
  });
});
