import { expect } from 'chai';
import { errorLine, hostcall, Scratch } from '../command-line.js';
import { ENVIRONMENT } from '../programs.js';

const WASI = 'wasi_snapshot_preview1';

/** Makes a call that fails, one that succeeds, and reads the time. */
const CALLING = `(module
  (import "${WASI}" "fd_tell" (func $tell (param i32 i32) (result i32)))
  (import "${WASI}" "sched_yield" (func $yield (result i32)))
  (import "${WASI}" "clock_time_get" (func $time (param i32 i64 i32) (result i32)))
  (memory (export "memory") 1)
  (func (export "_start")
    (drop (call $tell (i32.const 9) (i32.const 16)))
    (drop (call $yield))
    (drop (call $time (i32.const 1) (i64.const 0) (i32.const 16)))))`;

describe('What people who know strace write is understood by hostcall trace:', () => {
  let scratch: Scratch;
  let program: string;
  before(async () => {
    scratch = new Scratch();
    program = await scratch.module('calling.wasm', CALLING);
  });
  after(() => scratch.remove());

  /** The trace of a run with a clock that stands still. */
  function traced(options: string): readonly string[] {
    const words = options === '' ? [] : options.split(' ');
    const { status, stderr } = hostcall(['trace', '--clock', '2026-01-31', ...words, program]);
    expect(status, stderr).to.equal(0);
    return stderr.split('\n').slice(0, -1);
  }

  for (const [theirs, ours] of [
    ['-f', ''],
    ['--follow-forks', ''],
    ['-q', ''],
    ['--quiet --silent --silence', '-qqq'],
    ['--trace=fd_tell', '-e fd_tell'],
    ['--trace fd_tell', '-e fd_tell'],
    ['-e t=fd_tell', '-e trace=fd_tell'],
    ['-e t=/^fd_', '-e trace=/^fd_/'],
    ['-e ?fd_tell,?clone3', '-e fd_tell'],
    ['-e trace=%network', '-e trace=%net'],
    ['--status=failed', '-Z'],
    ['--inject=fd_tell:error=ESPIPE:when=1', '-e inject=fd_tell:error=ESPIPE:when=1'],
    ['--fault=sched_yield', '-e fault=sched_yield'],
    ['--raw=all', '-X raw'],
    ['-e raw=all', '-X raw'],
    ['-e x=all', '-X raw'],
    ['-e abbrev=none', '-v'],
    ['-e a=none', '-v'],
    ['-e decode-fds=none', '--decode-fds=none'],
    ['--absolute-timestamps', '-t'],
    ['--absolute-timestamps=us', '-tt'],
    ['--absolute-timestamps=format:unix,precision:us', '-ttt'],
    ['--absolute-timestamps=none', ''],
    ['--relative-timestamps', '-r'],
    ['--relative-timestamps=us', '-r'],
    ['--syscall-times', '-T'],
    ['--syscall-times=us', '-T'],
    ['--syscall-number', '-n'],
    ['--stack-trace', '-k'],
    ['-c -S time_total', '-c -S time'],
    ['-c -U time-percent,total-time,avg-time,p95,calls,errors,bytes,name', '-c'],
  ] as const)
    it(`${theirs} is ${ours || 'nothing special'}`, () => {
      expect(traced(theirs)).to.deep.equal(traced(ours));
    });

  it('precision of times', () => {
    expect(traced('-ttt=ns -r=ms -T=ns -e sched_yield')[0]).to.equal(
      '1769817600.000000000 (+     0.000) sched_yield() = 0 <0.000000000>',
    );
    expect(traced('-t=ns -e sched_yield')[0]).to.equal('00:00:00.000000000 sched_yield()        = 0');
    expect(traced('-T=s -e sched_yield')[0]).to.match(/ = 0 <0>$/);
  });

  it('-e raw= and abbrev= of some hostcalls', () => {
    const plain = traced('');
    const numbers = traced('-X raw');
    expect(traced('-e raw=fd_tell')).to.deep.equal([numbers[0], ...plain.slice(1)]);
    expect(traced('-e raw=%clock')).to.deep.equal([...plain.slice(0, 2), numbers[2], ...plain.slice(3)]);
  });

  it('-qq and -e quiet=exit leave out how the program ended, and -qqq that no call touched a path', () => {
    const calls = traced('').slice(0, -1);
    for (const options of ['-qq', '-qqq', '--quiet=exit', '-e quiet=exit', '-e q=exit,attach', '-q -q'])
      expect(traced(options), options).to.deep.equal(calls);
    const untouched = 'hostcall: no call touched /x (-P); the program has touched no path';
    expect(traced('-qq -P /x')).to.deep.equal([untouched]);
    expect(traced('-qqq -P /x')).to.deep.equal([]);
    expect(traced('--quiet=path-resolution -P /x')).to.deep.equal(['+++ exited with 0 +++']);
  });

  it('-E sets a variable', async () => {
    const environment = await scratch.module('environment.wasm', ENVIRONMENT);
    const { stdout } = hostcall(['trace', '-o', '/dev/null', '-E', 'A=1', '--env', 'B=2', '-E', 'B=3', environment]);
    expect(stdout.split('\0').filter(Boolean).sort()).to.deep.equal(['A=1', 'B=3']);
  });

  it('options behind the program belong to the program', () => {
    for (const word of ['--trace=nothing', '-T=ns', '--syscall-times=ns', '-p'])
      expect(hostcall(['trace', program, word]).status).to.equal(0);
  });

  for (const [options, message] of [
    ['-ff', '-ff has nothing to separate: a program is one process, so its trace is one file; leave it out'],
    ['-p 1', "unknown option '-p'; there is nothing to attach to: a program is traced from its start"],
    ['-i', "unknown option '-i'; -k shows where in the program a call is made"],
    ['--signal=INT', "unknown option '--signal=INT'; a WASI program cannot be sent a signal"],
    ['-e signal=all', 'there is no -e signal=; a WASI program cannot be sent a signal'],
    ['-e verbose=none', 'there is no -e verbose=; -v abbreviates nothing, and -X raw shows pointers'],
    [
      '-E PATH',
      '-E PATH takes no variable away: a program inherits none; to pass on that of the host, write --env PATH',
    ],
    [
      '-e quiet=exits',
      "invalid word 'exits' in quiet=; write one of attach, exit, path-resolution, personality, thread-execve, superseded",
    ],
    ['-T=fs', "invalid precision 'fs' in --hostcall-times; write one of s, ms, us, ns"],
    [
      '-t=unix,fs',
      "invalid word 'fs' in --absolute-timestamps=unix,fs; write a format (none, time, unix), a precision (s, ms, us, ns), or both with a comma between",
    ],
    ['-U calls', '-U has no effect without a summary; add -c or -C'],
    ['--inject=sched_yield:signal=INT', undefined],
  ] as const)
    it(`explains the alternative to ${options}`, () => {
      const ended = hostcall(['trace', ...options.split(' '), program]);
      expect(ended.status).to.equal(2);
      if (message === undefined) expect(errorLine(ended)).to.match(/signal/);
      else expect(errorLine(ended)).to.equal(message);
    });
});
