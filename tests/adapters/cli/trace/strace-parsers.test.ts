import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { sctraceLine } from '../../../application/formats/strace/grammars/sctrace.js';
import { straceGraphLine } from '../../../application/formats/strace/grammars/strace-graph.js';
import { BUILD_TIMEOUT, buildC } from '../../../guests/build-c.js';
import { esbuildProject } from '../../../programs/esbuild.js';
import { esbuildWasm } from '../../../programs/packages.js';
import { bin, hostcall, PATIENCE, Scratch } from '../command-line.js';
import * as programs from '../programs.js';

/** Options of `hostcall trace` whose lines parsers of strace's read. */
const FORMS: readonly (readonly string[])[] = [
  [],
  ['-T'],
  ['-s', '200', '-T'],
  ['-a', '0'],
  ['-X', 'raw'],
  ['-X', 'verbose'],
  ['-t'],
  ['-tt'],
  ['-ttt'],
  ['-r'],
  ['-ttt', '-r'],
  ['-n'],
  ['-x'],
  ['-xx'],
  ['-v'],
  ['-yy'],
  ['-k'],
  ['-e', 'read=all', '-e', 'write=all'],
  ['-tt', '-n', '-T', '-xx', '-v', '-yy', '-k', '-e', 'read=all'],
];

/** A time or a number in front, which sctrace is never given. */
const PREFIX = /^\s*(?:\d|\[|\(\+)/;

/** An end behind what -r and -n put in front, which strace-graph complains of in strace's own output, too. */
const END_BEHIND = /^(?: +\d+\.\d{6}|.*\(\+ *\d+\.\d{6}\)|.*\[\?{4}\]) \+\+\+ exited with \d+ \+\+\+$/;

/** Lines below a call: its stack, its contents, and why it failed. */
const ATTACHED = /^ (?:[>*|]| \^) /;

/** Spans of time with their unit, which sctrace has no rule for. */
const NO_RULE = /^clock_time_get\(\w+, \d+ns, /;

describe('lines of hostcall trace', () => {
  let scratch: Scratch;
  let chores: string;

  before(async function () {
    this.timeout(BUILD_TIMEOUT);
    scratch = new Scratch();
    chores = scratch.file('chores.wasm', await buildC('chores'));
  });
  after(() => scratch.remove());

  function linesOf(files: Readonly<Record<string, string>>, options: readonly string[], program: readonly string[]) {
    const file = join(scratch.path, 'trace.txt');
    const folder = scratch.folder('project', files);
    const { status, stderr } = hostcall(['trace', ...options, '-o', file, '--dir', `${folder}::/`, ...program]);
    expect(status, stderr).to.equal(0);
    const lines = readFileSync(file, 'utf8').split('\n');
    expect(lines.pop()).to.equal('');
    return lines;
  }

  function expectRead(trace: readonly string[]): void {
    const lines = trace.filter(line => !ATTACHED.test(line));
    const parsed = lines.map(straceGraphLine);
    const complaints = lines.filter((_, index) => parsed[index] === undefined);
    expect(complaints).to.deep.equal(lines.filter(line => END_BEHIND.test(line)));
    expect(parsed.map(line => line?.kind ?? 'ended')).to.deep.equal([...Array(lines.length - 1).fill('call'), 'ended']);
    for (const line of parsed) if (line?.kind === 'call') expect(line.result).to.match(/^(?:-?\d+|\?)/);
    const refused = lines.filter(line => !PREFIX.test(line) && sctraceLine(line) === undefined);
    expect(refused).to.deep.equal(lines.filter(line => NO_RULE.test(line)));
  }

  for (const form of FORMS) {
    it(`are read by strace’s parsers, with ${form.join(' ') || 'no option'}`, () => {
      const work = ['list', '/', 'show', '/a.txt', 'show', '/b.txt', 'append', '/a.txt', '"}, {x'];
      const lines = linesOf({ 'a.txt': 'say "hi", (twice) = 2\n' }, form, [chores, ...work]);
      expect(lines.length).to.be.greaterThan(20);
      expectRead(lines);
    });
  }

  it('are read by them if they are esbuild’s', function () {
    this.timeout(PATIENCE);
    const lines = linesOf(esbuildProject, ['-T'], [esbuildWasm, 'src/main.ts', '--bundle', '--outdir=/out']);
    expect(lines.length).to.be.greaterThan(100);
    expectRead(lines);
  });

  it('mark an ending that strace does not know by a line of its own', async () => {
    const program = await scratch.module('trapping.wasm', programs.TRAPPING);
    expect(hostcall(['trace', program]).stderr).to.equal('+++ trapped: unreachable +++\n');
    expect(sctraceLine('+++ trapped: unreachable +++')).to.deep.equal({ kind: 'ended' });
    // strace-graph would complain, and go on.
    expect(straceGraphLine('+++ trapped: unreachable +++')).to.equal(undefined);
  });

  it('show a call that waits as unfinished', async () => {
    const program = await scratch.module(
      'waiting.wasm',
      `(module
        (import "wasi_snapshot_preview1" "fd_read" (func $read (param i32 i32 i32 i32) (result i32)))
        (memory (export "memory") 1)
        (func (export "_start")
          (i32.store (i32.const 0) (i32.const 64))
          (i32.store (i32.const 4) (i32.const 10))
          (drop (call $read (i32.const 0) (i32.const 0) (i32.const 1) (i32.const 8)))))`,
    );
    const file = join(scratch.path, 'waiting.txt');
    // It waits for its input until it is killed.
    const script = `
      const { spawn } = require('node:child_process');
      const { readFileSync } = require('node:fs');
      const [bin, program, file] = process.argv.slice(1);
      const child = spawn(process.execPath, [bin, 'trace', '-o', file, program], { stdio: ['pipe', 'ignore', 'ignore'] });
      const look = () => {
        let trace = '';
        try { trace = readFileSync(file, 'utf8'); } catch {}
        if (trace.includes('unfinished')) child.kill('SIGKILL');
        else setTimeout(look, 5);
      };
      look();`;
    spawnSync(process.execPath, ['-e', script, bin, program, file], { timeout: PATIENCE });
    const [line = '', ...others] = readFileSync(file, 'utf8').trimEnd().split('\n');
    expect(others).to.deep.equal([]);
    const call = 'fd_read(0<stdin>, 0x0, 1';
    expect(straceGraphLine(line)).to.deep.equal({ kind: 'unfinished', call });
    expect(sctraceLine(`77 ${line}`)).to.deep.equal({ kind: 'unfinished', call });
    expect(hostcall(['diff', file, file]).stdout).to.equal(`${file} and ${file}: the same 1 call\n`);
  });
});
