import { expect } from 'chai';
import { hostcall, Scratch } from '../command-line.js';

const WASI = 'wasi_snapshot_preview1';

/** Sleeps for 1.5 s, yields, and exits. */
const SLEEPING = `(module
  (import "${WASI}" "poll_oneoff" (func $poll (param i32 i32 i32 i32) (result i32)))
  (import "${WASI}" "sched_yield" (func $yield (result i32)))
  (memory (export "memory") 1)
  (func (export "_start")
    (i32.store (i32.const 16) (i32.const 1))
    (i64.store (i32.const 24) (i64.const 1500000000))
    (drop (call $poll (i32.const 0) (i32.const 64) (i32.const 1) (i32.const 128)))
    (drop (call $yield))))`;

const EXIT = '+++ exited with 0 +++';

describe('hostcall trace shows times', () => {
  let scratch: Scratch;
  let program: string;

  before(async () => {
    scratch = new Scratch();
    program = await scratch.module('sleeping.wasm', SLEEPING);
  });
  after(() => scratch.remove());

  /** What stands before the calls and before the last line, in a world in which no time passes but that of sleeping. */
  function prefixes(...options: string[]): (string | undefined)[] {
    const world = ['--host', 'deterministic', '--clock', '2026-01-31T12:00:00.25Z'];
    const { status, stderr } = hostcall(['trace', ...options, ...world, program], { env: { TZ: 'Asia/Tokyo' } });
    expect(status, stderr).to.equal(0);
    return stderr
      .trimEnd()
      .split('\n')
      .map(line => /^(.*?)(?:poll_oneoff\(|sched_yield\(|\+\+\+)/.exec(line)?.[1]);
  }

  for (const [options, expected] of [
    [['-t'], ['12:00:00 ', '12:00:01 ', '12:00:01 ']],
    [['-tt'], ['12:00:00.250000 ', '12:00:01.750000 ', '12:00:01.750000 ']],
    [['-ttt'], ['1769860800.250000 ', '1769860801.750000 ', '1769860801.750000 ']],
    [['-r'], ['     0.000000 ', '     1.500000 ', '     0.000000 ']],
    [['-n'], ['[   0] ', '[   1] ', '[????] ']],
    [
      ['-t', '-r', '-n'],
      ['12:00:00 (+     0.000000) [   0] ', '12:00:01 (+     1.500000) [   1] ', '12:00:01 (+     0.000000) [????] '],
    ],
    [
      ['--absolute-timestamps', '--relative-timestamps', '--hostcall-number', '-e', 'sched_yield'],
      ['12:00:01 (+     0.000000) [   0] ', '12:00:01 (+     0.000000) [????] '],
    ],
  ] as const) {
    it(options.join(' '), () => expect(prefixes(...options)).to.deep.equal(expected));
  }

  it('-T shows how long each call took', () => {
    const { stderr } = hostcall(['trace', '-T', '--host', 'deterministic', program]);
    expect(stderr).to.match(/^poll_oneoff\(.* <1\.500000>\nsched_yield\(\) += 0 <0\.000000>\n/);
  });

  it('of the host in its own time zone', () => {
    const before = Date.now();
    const { stderr } = hostcall(['trace', '-tt', '-e', 'sched_yield', program], { env: { TZ: 'Asia/Tokyo' } });
    const day = (time: number) => new Date(time + 9 * 3_600_000).toISOString().slice(11, 19);
    const time = /^(\d\d:\d\d:\d\d)\.\d{6} sched_yield/.exec(stderr)?.[1];
    const between = Array.from({ length: 100 }, (_, second) => day(before + second * 1000));
    expect(between).to.include(time);
  });

  it('of the host since 1970', () => {
    const before = Date.now() / 1000;
    const { stderr } = hostcall(['trace', '-ttt', '-e', 'sched_yield', program]);
    const time = Number(/^(\d{10}\.\d{6}) sched_yield/.exec(stderr)?.[1]);
    expect(time).to.be.within(before + 1.4, Date.now() / 1000 + 0.1);
  });

  it('before the call, counted in the column of the = as in strace', () => {
    const { stderr } = hostcall(['trace', '-t', '-e', 'sched_yield', '--host', 'deterministic', program]);
    expect(stderr.split('\n')[0]).to.equal('00:00:01 sched_yield()                  = 0');
    expect(stderr.split('\n')[1]).to.equal(`00:00:01 ${EXIT}`);
  });
});
