import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect } from 'chai';
import { columnsNamed, summaryKey } from '../../../../adapters/cli/trace/summary-options.js';
import { DEFAULT_COLUMNS, type SummaryKey, summaryTable } from '../../../../adapters/cli/trace/summary-table.js';
import { bin, hostcall, PATIENCE, Scratch } from '../command-line.js';
import * as programs from '../programs.js';
import { readTable } from './read-table.js';

const WASI = 'wasi_snapshot_preview1';

/** Yields three times, closes a descriptor that is not open, writes `hello`, and waits 60 ms. */
const MIXED = `(module
  (import "${WASI}" "sched_yield" (func $yield (result i32)))
  (import "${WASI}" "fd_close" (func $close (param i32) (result i32)))
  (import "${WASI}" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
  (import "${WASI}" "poll_oneoff" (func $poll (param i32 i32 i32 i32) (result i32)))
  (memory (export "memory") 1)
  (data (i32.const 64) "hello")
  (func (export "_start")
    (drop (call $yield)) (drop (call $yield)) (drop (call $yield))
    (drop (call $close (i32.const 99)))
    (i32.store (i32.const 0) (i32.const 64))
    (i32.store (i32.const 4) (i32.const 5))
    (drop (call $write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 8)))
    (i32.store (i32.const 272) (i32.const 1))
    (i64.store (i32.const 280) (i64.const 60000000))
    (drop (call $poll (i32.const 256) (i32.const 512) (i32.const 1) (i32.const 16)))))`;

describe('hostcall trace -c', () => {
  let scratch: Scratch;
  let mixed: string;

  before(async () => {
    scratch = new Scratch();
    mixed = await scratch.module('mixed.wasm', MIXED);
  });
  after(() => scratch.remove());

  const count = (...options: string[]) => {
    const { status, stdout, stderr } = hostcall(['trace', ...options, mixed]);
    expect(status).to.equal(0);
    expect(stdout).to.equal('hello');
    // The program has not ended its line.
    return readTable(stderr.replace(/^\n/, ''));
  };

  it('counts only calls selected by -e status, -z, -Z and -P', () => {
    const counted = (...options: string[]) => {
      const { stderr } = hostcall(['trace', '-c', ...options, mixed]);
      return readTable(stderr.replace(/^\n/, ''))
        .rows.map(({ hostcall: name, calls }) => `${name} ${calls}`)
        .sort();
    };
    expect(counted('-Z')).to.deep.equal(['fd_close 1']);
    expect(counted('-z', '-e', 'sched_yield,fd_close')).to.deep.equal(['sched_yield 3']);
    expect(counted('-e', 'status=failed')).to.deep.equal(['fd_close 1']);
    expect(counted('-P', '/nothing', '-qqq')).to.deep.equal([]);
  });

  it('prints no lines, but a table of calls, errors, time and bytes', () => {
    const { heads, rows, total } = count('-c');
    expect(heads).to.deep.equal([
      '% time',
      'seconds',
      'usecs/call',
      'p95 usecs',
      'calls',
      'errors',
      'bytes',
      'hostcall',
    ]);
    const counted = rows.map(row => [row.hostcall, row.calls, row.errors, row.bytes].join(' ')).sort();
    expect(counted).to.deep.equal(['fd_close 1 1 ', 'fd_write 1  5', 'poll_oneoff 1  ', 'sched_yield 3  ']);
    expect(total).to.include({ '% time': '100.00', calls: '6', errors: '1', bytes: '5', hostcall: 'total' });
    const shares = rows.reduce((sum, row) => sum + Number(row['% time']), 0);
    expect(shares).to.be.within(99.9, 100.1);
    const times = rows.map(row => Number(row.seconds));
    expect(times).to.deep.equal(times.toSorted((a, b) => b - a));
  });

  it('counts time spent waiting only with -w', () => {
    const waited = (table: ReturnType<typeof count>) =>
      Number(table.rows.find(({ hostcall: name }) => name === 'poll_oneoff')?.seconds);
    // A busy machine may take its time over anything, but not each time.
    let least = Number.POSITIVE_INFINITY;
    for (let i = 0; i < 10 && least >= 0.055; i++) least = Math.min(least, waited(count('-c')));
    expect(least).to.be.below(0.055);
    expect(waited(count('-c', '-w'))).to.be.within(0.055, 40);
    expect(waited(count('--summary-only', '--summary-wall-clock'))).to.be.within(0.055, 40);
  });

  it('does not count the time that a read of stdin waits', async () => {
    const program = await scratch.module(
      'reading.wasm',
      `(module
        (import "${WASI}" "fd_read" (func $read (param i32 i32 i32 i32) (result i32)))
        (import "${WASI}" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
        (memory (export "memory") 1)
        (func (export "_start")
          (i32.store (i32.const 0) (i32.const 64))
          (i32.store (i32.const 4) (i32.const 10))
          (drop (call $write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 8)))
          (drop (call $read (i32.const 0) (i32.const 0) (i32.const 1) (i32.const 8)))))`,
    );
    /** Lets it read for a while, from when it says that it is about to. */
    const run = async (options: string) => {
      const child = spawn(process.execPath, [bin, 'trace', options, program], { timeout: PATIENCE });
      child.stdout.once('data', () => setTimeout(() => child.stdin.end(), 2000));
      const stderr = text(child.stderr);
      return Number(readTable((await stderr).replace(/^\n/, '')).total.seconds);
    };
    const waited = await run('-cw');
    expect(waited).to.be.within(0.5, 40);
    let least = Number.POSITIVE_INFINITY;
    for (let i = 0; i < 10 && least >= 0.5; i++) least = Math.min(least, await run('-c'));
    expect(least).to.be.below(0.5);
  });

  it('sorts by what -S says', () => {
    const names = (...options: string[]) => count('-c', ...options).rows.map(row => row.hostcall);
    expect(names('-S', 'calls')[0]).to.equal('sched_yield');
    expect(names('-S', 'errors')[0]).to.equal('fd_close');
    expect(names('-S', 'bytes')[0]).to.equal('fd_write');
    expect(names('-S', 'name')).to.deep.equal(['fd_close', 'fd_write', 'poll_oneoff', 'sched_yield']);
    expect(names('-w', '-S', 'max')[0]).to.equal('poll_oneoff');
  });

  it('with -C prints lines and the table', () => {
    const { stderr } = hostcall(['trace', '-C', '-e', 'trace=sched_yield', mixed]);
    const lines = stderr.replace(/^\n/, '').split('\n');
    expect(lines.slice(0, 3)).to.deep.equal(new Array(3).fill('sched_yield()                           = 0'));
    expect(lines.find(line => line.startsWith('+++'))).to.equal('+++ exited with 0 +++');
    const table = readTable(lines.slice(lines.indexOf('+++ exited with 0 +++') + 1).join('\n'));
    expect(table.rows.map(row => row.hostcall)).to.deep.equal(['sched_yield']);
  });

  it('goes into the file of -o', () => {
    const file = join(scratch.path, 'summary.txt');
    const { stderr } = hostcall(['trace', '-c', '-o', file, mixed]);
    expect(stderr).to.equal('');
    expect(readTable(readFileSync(file, 'utf8')).total.calls).to.equal('6');
  });

  it('has a table also for a program that makes no call, and for one that traps', async () => {
    const nothing = hostcall(['trace', '-c', await scratch.module('empty.wasm', programs.EMPTY)]);
    expect(readTable(nothing.stderr).total).to.include({ calls: '0', '% time': '0.00' });
    const trapped = hostcall([
      'trace',
      '-c',
      await scratch.module('trap.wasm', programs.writing('x\n', 1, 'unreachable')),
    ]);
    expect(trapped.status).to.equal(134);
    expect(trapped.stderr).to.match(/ fd_write\n/);
    expect(trapped.stderr).to.match(/^hostcall: the guest trapped: unreachable/m);
  });
});

