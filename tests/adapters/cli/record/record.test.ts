import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  closeSync,
  existsSync,
  linkSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { expect } from 'chai';
import { readRecording } from '../../../../application/recording/index.js';
import { secrets } from '../../../application/recording/sample-run.js';
import { needing, systemFile } from '../../../needs.js';
import { bin, errorLine, hostcall, PATIENCE } from '../command-line.js';
import * as programs from '../programs.js';
import { RecordedSample } from '../replay/recorded-sample.js';

describe('hostcall record', () => {
  let sample: RecordedSample;

  before(async () => {
    sample = new RecordedSample();
    await sample.prepare();
  });
  after(() => sample.remove());

  it('runs the program as run does', () => {
    expect(sample.record()).to.deep.equal(sample.run('run'));
  });

  it('records the program’s identity and every call', () => {
    const before = Date.now();
    sample.record();
    const { header, end, ...recording } = sample.recording();
    expect(recording.callCount).to.equal(15);
    expect(end).to.deep.equal({ exitCode: 3 });
    expect(header).to.have.all.keys('recorder', 'program', 'sha256', 'started');
    expect(header.recorder).to.match(/^hostcall \d+\.\d+\.\d+$/);
    expect(header.program).to.equal(sample.program);
    expect(header.sha256).to.equal(createHash('sha256').update(readFileSync(sample.program)).digest('hex'));
    expect(Date.parse(header.started)).to.be.within(before, Date.now());
  });

  it('names the recording after the program, and says so, unless a name is given', () => {
    const ended = sample.run('record');
    expect(ended.status).to.equal(3);
    expect(ended.stderr).to.equal(`${secrets.input}hostcall: recorded in sample.hcr\n`);
    expect(sample.recording(join(sample.path, 'sample.hcr')).callCount).to.equal(15);
  });

  it('records a trap, and a function that was called', async () => {
    const trapping = await sample.module('trapping.wasm', programs.writing('hi', 1, 'unreachable'));
    const trapped = hostcall(['record', '-o', sample.output, trapping]);
    expect(trapped).to.deep.equal(hostcall(['run', trapping]));
    expect(trapped.status).to.equal(134);
    expect(sample.recording().end).to.deep.equal({ trap: 'unreachable' });

    const library = await sample.module('library.wasm', programs.LIBRARY);
    const called = hostcall(['record', '-o', sample.output, '--invoke', 'add', library, '2', '3']);
    expect(called).to.deep.equal({ status: 0, stdout: '5\n', stderr: '' });
    expect(sample.recording().header.invoke).to.deep.equal({ name: 'add', args: ['2', '3'] });
  });

  it('with --redact leaves out contents, arguments and values, wherever they are', async () => {
    expect(sample.record('--redact').status).to.equal(3);
    const file = readFileSync(sample.output);
    for (const secret of [...Object.values(secrets), sample.path])
      expect(file.includes(secret), secret).to.equal(false);
    expect(sample.recording().header).to.include({ redacted: true, program: 'sample.wasm' });

    const library = await sample.module('library.wasm', programs.LIBRARY);
    hostcall(['record', '-o', sample.output, '--redact', '--invoke', 'add', library, '271828', '314159']);
    expect(readFileSync(sample.output).includes('271828')).to.equal(false);
  });

  it('does not overwrite the program, under any name', () => {
    const before = readFileSync(sample.program);
    linkSync(sample.program, join(sample.path, 'hard.wasm'));
    symlinkSync(sample.program, join(sample.path, 'soft.wasm'));
    for (const name of ['sample.wasm', 'hard.wasm', 'soft.wasm', './data/../sample.wasm']) {
      const ended = sample.run('record', '-o', name);
      expect(ended.status).to.equal(2);
      expect(errorLine(ended)).to.equal(
        `the recording would be written over the program, ${sample.program}; name another file with -o`,
      );
    }
    expect(readFileSync(sample.program).equals(before)).to.equal(true);
  });

  it('is not written to where the program prints', () => {
    const path = join(sample.path, 'printed.txt');
    writeFileSync(path, 'before');
    const fd = openSync(path, 'a');
    try {
      const { status, stderr } = spawnSync(process.execPath, [bin, 'record', '-o', '/dev/stdout', sample.program], {
        stdio: ['ignore', fd, 'pipe'],
        encoding: 'utf8',
      });
      expect(status).to.equal(2);
      expect(stderr).to.equal(
        "hostcall: the recording can't be written to /dev/stdout, where the stdout of the program goes; name another file with -o\n",
      );
    } finally {
      closeSync(fd);
    }
    expect(readFileSync(path, 'utf8')).to.equal('before');
  });

  it('that cannot be written is a failure of hostcall’s', () => {
    const ended = sample.run('record', '-o', join(sample.path, 'no/such/directory'));
    expect(ended.status).to.equal(125);
    expect(ended.stdout).to.equal('');
    expect(errorLine(ended)).to.match(/^the recording can't be written to .*: ENOENT.*; name another file with -o$/);
  });

  needing(systemFile('/dev/full')).it('that fails later leaves the program alone', () => {
    const ended = sample.run('record', '-o', '/dev/full');
    expect(ended.stdout).to.equal(secrets.file);
    expect(ended.status).to.equal(125);
    expect(ended.stderr).to.match(/\nhostcall: the recording can't be written to \/dev\/full: ENOSPC[^\n]*\n$/);
  });

  it('makes no file for what cannot be run', () => {
    const file = join(sample.path, 'none.hcr');
    expect(hostcall(['record', '-o', file, 'missing.wasm'], { cwd: sample.path }).status).to.equal(2);
    expect(existsSync(file)).to.equal(false);
  });

  describe('tampers with calls, as trace does', () => {
    it('and the replay has the same results', () => {
      const ended = sample.record('-e', 'fault=fd_read:error=EIO:when=2');
      expect(ended).to.deep.equal({ status: 3, stdout: secrets.file, stderr: ended.stderr });
      expect(ended.stderr).to.not.include(secrets.input);
      expect(hostcall(['replay', sample.output])).to.deep.equal(ended);
      const printed = hostcall(['replay', '--print', '-e', 'fd_read', '-Z', sample.output]).stdout;
      expect(printed).to.match(/^fd_read\(0<stdin>, .* = -1 EIO \(I\/O error\) \(INJECTED\)\n/);
    });

    it('by chance', () => {
      const ended = sample.record('--chaos', '42:1');
      expect(ended.stderr).to.match(/^hostcall: chaos with seed 42 and rate 1\n[\s\S]*repeat it with --chaos 42:1\n$/);
      const again = hostcall(['replay', sample.output]);
      expect([again.status, again.stdout]).to.deep.equal([ended.status, ended.stdout]);
    });

    it('and takes nothing else with -e; a replay takes none', () => {
      const chosen = sample.record('-e', 'fd_read');
      expect(chosen.status).to.equal(2);
      expect(errorLine(chosen)).to.match(/^-e of `hostcall record` accepts only inject= and fault=;/);
      sample.record();
      const replayed = hostcall(['replay', '-e', 'fault=fd_read', sample.output]);
      expect(replayed.status).to.equal(2);
      expect(errorLine(replayed)).to.equal(
        'a replay cannot tamper with calls; use inject= and fault= with `hostcall record`',
      );
    });
  });

  /** How many calls can be read from the recording by now. */
  const writtenCalls = () => {
    try {
      return [...readRecording(new Uint8Array(readFileSync(sample.output)), { partial: true }).calls()].length;
    } catch {
      // There is not even a header.
      return 0;
    }
  };

  it('is written when the program begins to wait', async function () {
    this.timeout(PATIENCE);
    const asking = await sample.module(
      'asking.wasm',
      `(module
        (import "wasi_snapshot_preview1" "sched_yield" (func $yield (result i32)))
        (import "wasi_snapshot_preview1" "fd_read" (func $read (param i32 i32 i32 i32) (result i32)))
        (memory (export "memory") 1)
        (func (export "_start")
          (drop (call $yield))
          (drop (call $yield))
          (i32.store (i32.const 0) (i32.const 64))
          (i32.store (i32.const 4) (i32.const 8))
          (drop (call $read (i32.const 0) (i32.const 0) (i32.const 1) (i32.const 8)))))`,
    );
    rmSync(sample.output, { force: true });
    const child = spawn(process.execPath, [bin, 'record', '-o', sample.output, asking], {
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    const ended = new Promise(resolve => child.once('exit', resolve));
    try {
      while (writtenCalls() === 0 && child.exitCode === null) await setTimeout(20);
    } finally {
      child.kill('SIGKILL');
    }
    await ended;
    expect(writtenCalls()).to.equal(2);
  });

  it('is written once a second while the program computes, whatever its clock says', async function () {
    this.timeout(2 * PATIENCE);
    const computing = await sample.module('computing.wasm', programs.COMPUTING);
    for (const options of [[], ['--host', 'deterministic']]) {
      rmSync(sample.output, { force: true });
      const words = ['record', '-o', sample.output, ...options, computing];
      const child = spawn(process.execPath, [bin, ...words], { stdio: 'ignore' });
      const ended = new Promise(resolve => child.once('exit', resolve));
      try {
        while (writtenCalls() < 2 && child.exitCode === null) await setTimeout(20);
      } finally {
        child.kill('SIGKILL');
      }
      await ended;
      expect(writtenCalls()).to.be.within(2, 5000);
    }
  });

  it('has written most of it when the program is killed', async () => {
    // Works through 200,000 calls, says so, and waits for ever.
    const waiting = await sample.module(
      'waiting.wasm',
      `(module
        (import "wasi_snapshot_preview1" "random_get" (func $random (param i32 i32) (result i32)))
        (import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
        (import "wasi_snapshot_preview1" "fd_read" (func $read (param i32 i32 i32 i32) (result i32)))
        (memory (export "memory") 1)
        (func (export "_start") (local $left i32)
          (local.set $left (i32.const 20000))
          (loop $again
            (drop (call $random (i32.const 64) (i32.const 8)))
            (br_if $again (local.tee $left (i32.sub (local.get $left) (i32.const 1)))))
          (i32.store (i32.const 0) (i32.const 64))
          (i32.store (i32.const 4) (i32.const 8))
          (drop (call $write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 8)))
          (drop (call $read (i32.const 0) (i32.const 0) (i32.const 1) (i32.const 8)))))`,
    );
    const child = spawn(process.execPath, [bin, 'record', '-o', sample.output, waiting], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    await new Promise(resolve => child.stdout.once('data', resolve));
    child.kill('SIGKILL');
    await new Promise(resolve => child.once('exit', resolve));
    const file = new Uint8Array(readFileSync(sample.output));
    expect(statSync(sample.output).size).to.be.greaterThan(3 * 65536);
    expect(() => readRecording(file)).to.throw('is cut off');
    const calls = [...readRecording(file, { partial: true }).calls()];
    expect(calls.length).to.be.within(10_000, 20_001);
  });
});
