import { readFileSync, writeFileSync } from 'node:fs';
import { expect } from 'chai';
import { exerciseHost } from '../../adapters/cli/lessons/exercise-host.js';
import { runExercise } from '../../adapters/lessons/index.js';
import type { ExerciseRun, Lesson } from '../../application/lessons/index.js';
import { readRecording } from '../../application/recording/index.js';
import { readLessons } from '../../tools/lessons.js';
import { BUILD_TIMEOUT, buildC } from '../guests/build-c.js';
import { root } from './pages.js';

const lessons = readLessons(root);

/** A lesson by its name. */
function lessonCalled(name: string): Lesson {
  const lesson = lessons.find(each => each.name === name);
  if (lesson === undefined) throw new Error(`there is no lesson ${name}`);
  return lesson;
}

/** Runs a program in the world of a lesson whose exercise is about that run. */
function runIn({ exercise, ...lesson }: Lesson, wasm: Uint8Array): Promise<ExerciseRun> {
  const program: Lesson = { ...lesson, exercise: { ...exercise, kind: 'program' } };
  return runExercise(program, '', { ...exerciseHost, assemble: async () => wasm });
}

/** Compares a file of a lesson with what a run gave; with HOSTCALL_UPDATE_GOLDEN it is written anew. */
function expectFile(lesson: Lesson, name: string, made: Uint8Array): void {
  const path = `${root}docs/lessons/${lesson.folder}/${name}`;
  if (process.env.HOSTCALL_UPDATE_GOLDEN !== undefined) writeFileSync(path, made);
  expect(Buffer.from(readFileSync(path)).equals(made), `${path} is what a run gives`).to.equal(true);
}

describe('what is given with lessons', () => {
  it('is the trace of a real run, and contains the right answers', async function () {
    this.timeout(BUILD_TIMEOUT);
    const lesson = lessonCalled('trace');
    const wasm = await buildC('copy', ['-Wno-unused-result'], new URL(`file://${root}docs/lessons/${lesson.folder}/`));
    const { calls, end, files } = await runIn(lesson, wasm);
    expect(end).to.deep.equal({ kind: 'exit', code: 0 });
    expect(files['/data/out.txt']).to.not.equal(files['/data/in.txt']);
    expectFile(
      lesson,
      'trace.txt',
      Buffer.from(`${calls.map(({ text }) => text).join('\n')}\n+++ exited with 0 +++\n`),
    );

    // The first write that was given another number of bytes than the read before it returned.
    const wrong = calls.findIndex(({ name, bytes }, at) => name === 'fd_write' && bytes !== calls[at - 1]?.bytes);
    const opened = calls.filter(({ name }) => name === 'path_open').map(({ result }) => result?.opened_fd);
    const closed = calls.filter(({ name }) => name === 'fd_close').map(({ descriptor }) => descriptor);
    const answers = Object.assign({}, ...lesson.exercise.checks.map(check => ('answer' in check ? check.answer : {})));
    expect(answers).to.deep.equal({
      line: wrong + 1,
      bytes: calls[wrong - 1]?.bytes,
      leaked: opened.find(fd => !closed.includes(fd as number)),
    });
  });

  it('is the recording of a real run', async () => {
    const lesson = lessonCalled('replay');
    const wat = lesson.given.find(({ name }) => name === 'program.wat')?.text ?? '';
    const { end, recording = new Uint8Array() } = await runIn(lesson, await exerciseHost.assemble(wat, 'program.wat'));
    expect(end).to.deep.equal({ kind: 'exit', code: 44 });
    expect(readRecording(recording).callCount).to.equal(5);
    expectFile(lesson, 'failure.hcr', recording);
  });
});