describe('the table of a summary', () => {
  const row = {
    name: 'fd_read',
    calls: 3,
    errors: 0,
    time: 3_000_000_000,
    shortest: 1000,
    longest: 2e9,
    bytes: 12,
    p95: 2e9,
  } as const;

  it('is aligned, and sorts rows by any key', () => {
    const other = {
      ...row,
      name: 'proc_exit',
      calls: 10,
      errors: 2,
      time: 1_000_000_000,
      p95: 3,
      shortest: 2,
      longest: 5,
      bytes: 0,
    } as const;
    const total = { calls: 13, errors: 2, time: 4_000_000_000, shortest: 2, longest: 2e9, bytes: 12 };
    const first = (rows: readonly (typeof row | typeof other)[], sortBy: SummaryKey) =>
      summaryTable({ rows, total }, { sortBy, columns: DEFAULT_COLUMNS })[2];
    expect(summaryTable({ rows: [row, other], total })).to.deep.equal([
      '% time  seconds usecs/call p95 usecs calls errors bytes hostcall',
      '------ -------- ---------- --------- ----- ------ ----- ---------',
      ' 75.00 3.000000    1000000   2000000     3           12 fd_read',
      ' 25.00 1.000000     100000       0.0    10      2       proc_exit',
      '------ -------- ---------- --------- ----- ------ ----- ---------',
      '100.00 4.000000     307692              13      2    12 total',
    ]);
    expect(first([row, other], 'calls')).to.match(/proc_exit$/);
    expect(first([other, row], 'avg')).to.match(/fd_read$/);
    expect(first([other, row], 'nothing')).to.match(/proc_exit$/);
    expect(first([other, row], 'min')).to.match(/fd_read$/);
  });

  it('has the requested columns, in their order', () => {
    const total = { calls: 3, errors: 0, time: 3_000_000_000, shortest: 1000, longest: 2e9, bytes: 12 };
    const columns = columnsNamed('syscall,shortest,max_time,count');
    expect(summaryTable({ rows: [row], total }, { sortBy: 'time', columns })).to.deep.equal([
      'hostcall shortest longest calls',
      '-------- -------- ------- -----',
      'fd_read       1.0 2000000     3',
      '-------- -------- ------- -----',
      'total         1.0 2000000     3',
    ]);
    expect(() => columnsNamed('calls,count')).to.throw('-U calls,count has calls twice; leave one of them out');
    expect(() => columnsNamed('max-tiem')).to.throw("unknown column 'max-tiem' in -U; did you mean max-time?");
  });

  it('can also be sorted by strace’s names of columns', () => {
    for (const [word, key] of [
      ['time_total', 'time'],
      ['total-time', 'time'],
      ['shortest', 'min'],
      ['count', 'calls'],
      ['syscall_name', 'name'],
      ['none', 'nothing'],
    ] as const)
      expect(summaryKey(word), word).to.equal(key);
    expect(() => summaryKey('size')).to.throw("invalid --summary-sort-by 'size'; write one of time, calls, ");
  });
});
