import { expect } from 'chai';
import { exerciseHost } from '../../../adapters/cli/lessons/exercise-host.js';
import { runExercise } from '../../../adapters/lessons/index.js';
import type { Exercise, ExerciseRun, Lesson, ObservedCall } from '../../../application/lessons/index.js';
import { readRecording } from '../../../application/recording/index.js';

/** A lesson; only its exercise matters. */
function lessonOf(exercise: Partial<Exercise>, given: Lesson['given'] = []): Lesson {
  const file = {
    name: exercise.kind === 'program' || exercise.kind === undefined ? 'exercise.wat' : 'exercise.js',
    text: '',
  };
  return {
    ...{
      number: 1,
      name: 'it',
      folder: '01-it',
      title: '',
      markdown: '',
      text: [],
      task: [],
      hints: [],
      after: [],
      reading: [],
    },
    ...{ start: file, solution: file, given, question: { text: [], choices: [] } },
    exercise: { kind: 'program', world: {}, checks: [], ...exercise },
  };
}

const run = (exercise: Partial<Exercise>, source: string, given?: Lesson['given']): Promise<ExerciseRun> =>
  runExercise(lessonOf(exercise, given), source, exerciseHost);

/** A program that reads from standard input until its end, and copies what it reads. */
const CAT = `(module
  (import "wasi_snapshot_preview1" "fd_read" (func $read (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
  (memory (export "memory") 1)
  (func (export "_start")
    (loop $next
      (i32.store (i32.const 0) (i32.const 64))
      (i32.store (i32.const 4) (i32.const 100))
      (drop (call $read (i32.const 0) (i32.const 0) (i32.const 1) (i32.const 4)))
      (if (i32.load (i32.const 4))
        (then
          (drop (call $write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 16)))
          (br $next))))))`;

