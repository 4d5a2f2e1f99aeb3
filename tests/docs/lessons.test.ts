import { existsSync, readFileSync } from 'node:fs';
import { expect } from 'chai';
import { exerciseHost } from '../../adapters/cli/lessons/exercise-host.js';
import { runExercise } from '../../adapters/lessons/index.js';
import {
  type ExerciseRun,
  findings,
  isSolved,
  type Lesson,
  type MarkdownBlock,
} from '../../application/lessons/index.js';
import { readLessons } from '../../tools/lessons.js';
import { root } from './pages.js';

/** The blocks of a text that show a trace, with the program that they are of. */
function traces(blocks: readonly MarkdownBlock[]): { readonly of: string; readonly lines: readonly string[] }[] {
  return blocks.flatMap(block => {
    const of = block.kind === 'code' ? /^trace (start|solution)$/.exec(block.language)?.[1] : undefined;
    return of === undefined || block.kind !== 'code' ? [] : [{ of, lines: block.text.split('\n') }];
  });
}

const lessons = readLessons(root);

describe('docs/lessons', () => {
  it('are listed in their README, in order, with their titles', () => {
    const listed = [
      ...readFileSync(`${root}docs/lessons/README.md`, 'utf8').matchAll(/^\d+\. \[([^\]]+)\]\(([^)]+)\)/gm),
    ];
    expect(listed.map(([, title, path]) => [title, path])).to.deep.equal(
      lessons.map(({ number, name, title }) => [title, `${String(number).padStart(2, '0')}-${name}/lesson.md`]),
    );
  });

  it('have names of their own', () => {
    expect(new Set(lessons.map(({ name }) => name)).size).to.equal(lessons.length);
  });

  for (const lesson of lessons) describeLesson(lesson);
});

function describeLesson(lesson: Lesson): void {
  const { exercise } = lesson;
  describe(`${lesson.number}: ${lesson.title}`, () => {
    const runs: Record<string, ExerciseRun> = {};

    before(async () => {
      runs.start = await runExercise(lesson, lesson.start.text, exerciseHost);
      runs.solution = await runExercise(lesson, lesson.solution.text, exerciseHost);
    });

    it('can be run before the edit, and is refused', () => {
      const run = runs.start as ExerciseRun;
      expect(run.end.kind, JSON.stringify(run.end)).to.equal('exit');
      const found = findings(exercise.checks, run);
      expect(isSolved(found)).to.equal(false);
      for (const { met, seen } of found) if (!met) expect(seen).not.to.deep.equal([]);
    });

    it('is solved by the kept solution', () => {
      const unmet = findings(exercise.checks, runs.solution as ExerciseRun).filter(({ met }) => !met);
      expect(unmet).to.deep.equal([]);
    });

    it('shows lines of real traces', () => {
      for (const { of, lines } of traces([...lesson.text, ...lesson.task, ...lesson.after])) {
        const real = runs[of]?.calls.map(({ text }) => text) ?? [];
        let from = 0;
        for (const line of lines.filter(each => each !== '…')) {
          const at = real.indexOf(line, from);
          expect(at, `${line}\nis not, in this place, among\n${real.join('\n')}`).not.to.equal(-1);
          from = at + 1;
        }
      }
    });

    it('names existing pages to read', () => {
      expect(lesson.reading).not.to.deep.equal([]);
      for (const { path } of lesson.reading) expect(existsSync(root + path), path).to.equal(true);
    });

    it('has two hints at least', () => {
      expect(lesson.hints.length).to.be.greaterThan(1);
    });
  });
}
