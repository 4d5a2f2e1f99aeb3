import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { errorLine, hostcall, Scratch } from '../command-line.js';

const WASI = 'wasi_snapshot_preview1';

/**
 * Opens `in.txt` (descriptor 4, 5 …) and `missing` in its first directory, reads from the first, asks for the time, closes, and closes once more,
 * which fails.
 */
const BUSY = `(module
  (import "${WASI}" "path_open" (func $open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
  (import "${WASI}" "fd_read" (func $read (param i32 i32 i32 i32) (result i32)))
  (import "${WASI}" "fd_close" (func $close (param i32) (result i32)))
  (import "${WASI}" "clock_time_get" (func $time (param i32 i64 i32) (result i32)))
  (import "${WASI}" "proc_exit" (func $exit (param i32)))
  (memory (export "memory") 1)
  (data (i32.const 64) "in.txtmissing")
  (func (export "_start")
    (drop (call $open (i32.const 3) (i32.const 0) (i32.const 64) (i32.const 6) (i32.const 0) (i64.const 2) (i64.const 0) (i32.const 0) (i32.const 8)))
    (drop (call $open (i32.const 3) (i32.const 0) (i32.const 70) (i32.const 7) (i32.const 0) (i64.const 2) (i64.const 0) (i32.const 0) (i32.const 12)))
    (i32.store (i32.const 16) (i32.const 128))
    (i32.store (i32.const 20) (i32.const 10))
    (drop (call $read (i32.load (i32.const 8)) (i32.const 16) (i32.const 1) (i32.const 24)))
    (drop (call $time (i32.const 1) (i64.const 0) (i32.const 32)))
    (drop (call $close (i32.load (i32.const 8))))
    (drop (call $close (i32.load (i32.const 8))))
    (call $exit (i32.const 0))))`;

