import type { Lesson } from './lesson.js';

/** How far a learner is with one lesson. */
export interface LessonProgress {
  /** Its text was shown. */
  readonly read?: boolean;
  /** Its exercise was solved, by the learner. */
  readonly solved?: boolean;
  /** Its question was answered, and it was left out. */
  readonly skipped?: boolean;
  /** How many hints were shown. */
  readonly hints?: number;
  /** The kept solution was shown. */
  readonly revealed?: boolean;
}

/** How far a learner is. */
export interface Progress {
  readonly version: 1;
  /** The lesson that the learner is at. */
  readonly current?: string;
  /** By the names of lessons. */
  readonly lessons: Readonly<Record<string, LessonProgress>>;
}

/** Nothing has been done yet. */
const BEGINNING: Progress = { version: 1, lessons: {} };

/**
 * Reads what was kept.
 * @param text as JSON
 * @returns undefined if it is no progress of lessons; that of a learner who begins, if there is no text
 */
export function readProgress(text: string | undefined): Progress | undefined {
  if (text === undefined) return BEGINNING;
  try {
    const value = JSON.parse(text) as Partial<Progress> | null;
    if (value?.version !== 1 || typeof value.lessons !== 'object' || value.lessons === null) return undefined;
    return value as Progress;
  } catch {
    return undefined;
  }
}

/** How far a learner is with a lesson. */
export function lessonProgress({ lessons }: Progress, { name }: Pick<Lesson, 'name'>): LessonProgress {
  return Object.hasOwn(lessons, name) ? (lessons[name] as LessonProgress) : {};
}

/** Progress with a change to one lesson, which is the current one from then on. */
export function withProgress(
  progress: Progress,
  { name }: Pick<Lesson, 'name'>,
  change: LessonProgress = {},
): Progress {
  const changed = { ...lessonProgress(progress, { name }), ...change };
  return { version: 1, current: name, lessons: { ...progress.lessons, [name]: changed } };
}

/** Whether nothing is left to be done in a lesson. */
export function isResolved({ solved = false, skipped = false }: LessonProgress): boolean {
  return solved || skipped;
}

/**
 * The lesson to go on with.
 * @param after the lesson that was just done, or none
 * @returns the next one that is neither solved nor skipped, from there on and then from the beginning; undefined if there is none
 */
export function nextLesson<L extends Pick<Lesson, 'name'>>(
  lessons: readonly L[],
  progress: Progress,
  after?: string,
): L | undefined {
  const from = lessons.findIndex(({ name }) => name === after) + 1;
  return [...lessons.slice(from), ...lessons.slice(0, from)].find(
    each => each.name !== after && !isResolved(lessonProgress(progress, each)),
  );
}
