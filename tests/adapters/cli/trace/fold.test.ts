import { expect } from 'chai';
import { errorLine, hostcall, Scratch } from '../command-line.js';

const WASI = 'wasi_snapshot_preview1';

/** Makes one call five times, another once, and the first twice. */
const REPEATING = `(module
  (import "${WASI}" "fd_tell" (func $tell (param i32 i32) (result i32)))
  (import "${WASI}" "sched_yield" (func $yield (result i32)))
  (memory (export "memory") 1)
  (func $times (param $left i32)
    (loop $again
      (drop (call $tell (i32.const 9) (i32.const 16)))
      (br_if $again (local.tee $left (i32.sub (local.get $left) (i32.const 1))))))
  (func (export "_start")
    (call $times (i32.const 5))
    (drop (call $tell (i32.const 8) (i32.const 16)))
    (drop (call $yield))
    (call $times (i32.const 2))))`;

const FAILED = '-1 EBADF (Bad file descriptor)';
const TELL = `fd_tell(9)                              = ${FAILED}`;
const OTHER = `fd_tell(8)                              = ${FAILED}`;
const YIELD = 'sched_yield()                           = 0';

describe('hostcall trace --fold', () => {
  let scratch: Scratch;
  let program: string;
  before(async () => {
    scratch = new Scratch();
    program = await scratch.module('repeating.wasm', REPEATING);
  });
  after(() => scratch.remove());

  const lines = (...words: string[]) => hostcall(['trace', '--fold', ...words, program]).stderr.split('\n');

  it('prints the first of a series of equal calls, and the number of the others', () => {
    const folded = [TELL, ' * repeated 4 times more', OTHER, YIELD, TELL, ' * repeated 1 time more'];
    expect(lines()).to.deep.equal([...folded, '+++ exited with 0 +++', '']);
    expect(lines('-C').slice(0, 8)).to.deep.equal([...folded, '+++ exited with 0 +++', lines('-c')[0]]);
  });

  it('treats calls as equal regardless of their times, and with -T shows their time', () => {
    const timed = lines('-T', '-n', '-ttt', '--clock', '2026-01-31');
    expect(timed[0]).to.match(/^1769817600\.000000 \[ {3}0\] fd_tell\(9\) += -1 EBADF .* <0\.000000>$/);
    expect(timed[1]).to.equal(' * repeated 4 times more, 0.000000 s');
    expect(timed[2]).to.match(/^1769817600\.000000 \[ {3}5\] fd_tell\(8\) /);
  });

  it('keeps apart calls that are shown differently', () => {
    expect(lines('-e', 'inject=fd_tell:error=ESPIPE:when=3', '-e', 'fd_tell').slice(0, 5)).to.deep.equal([
      TELL,
      ' * repeated 1 time more',
      'fd_tell(9)                              = -1 ESPIPE (Invalid seek) (INJECTED)',
      TELL,
      ' * repeated 1 time more',
    ]);
  });

  it('requires text', () => {
    const ended = hostcall(['trace', '--fold', '--format', 'ndjson', program]);
    expect(ended.status).to.equal(2);
    expect(errorLine(ended)).to.equal('--fold folds lines of text, and --format ndjson has none; leave it out');
  });
});