describe('hostcall trace chooses calls', () => {
  let scratch: Scratch;
  let program: string;

  before(async () => {
    scratch = new Scratch();
    program = await scratch.module('busy.wasm', BUSY);
    writeFileSync(join(scratch.path, 'in.txt'), 'hello');
  });
  after(() => scratch.remove());

  /** The names of the calls in a trace, those that failed with their errnos. */
  function traced(...options: string[]): string[] {
    const { status, stderr } = hostcall(['trace', ...options, '--dir', `${scratch.path}::/`, program]);
    expect(status).to.equal(0);
    const lines = stderr.trimEnd().split('\n');
    if (lines.at(-1)?.startsWith('hostcall: no call touched')) lines.pop();
    expect(lines.pop()).to.equal('+++ exited with 0 +++');
    return lines.map(line =>
      line.replace(/^(\w+).*?(?: = -1 (\w+) .*)?$/, (_, name, errno) => [name, errno].filter(Boolean).join(' ')),
    );
  }

  const ALL = ['path_open', 'path_open ENOENT', 'fd_read', 'clock_time_get', 'fd_close', 'fd_close EBADF', 'proc_exit'];

  for (const [options, expected] of [
    [[], ALL],
    [['-e', 'fd_read'], ['fd_read']],
    [
      ['-e', 'trace=fd_read,path_open'],
      ['path_open', 'path_open ENOENT', 'fd_read'],
    ],
    [
      ['-e', 'trace=!%file'],
      ['fd_read', 'clock_time_get', 'fd_close', 'fd_close EBADF', 'proc_exit'],
    ],
    [
      ['-e', 'fd_read', '-e', '/close/'],
      ['fd_close', 'fd_close EBADF'],
    ],
    [['-e', 'trace=none'], []],
    [['-Z'], ['path_open ENOENT', 'fd_close EBADF']],
    [['--failed-only'], ['path_open ENOENT', 'fd_close EBADF']],
    [['-z'], ['path_open', 'fd_read', 'clock_time_get', 'fd_close']],
    [['--successful-only'], ['path_open', 'fd_read', 'clock_time_get', 'fd_close']],
    [
      ['-e', 'status=failed'],
      ['path_open ENOENT', 'fd_close EBADF'],
    ],
    [
      ['-e', 'status=failed,unfinished'],
      ['path_open ENOENT', 'fd_close EBADF', 'proc_exit'],
    ],
    [
      ['-e', 'status=!failed'],
      ['path_open', 'fd_read', 'clock_time_get', 'fd_close', 'proc_exit'],
    ],
    [['-e', 'status=all'], ALL],
    [['-e', 'status=none'], []],
    [
      ['-P', '/in.txt'],
      ['path_open', 'fd_read', 'fd_close'],
    ],
    [
      ['--trace-path', '/missing', '-P', '/in.txt'],
      ['path_open', 'path_open ENOENT', 'fd_read', 'fd_close'],
    ],
    [
      ['-P', '/'],
      ['path_open', 'path_open ENOENT', 'fd_read', 'fd_close'],
    ],
    [
      ['-P', '/no/../in.txt'],
      ['path_open', 'fd_read', 'fd_close'],
    ],
    [['-P', '/in'], []],
    [['-P', '/', '-Z', '-e', '%file'], ['path_open ENOENT']],
  ] as const) {
    it(`with ${options.join(' ') || 'no option: all of them'}`, () => {
      expect(traced(...options)).to.deep.equal(expected);
    });
  }

  it('with -P that no call has touched says so, and names what may be meant', () => {
    const complaints = (...options: string[]) =>
      hostcall(['trace', ...options, '--dir', `${scratch.path}::/`, program])
        .stderr.split('\n')
        .filter(line => line.startsWith('hostcall: '));
    expect(complaints('-P', '/in.tx')).to.deep.equal(['hostcall: no call touched /in.tx (-P); did you mean /in.txt?']);
    expect(complaints('-c', '-P', '/elsewhere', '-P', '/in.txt', '-P', '/there')).to.deep.equal([
      'hostcall: no call touched /elsewhere (-P); write paths as the program sees them: it has touched /, /in.txt, /missing',
      'hostcall: no call touched /there (-P); write paths as the program sees them: it has touched /, /in.txt, /missing',
    ]);
    // It is the other option that leaves nothing.
    expect(complaints('-P', '/in.txt', '-e', 'sched_yield')).to.deep.equal([]);
    expect(complaints('-P', '/')).to.deep.equal([]);
  });

  it('with -P in a directory that is called `.`, as a trace writes its paths and shorter', () => {
    const chosen = (...options: string[]) =>
      hostcall(['trace', ...options, '--dir', '.', program], { cwd: scratch.path })
        .stderr.split('\n')
        .slice(0, -2);
    const all = chosen('-e', 'path_open,fd_read,fd_close').slice(0, -1);
    expect(all).to.have.length(4);
    expect(all[0]).to.include('= 4<./in.txt>');
    expect(chosen('-P', '.')).to.deep.equal(all);
    for (const path of ['./in.txt', 'in.txt', 'x/../in.txt'])
      expect(chosen('-P', path), path).to.deep.equal(all.filter(line => !line.includes('missing')));
    expect(chosen('-P', '/in.txt')).to.deep.equal(['+++ exited with 0 +++']);
    const fault = ['-e', 'fault=fd_read:error=EIO', '-e', 'trace=fd_read', '-P', './in.txt'];
    expect(chosen(...fault)[0]).to.match(/= -1 EIO .*\(INJECTED\)$/);
  });

  for (const [options, message] of [
    [['-P', ''], "invalid -P ''; write a guest path, such as -P /tmp or -P stdin"],
    [['-e', 'nosuch'], "unknown hostcall 'nosuch'; `hostcall explain` lists them"],
    [['-e', 'trace=fd_raed'], "unknown hostcall 'fd_raed'; did you mean fd_read, fd_pread?"],
    [['-e', 'tarce=fd_read'], "unknown qualifier 'tarce' in -e 'tarce=fd_read'; did you mean trace=?"],
    [['-e', 'status=faild'], "unknown status 'faild'; did you mean failed?"],
    [['-e', 'status=x'], "unknown status 'x'; write one of successful, failed, unfinished"],
    [['-z', '-Z'], '-z and -Z exclude each other; use one of them'],
    [['-z', '-e', 'status=failed'], '-e status= and -z or -Z exclude each other; use one of them'],
    [['-X', 'pretty'], /^invalid --const-print-style 'pretty'; /],
    [['-s', 'many'], "invalid -s 'many'; write a whole number, such as -s 256"],
    [['-a', '-1'], "invalid -a '-1'; write a whole number, such as -a 40"],
    [['-w'], '-w has no effect without a summary; add -c or -C'],
    [['-S', 'calls'], '-S has no effect without a summary; add -c or -C'],
    [['-c', '-C'], '-c and -C exclude each other; use one of them'],
    [
      ['-c', '-S', 'size'],
      "invalid --summary-sort-by 'size'; write one of time, calls, errors, avg, p95, min, max, bytes, name, nothing",
    ],
  ] as const) {
    it(`refuses ${options.join(' ')}`, () => {
      const ended = hostcall(['trace', ...options, program]);
      expect(ended.status).to.equal(2);
      expect(ended.stdout).to.equal('');
      if (typeof message === 'string') expect(errorLine(ended)).to.equal(message);
      else expect(errorLine(ended)).to.match(message);
    });
  }
});
