import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { readRecording } from '../../../../application/recording/index.js';
import { hostcall, PATIENCE, Scratch } from '../command-line.js';

/**
 * Calls itself without end, and prints a number each time, one more than before. How much of the stack it takes each time decides where in hostcall
 * that ends.
 */
function runaway(locals: number): string {
  const each = (text: (at: number) => string) => Array.from({ length: locals }, (_, at) => text(at)).join('\n');
  return `(module
    (import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
    (memory (export "memory") 1)
    (func $digits (param $number i32) (local $at i32)
      (local.set $at (i32.const 7))
      (i32.store8 (i32.const 72) (i32.const 10))
      (loop $next
        (i32.store8 (i32.add (i32.const 64) (local.get $at))
          (i32.add (i32.const 48) (i32.rem_u (local.get $number) (i32.const 10))))
        (local.set $number (i32.div_u (local.get $number) (i32.const 10)))
        (local.set $at (i32.sub (local.get $at) (i32.const 1)))
        (br_if $next (i32.ge_s (local.get $at) (i32.const 0)))))
    (func $again (param $number i32) (result i32)
      ${each(at => `(local $l${at} i64)`)}
      ${each(at => `(local.set $l${at} (i64.load (i32.const ${1024 + 8 * at})))`)}
      (call $digits (local.get $number))
      (i32.store (i32.const 0) (i32.const 64))
      (i32.store (i32.const 4) (i32.const 9))
      (drop (call $write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 8)))
      (call $again (i32.add (local.get $number) (i32.const 1)))
      ${each(at => `(i64.store (i32.const ${1024 + 8 * at}) (local.get $l${at}))`)}
      (i32.add (i32.const 1)))
    (func (export "_start") (drop (call $again (i32.const 0)))))`;
}

/**
 * How many writes took effect. Every one of them is to be told of; the last that is told of may have ended before it took effect, or may have ended the
 * stack before its result was known.
 */
const writesIn = (stdout: string) => stdout.split('\n').length - 1;

const TRAPPED = '+++ trapped: call stack exhausted +++';

/** The numbers that were written, in the lines of a trace. */
const numbersOf = (lines: readonly string[]) => lines.map(line => Number(/buf="0*(\d+)\\n"/.exec(line)?.[1]));
/** The numbers from 0 on, as many. */
const counted = (numbers: readonly unknown[]) => numbers.map((_, at) => at);

describe('A program that calls itself without end', () => {
  let scratch: Scratch;
  const programs: string[] = [];

  before(async () => {
    scratch = new Scratch();
    for (const locals of [0, 5, 11]) programs.push(await scratch.module(`runaway${locals}.wasm`, runaway(locals)));
  });
  after(() => scratch.remove());

  it('is traced to its trap, every call once', function () {
    this.timeout(4 * PATIENCE);
    for (const program of programs) {
      for (const option of [[], ['-v']]) {
        const { status, stderr, stdout } = hostcall(['trace', ...option, program], { maxBuffer: 2 ** 30 });
        expect(status).to.equal(134);
        const lines = stderr.trimEnd().split('\n');
        expect(lines.pop()).to.equal(TRAPPED);
        const numbers = numbersOf(lines);
        expect(numbers).to.deep.equal(counted(numbers));
        expect(numbers.length - writesIn(stdout)).to.be.within(0, 1);
        for (const line of lines.slice(0, -1)) expect(line).to.match(/ = 9$/);
        expect(lines.at(-1)).to.match(/ = (9|\?)$/);
      }
    }
  });

  it('into files too', function () {
    this.timeout(4 * PATIENCE);
    for (const program of programs) {
      const file = join(scratch.path, 'calls.txt');
      const json = join(scratch.path, 'calls.ndjson');
      const asText = hostcall(['trace', '-o', file, program]);
      expect(asText.status).to.equal(134);
      const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
      expect(lines.pop()).to.equal(TRAPPED);
      expect(numbersOf(lines)).to.deep.equal(counted(lines));
      expect(lines.length - writesIn(asText.stdout)).to.be.within(0, 1);

      const asJson = hostcall(['trace', '-o', json, program]);
      expect(asJson.status).to.equal(134);
      const [, ...objects] = readFileSync(json, 'utf8')
        .trimEnd()
        .split('\n')
        .map(line => JSON.parse(line));
      expect(objects.pop()).to.deep.equal({ type: 'end', calls: objects.length, trap: 'call stack exhausted' });
      expect(numbersOf(objects.map(({ text }) => text))).to.deep.equal(counted(objects));
      expect(objects.length - writesIn(asJson.stdout)).to.be.within(0, 1);
    }
  });

  it('is recorded, and its replay ends in the same way', function () {
    this.timeout(4 * PATIENCE);
    for (const program of programs) {
      const file = join(scratch.path, 'run.hcr');
      const { status, stderr, stdout } = hostcall(['record', '-o', file, program]);
      expect(status).to.equal(134);
      const recording = readRecording(new Uint8Array(readFileSync(file)));
      expect(recording.end).to.deep.equal({ trap: 'call stack exhausted' });
      const lines = [...recording.calls()].map(call => call.text());
      expect(numbersOf(lines)).to.deep.equal(counted(lines));
      expect(lines.length - writesIn(stdout)).to.be.within(0, 1);
      for (const option of [[], ['--from', '0']]) {
        const replayed = hostcall(['replay', ...option, file], { maxBuffer: 2 ** 30 });
        expect(replayed.status).to.equal(134);
        // Which of its functions has used up the stack differs from run to run.
        const [said] = stderr.split('\n');
        expect(replayed.stderr.split('\n')).to.include(said);
      }
    }
  });
});