describe('runExercise()', () => {
  it('returns how a program ended, and a recording of it', async () => {
    const { end, stdout, calls, recording = new Uint8Array() } = await run({ world: { stdin: 'abc' } }, CAT);
    expect(end).to.deep.equal({ kind: 'exit', code: 0 });
    expect(stdout).to.equal('abc');
    expect(calls.map(({ name, bytes }) => [name, bytes])).to.deep.equal([
      ['fd_read', 3],
      ['fd_write', 3],
      ['fd_read', 0],
    ]);
    expect(calls[0]?.sentence).to.match(/^The program asks to read/);
    expect([...readRecording(recording).calls()].map(call => call.text())).to.deep.equal(calls.map(({ text }) => text));
  });

  it('can be posted to another thread', async () => {
    const result = await run({ world: { stdin: 'abc', files: { a: 'b' } } }, CAT);
    expect(structuredClone(result)).to.deep.equal(result);
  });

  it('is the same each time', async () => {
    expect(await run({ world: { stdin: 'abc' } }, CAT)).to.deep.equal(await run({ world: { stdin: 'abc' } }, CAT));
  });

  it('has input arrive at its time, and reads wait for it', async () => {
    const stdin = [
      { at: 100, text: 'one' },
      { at: 250, text: 'two' },
    ];
    const { stdout, calls } = await run({ world: { stdin } }, CAT);
    expect(stdout).to.equal('onetwo');
    expect(calls.filter(({ name }) => name === 'fd_write').map(({ start }) => start)).to.deep.equal([100e6, 250e6]);
  });

  it('returns no more of a text than the limit', async () => {
    const text = 'x'.repeat(150);
    const { calls } = await run({ world: { stdin: [{ at: 0, text }] } }, CAT);
    expect(calls.filter(({ name }) => name === 'fd_read').map(({ bytes }) => bytes)).to.deep.equal([100, 50, 0]);
  });

  it('preopens folders, read-only ones too', async () => {
    const { calls, files } = await run(
      { world: { files: { 'a/b': 'c', 'd/': '' }, preopens: { '/a': '/a:ro', '/d': '/d' } } },
      `(module
        (import "wasi_snapshot_preview1" "path_create_directory" (func $make (param i32 i32 i32) (result i32)))
        (memory (export "memory") 1) (data (i32.const 0) "new")
        (func (export "_start")
          (drop (call $make (i32.const 3) (i32.const 0) (i32.const 3)))
          (drop (call $make (i32.const 4) (i32.const 0) (i32.const 3)))))`,
    );
    expect(calls.map(({ error }) => error)).to.deep.equal(['ENOTCAPABLE', undefined]);
    expect(files).to.deep.equal({ '/a/b': 'c' });
  });

  it('reports calls while it runs', async () => {
    const told: ObservedCall[] = [];
    const { calls } = await runExercise(lessonOf({ world: { stdin: 'abc' } }), CAT, {
      ...exerciseHost,
      called: call => told.push(call),
    });
    expect(told).to.deep.equal(calls);
  });

  it('bounds the memory of a program', async () => {
    const { end } = await run(
      {},
      '(module (memory (export "memory") 1) (func (export "_start") (if (i32.ne (memory.grow (i32.const 2000)) (i32.const -1)) (then unreachable))))',
    );
    expect(end).to.deep.equal({ kind: 'exit', code: 0 });
  });

  it('bounds what a program can write', async () => {
    const { calls, stdout } = await run(
      {},
      `(module
        (import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
        (memory (export "memory") 20)
        (func (export "_start")
          (i32.store (i32.const 4) (i32.const 1200000))
          (drop (call $write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 16)))
          (drop (call $write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 16)))))`,
    );
    expect(stdout).to.have.length(2 ** 20);
    expect(calls.map(({ bytes, error }) => error ?? bytes)).to.deep.equal([2 ** 20, 'ENOSPC']);
  });

  it('says how a program ended that did not finish', async () => {
    const trap = await run({}, '(module (memory (export "memory") 1) (func (export "_start") unreachable))');
    expect(trap.end).to.deep.equal({ kind: 'trap', text: 'unreachable' });
    const unknown = await run(
      {},
      '(module (import "wasi_snapshot_preview1" "fd_raed" (func)) (memory (export "memory") 1))',
    );
    expect(unknown.end).to.deep.include({ kind: 'failed', problem: 'hostcall cannot run it' });
  });

  describe('with a module in JavaScript', () => {
    const program = { name: 'program.wat', text: CAT };
    const runtime = (source: string) => run({ kind: 'runtime', world: { stdin: 'abc' } }, source, [program]);

    it('runs the given program in its runtime', async () => {
      const { end, stdout, calls } = await runtime(
        `import { createRuntime } from 'hostcall'; export default ports => createRuntime(ports);`,
      );
      expect(end).to.deep.equal({ kind: 'exit', code: 0 });
      expect(stdout).to.equal('abc');
      expect(calls).to.have.length(3);
    });

    const failures: [what: string, source: string, problem: string, detail: RegExp][] = [
      [
        'is not JavaScript',
        'const a = 1;\nconst b = ;',
        'the module cannot be loaded',
        /^SyntaxError: .*\(exercise\.js:2\)$/,
      ],
      [
        'imports what there is not',
        `import 'hostcall/none';`,
        'the module cannot be loaded',
        /"hostcall\/none" from "exercise\.js"/,
      ],
      [
        'imports a name that there is not',
        `import { none } from 'hostcall';`,
        'the module cannot be loaded',
        /module 'hostcall' does not/,
      ],
      ['exports nothing', '', 'the module has no function as its default export', /export default/],
      [
        'throws',
        'export default () => {\n  none();\n};',
        'an error was thrown',
        /^ReferenceError: none is not defined \(exercise\.js:2:3\)$/,
      ],
      ['throws no error', 'export default () => { throw 1; };', 'an error was thrown', /^it threw 1$/],
      ['returns no runtime', 'export default () => 1;', 'the function does not return a runtime', /createRuntime/],
    ];
    for (const [what, source, problem, detail] of failures) {
      it(`says so if it ${what}`, async () => {
        const { end } = await runtime(source);
        expect(end).to.deep.include({ kind: 'failed', problem });
        expect(end.kind === 'failed' ? end.detail : '').to.match(detail);
      });
    }

    it('checks an adapter with the contract of its port', async () => {
      const { tests = [] } = await run(
        { kind: 'adapter', contract: 'random' },
        'export default () => ({ fill: (array, offset, length) => { array.fill(1, offset, offset + length); return 0; } });',
      );
      expect(tests.length).to.be.greaterThan(1);
      expect(tests.filter(({ error }) => error !== undefined)).to.deep.equal([]);
      const broken = await run({ kind: 'adapter', contract: 'clocks' }, 'export default () => ({ });');
      expect(broken.tests?.[0]?.error).to.match(/^TypeError: /);
    });

    it('gives an investigation its inputs, programs as bytes', async () => {
      const { answer } = await run(
        { kind: 'investigation' },
        'export default ({ program, notes, data }) => ({ magic: [...program.subarray(0, 4)], notes, data: [...data] });',
        [
          program,
          { name: 'notes.txt', text: 'text' },
          { name: 'data.hcr', text: Buffer.from([1, 2]).toString('base64') },
        ],
      );
      expect(answer).to.deep.equal({ magic: [0, 97, 115, 109], notes: 'text', data: [1, 2] });
    });
  });
});
