import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { checkNdjson, type Line } from '../../../application/formats/exporters/check-ndjson.js';
import { checkSpeedscope } from '../../../application/formats/exporters/check-speedscope.js';
import { checkTraceEvents } from '../../../application/formats/exporters/check-trace-events.js';
import { bin, errorLine, hostcall, PATIENCE, Scratch } from '../command-line.js';
import * as programs from '../programs.js';

describe('hostcall trace writes formats', () => {
  let scratch: Scratch;
  let writing: string;
  let trapping: string;

  before(async () => {
    scratch = new Scratch();
    writing = await scratch.module('writing.wasm', programs.writing('hi'));
    trapping = await scratch.module('trapping.wasm', programs.writing('hi', 1, 'unreachable'));
  });
  after(() => scratch.remove());

  /** Traces into a file, and returns what is in it. */
  function written(name: string, ...args: string[]): string {
    const file = join(scratch.path, name);
    const { stdout, status } = hostcall(['trace', '-o', file, ...args]);
    expect(stdout).to.equal('hi');
    expect(status).to.equal(args.includes(trapping) ? 134 : 0);
    return readFileSync(file, 'utf8');
  }

  const kinds = (lines: readonly Line[]) => lines.map(({ type, name }) => name ?? type);

  it('by the name of the file', () => {
    expect(kinds(checkNdjson(written('a.ndjson', writing)))).to.deep.equal(['trace', 'fd_write', 'end']);
    expect(checkSpeedscope(written('a.speedscope.json', writing)).name).to.equal('writing.wasm exited with 0');
    const { traceEvents, otherData } = checkTraceEvents(written('a.json', writing));
    expect(traceEvents.filter(({ ph }) => ph === 'X').map(({ name }) => name)).to.deep.equal(['fd_write']);
    expect(otherData).to.deep.equal({ exporter: 'hostcall', program: 'writing.wasm', calls: 1, exitCode: 0 });
    expect(written('a.txt', writing)).to.match(/^fd_write\(.*\n\+\+\+ exited with 0 \+\+\+\n$/);
  });

  it('by --format, whatever the file is called', () => {
    expect(kinds(checkNdjson(written('a.txt', '--format', 'ndjson', writing)))).to.include('fd_write');
    checkTraceEvents(written('a', '--format=chrome', writing));
    checkSpeedscope(written('a.json', '--format', 'speedscope', writing));
    expect(written('a.ndjson', '--format', 'text', writing)).to.match(/^fd_write\(/);
  });

  it('after a trap, too', () => {
    expect(checkNdjson(written('a.ndjson', trapping)).at(-1)).to.deep.equal({
      type: 'end',
      calls: 1,
      trap: 'unreachable',
    });
    expect(checkTraceEvents(written('a.json', trapping)).traceEvents.at(-1)?.name).to.equal('trapped: unreachable');
  });

  it('of the calls that are chosen', () => {
    expect(kinds(checkNdjson(written('a.ndjson', '-e', 'trace=!fd_write', writing)))).to.deep.equal(['trace', 'end']);
  });

  it('on stderr, as NDJSON, a line at a time', async () => {
    const program = await scratch.module('complaining.wasm', programs.writing('oops', 2));
    const { stderr } = hostcall(['trace', '--format', 'ndjson', program]);
    const lines = stderr.split('\n');
    expect(lines[0]).to.match(/^\{"type":"trace"/);
    // The guest's own output is apart, though it ends in no newline.
    expect(lines[1]).to.equal('oops');
    expect(kinds(checkNdjson([lines[0], ...lines.slice(2)].join('\n')))).to.deep.equal(['trace', 'fd_write', 'end']);
  });

  it('beside a summary on stderr', () => {
    const file = join(scratch.path, 'both.json');
    const { stderr } = hostcall(['trace', '-C', '-o', file, writing]);
    checkTraceEvents(readFileSync(file, 'utf8'));
    expect(stderr)
      .to.match(/fd_write\n/)
      .and.to.match(/total/);
  });

  it('so that all of it is in the file while the program waits', async () => {
    const program = await scratch.module(
      'waiting.wasm',
      `(module
        (import "wasi_snapshot_preview1" "sched_yield" (func $yield (result i32)))
        (import "wasi_snapshot_preview1" "fd_read" (func $read (param i32 i32 i32 i32) (result i32)))
        (memory (export "memory") 1)
        (data (i32.const 0) "\\40\\00\\00\\00\\01\\00\\00\\00")
        (func (export "_start")
          (drop (call $yield))
          (drop (call $read (i32.const 0) (i32.const 0) (i32.const 1) (i32.const 16)))))`,
    );
    const file = join(scratch.path, 'waiting.ndjson');
    const child = spawn(process.execPath, [bin, 'trace', '-o', file, program], {
      stdio: ['pipe', 'ignore', 'inherit'],
    });
    const ended = new Promise(resolve => child.on('close', resolve));
    try {
      const deadline = Date.now() + PATIENCE;
      const lines = () => (existsSync(file) ? readFileSync(file, 'utf8').split('\n') : []);
      while (lines().length < 3) {
        if (Date.now() > deadline) throw new Error(`in the file is ${lines().join('\n')}`);
        await new Promise(resolve => setTimeout(resolve, 20));
      }
      expect(JSON.parse(lines()[1] ?? '')).to.include({ type: 'call', name: 'sched_yield' });
    } finally {
      child.stdin.end('x');
      await ended;
    }
    expect(kinds(checkNdjson(readFileSync(file, 'utf8')))).to.deep.equal(['trace', 'sched_yield', 'fd_read', 'end']);
  });

  it('refuses what makes no sense', () => {
    const line = (...args: string[]) => {
      const ended = hostcall(['trace', ...args, writing]);
      expect(ended.status).to.equal(2);
      expect(ended.stdout).to.equal('');
      return errorLine(ended);
    };
    expect(line('--format', 'xml')).to.equal("invalid --format 'xml'; write one of text, ndjson, chrome, speedscope");
    expect(line('--format', 'toString')).to.match(/^invalid --format 'toString';/);
    expect(line('--format', 'chrome')).to.equal('--format chrome needs a file; name one with -o');
    expect(line('--format', 'speedscope')).to.equal('--format speedscope needs a file; name one with -o');
    expect(line('-c', '--format', 'ndjson')).to.equal(
      '-c prints no calls, so --format has no effect; write -C for both',
    );
    expect(line('-c', '-o', 'calls.speedscope.json')).to.equal(
      '-c prints no calls, and calls.speedscope.json would be a trace in the format speedscope; ' +
        'name another file for the table, or write -C for both',
    );
  });

  it('leaves no file behind of a program that cannot run', async () => {
    const program = await scratch.module(
      'greedy.wasm',
      '(module (import "env" "missing" (func)) (func (export "_start")))',
    );
    const file = join(scratch.path, 'greedy.ndjson');
    expect(hostcall(['trace', '-o', file, program]).status).to.equal(2);
    expect(existsSync(file)).to.equal(false);
  });
});
