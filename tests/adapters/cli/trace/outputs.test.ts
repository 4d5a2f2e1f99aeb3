import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { errorLine, hostcall, Scratch } from '../command-line.js';
import { exiting, writing } from '../programs.js';

const LINE = 'fd_write(1<stdout>, [{buf="hi\\n", buf_len=3}], 1) = 3\n';
const END = '+++ exited with 0 +++\n';

describe('hostcall trace -o', () => {
  let scratch: Scratch;
  let program: string;
  before(async () => {
    scratch = new Scratch();
    program = await scratch.module('hi.wasm', writing('hi\n'));
  });
  after(() => scratch.remove());

  const trace = (...words: string[]) => hostcall(['trace', ...words, program], { cwd: scratch.path });
  const content = (name: string) => readFileSync(join(scratch.path, name), 'utf8');

  it('- is stdout, in order with what the program prints', () => {
    expect(trace('-o', '-')).to.deep.equal({ status: 0, stdout: `hi\n${LINE}${END}`, stderr: '' });
    expect(existsSync(join(scratch.path, '-'))).to.equal(false);
    const chrome = trace('-o', '-', '--format', 'chrome').stdout.replace('hi\n', '');
    expect(JSON.parse(chrome).otherData.calls).to.equal(1);
  });

  for (const sign of ['|', '!']) {
    it(`${sign}COMMAND is a pipe, and the command is waited for`, () => {
      expect(trace('-o', `${sign}cat >piped.txt; echo done`)).to.deep.equal({
        status: 0,
        stdout: 'hi\ndone\n',
        stderr: '',
      });
      expect(content('piped.txt')).to.equal(LINE + END);
      expect(existsSync(join(scratch.path, `${sign}cat >piped.txt; echo done`))).to.equal(false);
    });
  }

  it('is a pipe for a lot of calls, and for a command that reads only the first', async () => {
    const many = await scratch.module(
      'many.wasm',
      `(module
        (import "wasi_snapshot_preview1" "sched_yield" (func $yield (result i32)))
        (memory (export "memory") 1)
        (func (export "_start") (local $left i32)
          (local.set $left (i32.const 20000))
          (loop $again
            (drop (call $yield))
            (br_if $again (local.tee $left (i32.sub (local.get $left) (i32.const 1)))))))`,
    );
    const piped = (command: string) => hostcall(['trace', '-o', `|${command}`, many], { cwd: scratch.path });
    expect(piped('wc -l')).to.deep.equal({ status: 0, stdout: '20001\n', stderr: '' });
    expect(piped('head -1')).to.deep.equal({ status: 0, stdout: `${'sched_yield()'.padEnd(40)}= 0\n`, stderr: '' });
  });

  it('returns the status of the program, whatever that of the command', async () => {
    const seven = await scratch.module('seven.wasm', exiting(7));
    expect(hostcall(['trace', '-o', '|cat; exit 3', seven])).to.deep.equal({
      status: 7,
      stdout: 'proc_exit(7)                            = ?\n+++ exited with 7 +++\n',
      stderr: '',
    });
    expect(hostcall(['trace', '-o', '|no-such-command', seven]).status).to.equal(7);
  });

  it('with -A adds to a file', () => {
    for (let i = 0; i < 2; i++) expect(trace('-A', '-o', 'added.txt')).to.include({ status: 0, stderr: '' });
    expect(content('added.txt')).to.equal(LINE + END + LINE + END);
    trace('-o', 'added.txt');
    expect(content('added.txt')).to.equal(LINE + END);
  });

  it('works the same for calls of a recording', () => {
    hostcall(['record', '-o', 'run.hcr', program], { cwd: scratch.path });
    const printed = (to: string) => hostcall(['replay', '--print', '-o', to, 'run.hcr'], { cwd: scratch.path });
    expect(printed('-').stdout).to.equal(LINE + END);
    expect(printed('|tr a-z A-Z').stdout).to.equal((LINE + END).toUpperCase());
  });

  it('refuses what makes no sense', () => {
    for (const [words, message] of [
      [['-o', '|'], "-o '|' lacks a command; write one, such as -o '|less'"],
      [['-A'], '-A has no effect without a file; name one with -o'],
      [['-A', '-o', '-'], '-A has no effect without a file; name one with -o'],
      [
        ['-A', '-o', 'calls.json'],
        '-A cannot add to a file in the format chrome, which is one document; leave out -A, or write --format ndjson',
      ],
    ] as const) {
      const ended = trace(...words);
      expect(ended.status).to.equal(2);
      expect(errorLine(ended)).to.equal(message);
    }
    const recorded = hostcall(['record', '-o', '|cat', program], { cwd: scratch.path });
    expect(recorded.status).to.equal(2);
    expect(errorLine(recorded)).to.equal(
      "a recording goes to a file, and not to '|cat'; name one with -o, such as -o ./run.hcr",
    );
  });
});
