/** `hostcall lessons`: lessons in a terminal. */

import { writeFileSync } from 'node:fs';
import {
  type ExerciseRun,
  findings,
  isResolved,
  isSolved,
  type Lesson,
  lessonProgress,
  nextLesson,
  withProgress,
} from '../../../application/lessons/index.js';
import { CommandLineError } from '../command-line-error.js';
import { ExitStatus } from '../exit-status.js';
import { isColoured, paintFor } from '../terminal/colour.js';
import { pageWidth } from '../terminal/layout.js';
import { write } from '../terminal/report.js';
import { confirm } from './keyboard.js';
import { allLessons, lessonNamed } from './lesson-data.js';
import {
  afterLines,
  callLines,
  findingLines,
  hanging,
  hintLines,
  lessonLines,
  listLines,
  marksOf,
  printedLines,
  questionLines,
  type TextLayout,
} from './lesson-text.js';
import type { LessonAction, LessonsOptions } from './lessons-command.js';
import { LessonsDirectory, shownPath, writing } from './lessons-directory.js';
import { runInThread } from './run-in-thread.js';
import { watch } from './watch.js';

/** What an action works on. */
interface Situation {
  readonly lessons: readonly Lesson[];
  readonly layout: TextLayout;
  readonly options: LessonsOptions;
  /** The directory of lessons; undefined outside of one. */
  readonly directory: LessonsDirectory | undefined;
}

/**
 * Does what was asked for.
 * @param words behind the action
 * @returns the exit status
 */
export async function lessons(
  action: LessonAction | undefined,
  words: readonly string[],
  options: LessonsOptions,
): Promise<number> {
  const coloured = isColoured(1, options.color);
  const situation: Situation = {
    lessons: allLessons(),
    layout: { width: pageWidth(), paint: paintFor(1, options.color), coloured },
    options,
    directory: LessonsDirectory.around(options.directory ?? process.cwd()),
  };
  if (action !== 'start' && words.length > 1)
    throw new CommandLineError(`'${words[1]}' is one word too many`, 'see `hostcall lessons --help`');
  return actions[action ?? (situation.directory === undefined ? 'list' : 'watch')](situation, words);
}

const actions: Readonly<Record<LessonAction, (at: Situation, words: readonly string[]) => number | Promise<number>>> = {
  list,
  start,
  watch: watchLesson,
  read,
  check,
  hint,
  answer,
  solution,
  next,
};

function show(lines: readonly string[]): void {
  write(1, `${lines.join('\n')}\n`);
}

/** The directory that the learner learns in. */
function home({ directory, options }: Situation): LessonsDirectory {
  if (directory !== undefined) return directory;
  throw new CommandLineError(
    `${options.directory ?? 'this'} is not a directory of lessons`,
    '`hostcall lessons start hello DIR` makes one; go there, or name it with -C',
  );
}

/** The lesson that was named, or the one that the learner is at. */
function chosen(at: Situation, name?: string): Lesson {
  const current = name ?? at.directory?.progress.current ?? at.lessons[0]?.name ?? '';
  return lessonNamed(at.lessons, current);
}

function list({ lessons, layout, directory }: Situation): number {
  const progress = directory?.progress;
  show([
    ...listLines(
      lessons,
      lesson => (progress === undefined ? {} : lessonProgress(progress, lesson)),
      progress?.current,
      layout,
    ),
    '',
    directory === undefined ? `To begin: hostcall lessons start ${lessons[0]?.name} DIR` : goOn(directory),
  ]);
  return ExitStatus.ok;
}

function start(at: Situation, [name, path]: readonly string[]): number {
  const { lessons, directory, options, layout } = at;
  const lesson = name === undefined ? chosen(at) : lessonNamed(lessons, name);
  const named = path ?? options.directory;
  if (named === undefined && directory === undefined)
    throw new CommandLineError(
      'no lesson has been started here',
      `name a directory for them: hostcall lessons start ${lesson.name} DIR`,
    );
  const target = named === undefined ? (directory as LessonsDirectory) : LessonsDirectory.at(named);
  begin(target, lesson, layout);
  return ExitStatus.ok;
}

function goOn({ path }: LessonsDirectory): string {
  return path === process.cwd() ? 'To go on: hostcall lessons' : `To go on: hostcall lessons -C ${shownPath(path)}`;
}

