/** The browser's record of a learner: the progress of each lesson, and the text written in it. */
import {
  type Lesson,
  type LessonProgress,
  lessonProgress,
  type Progress,
  readProgress,
  withProgress,
} from '../../../application/lessons/index.js';

const PROGRESS = 'hostcall.lessons';
const textKey = (name: string) => `hostcall.lessons.${name}`;

/** How far the learner is. */
export function keptProgress(): Progress {
  return readProgress(read(PROGRESS)) ?? (readProgress(undefined) as Progress);
}

/** Keeps a change to a lesson, which is the current one from then on. */
export function keepProgress(lesson: Lesson, change: LessonProgress = {}): Progress {
  const progress = withProgress(keptProgress(), lesson, change);
  write(PROGRESS, JSON.stringify(progress));
  return progress;
}

/** How far the learner is with a lesson. */
export function progressOf(lesson: Lesson): LessonProgress {
  return lessonProgress(keptProgress(), lesson);
}

/** The learner's text; that of the lesson if there is none. */
export function keptText({ name, start }: Lesson): string {
  return read(textKey(name)) ?? start.text;
}

/** Keeps what the learner has written. */
export function keepText({ name, start }: Lesson, text: string): void {
  if (text === start.text) remove(textKey(name));
  else write(textKey(name), text);
}

function read(key: string): string | undefined {
  try {
    return localStorage.getItem(key) ?? undefined;
  } catch {
    return undefined;
  }
}

/** A page whose storage is blocked or full forgets. */
function write(key: string, text: string): void {
  try {
    localStorage.setItem(key, text);
  } catch {
    // See above.
  }
}

function remove(key: string): void {
  try {
    localStorage.removeItem(key);
  } catch {
    // See above.
  }
}
