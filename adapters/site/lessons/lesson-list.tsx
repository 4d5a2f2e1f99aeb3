import type { JSX } from 'preact';
import {
  isResolved,
  type Lesson,
  type LessonProgress,
  lessonProgress,
  nextLesson,
} from '../../../application/lessons/index.js';
import { hashOf } from '../routes.js';
import { keptProgress } from './kept-progress.js';

/** All lessons, and how far one is. */
export function LessonList({ lessons }: { readonly lessons: readonly Lesson[] }): JSX.Element {
  const progress = keptProgress();
  const states = lessons.map(lesson => lessonProgress(progress, lesson));
  const done = states.filter(isResolved).length;
  const current = lessons.find(({ name }, index) => name === progress.current && !isResolved(states[index] ?? {}));
  const next = current ?? nextLesson(lessons, progress);
  return (
    <main class="reading">
      <article class="subject lesson-list">
        <h1>Lessons</h1>
        <p>
          Each is a short text, a small program, and an exercise that checks itself. Programs are assembled and run in
          this page. What you write is kept in this browser, and nowhere else.
        </p>
        <div class="buttons">
          {next !== undefined && (
            <a class="button primary" href={hashOf({ view: 'lessons', name: next.name })}>
              {done === 0 && progress.current === undefined ? 'Begin' : `Go on with ${next.number}. ${next.title}`}
            </a>
          )}
          <span class="quiet">
            {done} of {lessons.length} done
          </span>
        </div>
        <ol>
          {lessons.map(({ name, number, title }, index) => (
            <li key={name}>
              <a href={hashOf({ view: 'lessons', name })}>
                <span class="number">{number}</span>
                <span>{title}</span>
                <span class="state">{stateWords(states[index] ?? {})}</span>
              </a>
            </li>
          ))}
        </ol>
      </article>
    </main>
  );
}

function stateWords({ solved = false, skipped = false }: LessonProgress): string {
  if (solved) return '✓ solved';
  return skipped ? 'skipped' : '';
}