/** Copies a lesson, makes it the current one, and says what to do. */
function begin(directory: LessonsDirectory, lesson: Lesson, layout: TextLayout): void {
  const progress = directory.progress;
  const copied = directory.copy(lesson);
  directory.keep(withProgress(progress, lesson));
  const exercise = directory.exerciseOf(lesson);
  show([
    layout.paint('bold', `${lesson.number}. ${lesson.title}`),
    copied.includes(exercise)
      ? `To be edited: ${shownPath(exercise)}`
      : `Already there, and left as it is: ${shownPath(exercise)}`,
    goOn(directory),
  ]);
}

function read(at: Situation, [name]: readonly string[]): number {
  const lesson = chosen(at, name);
  show(lessonLines(lesson, at.layout));
  at.directory?.note(lesson, { read: true });
  return ExitStatus.ok;
}

async function check(at: Situation, [name]: readonly string[]): Promise<number> {
  const directory = home(at);
  const lesson = chosen(at, name);
  const { run, printed } = await runInThread(lesson, directory.sourceOf(lesson));
  if (at.options.record !== undefined) record(at.options.record, run);
  const found = findings(lesson.exercise.checks, run);
  const solved = isSolved(found);
  if (solved) directory.note(lesson, { solved: true });
  show([
    ...(at.options.trace ? [...callLines(run.calls, at.layout), ''] : []),
    ...printedLines(printed),
    ...findingLines(found, at.layout),
    '',
    ...(solved
      ? [
          at.layout.paint('green', `Lesson ${lesson.number} is solved.`),
          '',
          ...afterLines(lesson, at.layout),
          '',
          'To go on: hostcall lessons next',
        ]
      : ['Not solved yet. For a hint: hostcall lessons hint']),
  ]);
  return solved ? ExitStatus.ok : ExitStatus.no;
}

/** Writes the recording of a run. */
function record(path: string, { recording }: ExerciseRun): void {
  if (recording === undefined)
    throw new CommandLineError(
      'there is no recording of this run',
      'programs are recorded, modules in JavaScript and what does not run are not: leave --record out',
    );
  writing(path, () => writeFileSync(path, recording));
}

function hint(at: Situation, [name]: readonly string[]): number {
  const lesson = chosen(at, name);
  const { directory, layout } = at;
  const before = directory === undefined ? 0 : (lessonProgress(directory.progress, lesson).hints ?? 0);
  const shown = Math.min(before + 1, lesson.hints.length);
  directory?.note(lesson, { hints: shown });
  show(hintLines(lesson, shown, layout));
  return ExitStatus.ok;
}

function answer(at: Situation, [choice]: readonly string[]): number {
  const lesson = chosen(at);
  const { layout, directory } = at;
  if (choice === undefined) {
    show([...questionLines(lesson, layout), '', 'To answer: hostcall lessons answer NUMBER']);
    return ExitStatus.ok;
  }
  const { choices } = lesson.question;
  const taken = choices[Number(choice) - 1];
  if (taken === undefined)
    throw new CommandLineError(`'${choice}' is not the number of an answer`, `write one from 1 to ${choices.length}`);
  if (taken.right) directory?.note(lesson, { skipped: true });
  show([
    ...hanging('', marksOf(taken.reply), layout),
    ...(taken.right ? ['', `You may skip lesson ${lesson.number}: hostcall lessons next`] : []),
  ]);
  return taken.right ? ExitStatus.ok : ExitStatus.no;
}

async function solution(at: Situation, [name]: readonly string[]): Promise<number> {
  const lesson = chosen(at, name);
  if (!at.options.yes && !(await confirm(`Show a solution of lesson ${lesson.number}? [y/N] `)))
    throw new CommandLineError('the solution was not shown', 'say y when you are asked, or give --yes');
  at.directory?.note(lesson, { revealed: true });
  write(1, lesson.solution.text);
  return ExitStatus.ok;
}

function next(at: Situation): number {
  const directory = home(at);
  const { progress } = directory;
  const current = chosen(at);
  if (!isResolved(lessonProgress(progress, current))) {
    show([
      `Lesson ${current.number} is not solved yet. \`hostcall lessons answer\` asks the question that lets you skip it,`,
      'and `hostcall lessons start NAME` begins any other.',
    ]);
    return ExitStatus.no;
  }
  const lesson = nextLesson(at.lessons, progress, current.name);
  if (lesson === undefined) show(['Every lesson is solved or skipped. `hostcall lessons list` shows them.']);
  else begin(directory, lesson, at.layout);
  return ExitStatus.ok;
}

function watchLesson(at: Situation, [name]: readonly string[]): Promise<number> {
  return watch({ directory: home(at), lessons: at.lessons, layout: at.layout }, chosen(at, name));
}
