import type { JSX } from 'preact';
import type { Lesson } from '../../../application/lessons/index.js';
import { useLoaded } from '../loaded.js';
import { siteFile } from '../manifest-source.js';
import { LessonList } from './lesson-list.js';
import { LessonView } from './lesson-view.js';

let loading: Promise<readonly Lesson[]> | undefined;

function loadLessons(): Promise<readonly Lesson[]> {
  loading ??= fetch(siteFile('lessons.json')).then(response => response.json() as Promise<readonly Lesson[]>);
  return loading;
}

/** The lessons. @param name of one; empty for the list of them */
export function LessonsView({ name }: { readonly name: string }): JSX.Element {
  const { value: lessons, problem } = useLoaded(loadLessons);
  const lesson = lessons?.find(each => each.name === name);
  if (lessons !== undefined && lesson !== undefined) return <LessonView key={name} lesson={lesson} lessons={lessons} />;
  if (lessons !== undefined && name === '') return <LessonList lessons={lessons} />;
  return (
    <main class="reading">
      <p role="status">
        {problem !== undefined && `The lessons cannot be loaded: ${problem}. Reload the page.`}
        {lessons !== undefined && (
          <>
            No lesson is called “{name}”. <a href="#/lessons">See which there are</a>.
          </>
        )}
      </p>
    </main>
  );
}
