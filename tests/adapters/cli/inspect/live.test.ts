import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { readRecording } from '../../../../application/recording/index.js';
import { BUILD_TIMEOUT, buildC } from '../../../guests/build-c.js';
import { buildThreads } from '../../../guests/build-threads.js';
import { buildWat } from '../../../guests/build-wat.js';
import { errorLine, hostcall, Scratch } from '../command-line.js';
import { TRAPPING } from '../programs.js';
import { LiveClient } from './live-client.js';

describe('hostcall inspect, with a program', () => {
  const scratch = new Scratch();
  let program: string;
  let client: LiveClient;

  before(async function () {
    this.timeout(BUILD_TIMEOUT);
    program = scratch.file('stepped.wasm', await buildC('stepped'));
    scratch.folder('home', { 'notes.txt': 'buy milk' });
  });
  after(() => scratch.remove());
  afterEach(() => client?.end());

  const start = async (...options: readonly string[]) => {
    client = await LiveClient.start([...options, '--dir', `${join(scratch.path, 'home')}::/`, program]);
    return client;
  };

  /** Goes on to the end. */
  const finish = async () => {
    await client.do({ command: 'breakpoints', breakpoints: [] });
    await client.do({ command: 'end-input' });
    await client.do({ command: 'continue' });
    return client.next('ended');
  };

  it('stops before the first call, and goes from call to call', async () => {
    await start();
    const first = await client.stop();
    expect(first).to.include({ cause: 'start' });
    expect(first.line).to.match(/^fd_prestat_get\(3, 0x[0-9a-f]+ <unfinished ...>$/);
    expect(first.result).to.equal(undefined);
    await client.do({ command: 'result' });
    const made = await client.stop();
    expect(made.call.sequence).to.equal(first.call.sequence);
    expect(made.result).to.deep.include({ errno: 0, value: 0 });
    await client.do({ command: 'step' });
    const second = await client.stop();
    expect(second).to.include({ cause: 'step' });
    expect(second.call).to.include({ name: 'fd_prestat_dir_name', sequence: 1 });
    await client.do({ command: 'step', count: 2 });
    expect((await client.stop()).call.sequence).to.equal(3);
    const { text } = await finish();
    expect(text).to.equal('exited with 0');
    expect(client.output).to.match(/^notes: buy milk\nmissing: No such file or directory\n/);
  });

  it('stops before calls that touch a path, and at results with an errno', async () => {
    await start('--no-stop', '--break', 'path_open path=/notes.txt', '--break', 'errno=ENOENT');
    const opened = await client.stop();
    expect(opened).to.include({ cause: 'breakpoint', breakpoint: 'path_open path=/notes.txt' });
    expect(opened.result).to.equal(undefined);
    expect(opened.call.args).to.include({ path: 'notes.txt' });
    await client.do({ command: 'continue' });
    const failed = await client.stop();
    expect(failed).to.include({ cause: 'breakpoint', breakpoint: 'errno=ENOENT' });
    expect(failed.call.args).to.include({ path: 'missing.txt' });
    expect(failed.result).to.deep.equal({ errno: 44, error: 'ENOENT', value: 0, results: {} });
    await finish();
  });

  it('stops where a descriptor is opened, and before each call that takes it', async () => {
    await start('--no-stop', '--break', 'fd=4');
    await client.stop();
    for (const expected of [{ name: 'path_open', result: 4 }, { name: 'fd_read' }]) {
      await client.do({ command: 'continue' });
      const { call, result } = await client.stop();
      expect({ name: call.name, ...(result && { result: result.value }) }).to.deep.equal(expected);
    }
    await finish();
  });

  it('stops elsewhere when the breakpoints are replaced', async () => {
    await start('--break', 'random_get');
    await client.stop();
    await client.do({ command: 'breakpoints', breakpoints: [{ filter: 'clock_time_get' }] });
    expect(
      (await client.next('breakpoints', ({ breakpoints }) => breakpoints[0]?.filter !== 'random_get')).breakpoints,
    ).to.deep.equal([{ filter: 'clock_time_get' }]);
    await client.do({ command: 'continue' });
    expect((await client.stop()).call.name).to.equal('clock_time_get');
    await finish();
  });

  it('changes what a call returns, and the program uses it', async () => {
    await start('--no-stop', '--break', 'path_open path=/notes.txt');
    await client.stop();
    await client.do({ command: 'answer', answer: { errno: 'EACCES' } });
    expect((await client.next('answer')).text).to.equal('EACCES');
    await finish();
    expect(client.output).to.match(/^notes: Permission denied\n/);
    const calls = [...readRecording(await client.recording()).calls()];
    const [call] = calls.filter(({ name }) => name === 'path_open');
    expect(call?.text()).to.match(/"notes.txt".* = -1 EACCES \(.*\) \(INJECTED\)$/);
  });

  it('changes the result of a call that has been made: bytes, numbers, errno', async () => {
    await start(
      '--no-stop',
      '--break',
      'fd_read path=/notes.txt',
      '--break',
      'clock_time_get',
      '--break',
      'errno=ENOENT',
    );
    await client.stop();
    await client.do({ command: 'answer', answer: { data: Buffer.from('sell it').toString('hex') } });
    await client.do({ command: 'continue' });
    expect((await client.stop()).result?.error).to.equal('ENOENT');
    await client.do({ command: 'answer', answer: { errno: 'EIO' } });
    await client.do({ command: 'continue' });
    await client.stop();
    await client.do({ command: 'result' });
    const clock = await client.stop();
    expect(clock.names).to.deep.equal(['time']);
    expect(clock.result?.results.time).to.match(/^1\d{18}$/);
    await client.do({ command: 'answer', answer: { results: { time: '1000000005' } } });
    await finish();
    expect(client.output).to.match(/^notes: sell it\nmissing: I\/O error\ntime: 1\.000000005\n/);
  });

  it('says why an answer does not fit, and the program stays where it is', async () => {
    await start('--break', 'fd_close');
    await client.stop();
    for (const [answer, problem] of [
      [{ errno: 'ENOTHING' }, /^unknown errno 'ENOTHING'/],
      [{ value: 3 }, /^fd_prestat_get returns no number/],
      [{ results: { size: 1 } }, /^fd_prestat_get has no number 'size' among its results/],
      [{ results: {} }, /returns 'buf.nameLength' too, which is not given/],
      [{ errno: 'EIO', value: 1 }, /^a call that fails has no results/],
      [{ data: '00' }, /^fd_prestat_get reads no bytes/],
    ] as const) {
      await client.do({ command: 'answer', answer });
      expect((await client.next('problem')).text).to.match(problem);
    }
    await client.do({ command: 'answer', answer: { errno: 'EIO' } });
    await client.next('answer', ({ text }) => text === 'EIO');
    await client.do({ command: 'answer', answer: null });
    expect((await client.next('answer')).text).to.equal(undefined);
    await client.do({ command: 'continue' });
    expect((await client.stop()).call.name).to.equal('fd_close');
    await finish();
  });

  it('sets the clock and the random bytes', async () => {
    await start();
    await client.stop();
    await client.do({ command: 'clock', realtime: '86400000000000' });
    await client.do({ command: 'random', bytes: '00 ff 12 ab' });
    await finish();
    expect(client.output).to.match(/\ntime: 8640\d\.\d{9}\nrandom: 00ff12ab\n/);
  });

  it('is the terminal of the program, and says where it waits', async () => {
    await start('--no-stop');
    const { waiting } = await client.next('waiting');
    expect(waiting.call.name).to.equal('fd_read');
    expect(waiting.line).to.match(/^fd_read\(0<stdin>/);
    await client.do({ command: 'input', text: 'Ada\n' });
    expect((await client.next('ended')).end).to.deep.equal({ exitCode: 0 });
    expect(client.output).to.match(/\nterminal: 1\nhello, Ada\n$/);
  });

  it('stops on request at the result of a call that the program waits in', async () => {
    await start('--no-stop');
    await client.next('waiting');
    await client.do({ command: 'pause' });
    await client.do({ command: 'input', text: 'Ada\n' });
    const stop = await client.stop();
    expect(stop).to.include({ cause: 'pause' });
    expect(stop.result).to.include({ errno: 0, value: 4 });
    await finish();
  });

  it('records what has happened up to where it is stopped', async () => {
    await start('--no-stop', '--break', 'random_get');
    await client.stop();
    const { body } = await fetch(`${client.address}live/recording`);
    const pieces: Uint8Array[] = [];
    for await (const piece of body as unknown as AsyncIterable<Uint8Array>) {
      pieces.push(piece);
      const names = [...readRecording(Buffer.concat(pieces), { partial: true }).calls()].map(({ name }) => name);
      if (names.at(-1) === 'clock_time_get' || names.at(-1) === 'fd_write') break;
    }
    await finish();
    const whole = readRecording(await client.recording());
    expect(whole.end).to.deep.equal({ exitCode: 0 });
    expect(whole.header.program).to.equal(program);
  });

  for (const [where, go] of [
    ['where it is stopped', async () => void (await client.stop())],
    [
      'where it waits',
      async () => {
        await client.stop();
        await client.do({ command: 'continue' });
        await client.next('waiting');
      },
    ],
  ] as const)
    it(`ends the program ${where}, with its recording whole`, async () => {
      await start();
      await go();
      await client.do({ command: 'kill' });
      expect((await client.next('ended')).text).to.equal('killed by SIGKILL');
      expect(readRecording(await client.recording()).end).to.deep.equal({ signal: 'SIGKILL' });
    });

  it('does not make the call that it is stopped before when it is ended there', async () => {
    const path = scratch.file('unlink.wasm', await buildWat(UNLINKING));
    const folder = scratch.folder('kept', { 'a.txt': '' });
    client = await LiveClient.start(['--dir', `${folder}::/`, path]);
    expect((await client.stop()).call.name).to.equal('path_unlink_file');
    await client.do({ command: 'kill' });
    await client.next('ended');
    expect(existsSync(join(folder, 'a.txt'))).to.equal(true);
  });

  it('ends a program that computes, together with its thread', async () => {
    const path = await scratch.module(
      'loop.wasm',
      '(module (memory (export "memory") 1) (func (export "_start") (loop $l (br $l))))',
    );
    client = await LiveClient.start([path]);
    // It takes none of them: only so many wait.
    const breakpoints = [{ filter: `path_open path=/${'x'.repeat(30_000)}` }];
    const answers = [];
    for (let i = 0; i < 3; i++) answers.push(await client.post({ command: 'breakpoints', breakpoints }));
    expect(answers).to.deep.equal([
      { status: 204, text: '' },
      { status: 204, text: '' },
      { status: 503, text: 'the program makes no calls, and takes no more commands until it does\n' },
    ]);
    await client.do({ command: 'kill' });
    expect((await client.next('ended')).text).to.equal('it was ended by hand');
  });

  it('stops at the calls that a module makes when it is instantiated', async () => {
    client = await LiveClient.start([await scratch.module('begins.wasm', BEGINNING)]);
    const stop = await client.stop();
    expect([stop.cause, stop.call.name]).to.deep.equal(['start', 'fd_read']);
    await client.do({ command: 'continue' });
    await client.next('waiting');
    await client.end();
    client = await LiveClient.start(['--no-stop', join(scratch.path, 'begins.wasm')]);
    expect((await client.next('waiting')).waiting.call.name).to.equal('fd_read');
    await client.do({ command: 'end-input' });
    expect((await client.next('ended')).end).to.deep.equal({ exitCode: 0 });
  });

  it('runs it again, with the same breakpoints', async () => {
    await start('--break', 'random_get');
    await client.stop();
    await client.do({ command: 'restart' });
    await client.next('restarted');
    await client.connect();
    expect((await client.next('breakpoints')).breakpoints).to.deep.equal([{ filter: 'random_get' }]);
    expect((await client.stop()).cause).to.equal('start');
    await client.do({ command: 'continue' });
    expect((await client.stop()).call.name).to.equal('random_get');
    await finish();
  });

  it('stays where it is while no page is open, and tells the next one where that is', async () => {
    await start('--break', 'random_get');
    await client.stop();
    await client.do({ command: 'continue' });
    const before = await client.stop();
    const written = client.output;
    await client.connect();
    expect(await client.stop()).to.deep.equal(before);
    expect(client.output).to.equal(written).and.contain('buy milk');
    await finish();
  });

  it('says how a program trapped', async () => {
    client = await LiveClient.start([await scratch.module('trap.wasm', TRAPPING)]);
    expect((await client.next('ended')).text).to.match(/^trapped: unreachable/);
    await client.end();
    const starting = '(module (func unreachable) (memory (export "memory") 1) (func (export "_start")) (start 0))';
    client = await LiveClient.start([await scratch.module('trap.wasm', starting)]);
    expect((await client.next('ended')).text).to.match(/^trapped: unreachable/);
  });

  it('takes no commands from elsewhere, and no invalid ones', async () => {
    await start();
    await client.stop();
    const refused = async (body: unknown, status: number, text: RegExp, headers = {}) => {
      const answer = await client.post(body, headers);
      expect(answer.status).to.equal(status);
      expect(answer.text).to.match(text);
    };
    await refused({ command: 'continue' }, 403, /another origin/, { Origin: 'http://evil.example' });
    await refused({ command: 'continue' }, 415, /application\/json/, { 'Content-Type': 'text/plain' });
    await refused({ command: 'go' }, 400, /^unknown command 'go'; there are continue, /);
    await refused({ command: 'step', count: -1 }, 400, /count/);
    await refused({ command: 'step', times: 1 }, 400, /times/);
    await refused({ command: 'breakpoints', breakpoints: [{ filter: 'path_opne' }] }, 400, /did you mean path_open/);
    await refused({ command: 'breakpoints', breakpoints: [{ filter: ' ' }] }, 400, /no condition/);
    await refused({ command: 'clock', realtime: 'noon' }, 400, /'noon' is no time/);
    await refused({ command: 'random', bytes: '0' }, 400, /'0' is no bytes/);
    await refused({ command: 'input' }, 400, /input is text/);
    await refused('null', 400, /^unknown command/);
    await refused({ command: { toString: null } }, 400, /./);
    await refused('{', 400, /JSON/);
    await refused('"'.padEnd(2 ** 20 + 1, 'x'), 413, /at most/);
    expect(client.events.at(-1)?.kind).to.equal('stopped');
    await finish();
  });

  it('steps through the calls of all threads of a program', async () => {
    client = await LiveClient.start([
      ...['--no-stop', '--break', 'fd_write'],
      ...[scratch.file('threads.wasm', await buildThreads()), 'greeting'],
    ]);
    const threads: unknown[] = [];
    for (let stops = 0; stops < 3; stops++) {
      threads.push((await client.stop()).call.thread);
      if (stops === 1) await client.do({ command: 'answer', answer: { value: 4, errno: 0 } });
      await client.do({ command: 'continue' });
    }
    expect(threads).to.deep.equal([2, 3, undefined]);
    expect((await client.next('ended')).end).to.deep.equal({ exitCode: 0 });
    expect(client.output).to.equal('one\nthree\n');
  });

  it('ends a program with threads where it is stopped', async () => {
    client = await LiveClient.start([scratch.file('threads.wasm', await buildThreads()), 'greeting']);
    await client.stop();
    await client.do({ command: 'kill' });
    expect((await client.next('ended')).kind).to.equal('ended');
  });

  it('lists the changes in its overlays when it is ended with the command', async () => {
    const path = scratch.file('unlink.wasm', await buildWat(`${UNLINKING}`));
    const folder = scratch.folder('overlaid', { 'a.txt': '' });
    client = await LiveClient.start(['--overlay', `${folder}::/`, path]);
    await client.stop();
    await client.do({ command: 'continue' });
    await client.next('ended');
    expect(await client.end()).to.equal('SIGINT');
    expect(client.stderr).to.match(/^D .*a\.txt$/m);
    expect(existsSync(join(folder, 'a.txt'))).to.equal(true);
  });

  for (const [how, go, kept] of [
    ['ended by itself', { command: 'continue' }, false],
    ['been killed', { command: 'kill' }, true],
  ] as const)
    it(`${kept ? 'leaves' : 'writes'} what its overlays hold ${kept ? 'unwritten' : 'to disk'} with --apply when it has ${how}`, async () => {
      const path = scratch.file('unlink.wasm', await buildWat(UNLINKING));
      const folder = scratch.folder(`applied ${how}`, { 'a.txt': '' });
      client = await LiveClient.start(['--apply', '--overlay', `${folder}::/`, path]);
      await client.stop();
      await client.do({ command: 'step' });
      await client.stop();
      await client.do(go);
      await client.next('ended');
      expect(await client.end()).to.equal('SIGINT');
      expect(existsSync(join(folder, 'a.txt'))).to.equal(kept);
      expect(client.stderr).to.contain(kept ? '1 change not written to' : '1 change written to');
    });

  it('ends on Ctrl-C, and the program with it', async () => {
    await start();
    await client.stop();
    expect(await client.end()).to.equal('SIGINT');
  });

  it('refuses what cannot be run, before there is a page', () => {
    const refused = (...args: readonly string[]) => {
      const ended = hostcall(['inspect', ...args]);
      expect(ended.status).to.equal(2);
      return errorLine(ended);
    };
    expect(refused('--dir', '/nowhere/at/all', program)).to.contain('/nowhere/at/all');
    expect(refused('--break', 'path_opne', program)).to.match(/^unknown hostcall 'path_opne'; did you mean path_open/);
    expect(refused(join(scratch.path, 'gone.hcr'))).to.contain('no such file');
    const trace = scratch.file('trace.txt', 'sched_yield() = 0\n');
    expect(refused('--dir', '.', trace)).to.contain('is not a program');
    expect(refused('--no-stop', trace)).to.contain('is not a program');
    expect(refused(trace, trace, trace)).to.contain('one file too many');
    expect(refused('-', '-')).to.contain('only one of the files');
  });

  it('takes - for standard input where a program has that name', async () => {
    const cwd = scratch.folder('named', { 'a.txt': '' });
    const module = await buildWat(TRAPPING);
    writeFileSync(join(cwd, '-'), module);
    const ended = hostcall(['inspect', '-'], { cwd, input: Buffer.from(module) as never });
    expect(ended.status).to.equal(2);
    expect(errorLine(ended)).to.match(/^- is a program, not a trace of one/);
  });

  for (const [what, wat, options] of [
    ['imports what is unknown', '(module (import "env" "x" (func)) (func (export "_start")))', []],
    ['is not a command', '(module (memory (export "memory") 1))', []],
    ['is given a directory that does not exist', TRAPPING, ['--dir', '/nowhere/at/all']],
    ['is given a stack that is too small', TRAPPING, ['--max-stack', '1K']],
  ] as const)
    it(`refuses a program that ${what} as run does`, async () => {
      const path = await scratch.module('refused.wasm', wat);
      const [ran, inspected] = ['run', 'inspect'].map(command => hostcall([command, ...options, path]));
      expect(inspected).to.deep.equal(ran);
      expect(inspected?.status).to.be.greaterThan(0);
    });
});

/** Reads from stdin when it is instantiated. A memory that it does not import would be unknown by then. */
const BEGINNING = `(module
  (import "wasi_snapshot_preview1" "fd_read" (func $read (param i32 i32 i32 i32) (result i32)))
  (import "env" "memory" (memory 1 1 shared))
  (export "memory" (memory 0))
  (func $begin
    (i32.store (i32.const 0) (i32.const 64))
    (i32.store (i32.const 4) (i32.const 8))
    (drop (call $read (i32.const 0) (i32.const 0) (i32.const 1) (i32.const 16))))
  (func (export "_start"))
  (start $begin))`;

/** Removes a file, and then tries to twice more. */
const UNLINKING = `(module
  (import "wasi_snapshot_preview1" "path_unlink_file" (func $unlink (param i32 i32 i32) (result i32)))
  (memory (export "memory") 1)
  (data (i32.const 0) "a.txt")
  (func $remove (drop (call $unlink (i32.const 3) (i32.const 0) (i32.const 5))))
  (func (export "_start") (call $remove) (call $remove) (call $remove)))`;
