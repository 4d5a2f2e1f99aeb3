import type { JSX } from 'preact';
import type { Lesson } from '../../../application/lessons/index.js';
import { hashOf } from '../routes.js';
import { MarkdownView } from './markdown-view.js';

interface SolvedProps {
  readonly lesson: Lesson;
  /** The lesson to go on with; undefined if there is none. */
  readonly next: Lesson | undefined;
}

/** Said after success: what there is to know beyond the exercise, where it is in the source, and how to go on when one is ready. */
export function Solved({ lesson, next }: SolvedProps): JSX.Element {
  return (
    <section class="solved" aria-label="Solved">
      <h2>Lesson {lesson.number} is solved</h2>
      <MarkdownView blocks={lesson.after} />
      <h3>In the source of this project</h3>
      <ul>
        {lesson.reading.map(({ path, about }) => (
          <li key={path}>
            <code>{path}</code>: {about}
          </li>
        ))}
      </ul>
      <div class="buttons">
        {next === undefined ? (
          <p>Every lesson is solved or skipped.</p>
        ) : (
          <a class="button primary" href={hashOf({ view: 'lessons', name: next.name })}>
            Go on: {next.number}. {next.title}
          </a>
        )}
      </div>
    </section>
  );
}
