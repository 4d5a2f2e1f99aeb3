import {
  type Finding,
  findings,
  isResolved,
  isSolved,
  type Lesson,
  type LessonProgress,
  lessonProgress,
  nextLesson,
  type Progress,
  withProgress,
} from '../../../application/lessons/index.js';
import { ExitStatus } from '../exit-status.js';
import { write } from '../terminal/report.js';
import { isInteractive, Keyboard } from './keyboard.js';
import {
  afterLines,
  callLines,
  findingLines,
  hanging,
  hintLines,
  lessonLines,
  marksOf,
  printedLines,
  questionLines,
  type TextLayout,
} from './lesson-text.js';
import { type LessonsDirectory, shownPath } from './lessons-directory.js';
import { runInThread, type ThreadRun } from './run-in-thread.js';

/** Milliseconds between two looks at the file. Editors replace it, in their own ways: to look is what works with all of them. */
const LOOK = 200;
const CLEAR = '\u001b[2J\u001b[3J\u001b[H';

/** The lessons, the learner's directory, and the layout of the texts. */
export interface Course {
  readonly directory: LessonsDirectory;
  readonly lessons: readonly Lesson[];
  readonly layout: TextLayout;
}

/** The screen: the results of the checks, or a requested page. */
type View = 'checks' | 'lesson' | 'calls' | 'question' | 'solution?' | 'solution';

/**
 * Runs an exercise each time it is saved, and shows what came of it. At a terminal, keys show the rest, and lead to the next lesson; without one, it ends when
 * the exercise is solved.
 * @returns the exit status, when the learner leaves
 * @throws CommandLineError if a file cannot be read
 */
export function watch(course: Course, lesson: Lesson): Promise<number> {
  return new LessonWatch(course, lesson).end;
}

class LessonWatch {
  readonly end: Promise<number>;
  readonly #course: Course;
  readonly #keyboard: Keyboard | undefined;
  readonly #timer: NodeJS.Timeout;
  #finish: (status: number) => void = () => {};
  #fail: (error: unknown) => void = () => {};
  #lesson: Lesson;
  #view: View;
  /** The last text that was run. */
  #seen: string | undefined;
  #running = false;
  #result: ThreadRun | undefined;
  #found: readonly Finding[] = [];
  /** The answer to the last key. */
  #reply: readonly string[] = [];

  constructor(course: Course, lesson: Lesson) {
    this.#course = course;
    this.#lesson = lesson;
    this.#view = 'checks';
    this.end = new Promise((resolve, reject) => {
      this.#finish = resolve;
      this.#fail = reject;
    });
    this.#keyboard = isInteractive() ? new Keyboard(key => this.#try(() => this.#press(key))) : undefined;
    this.#timer = setInterval(() => this.#try(() => this.#look()), LOOK);
    this.#try(() => this.#enter(lesson));
  }

  /** Does something. An error ends it, and the terminal is given back first. */
  #try(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.#close();
      this.#fail(error);
    }
  }

  /** Begins a lesson: its text comes first, unless it was shown before. */
  #enter(lesson: Lesson): void {
    this.#course.directory.copy(lesson);
    this.#lesson = lesson;
    this.#seen = undefined;
    this.#result = undefined;
    this.#found = [];
    this.#reply = [];
    this.#view = this.#keyboard === undefined || this.#own.read === true ? 'checks' : 'lesson';
    this.#keep(this.#view === 'lesson' ? { read: true } : {});
    this.#draw();
    this.#look();
  }

  get #progress(): Progress {
    return this.#course.directory.progress;
  }

  get #own(): LessonProgress {
    return lessonProgress(this.#progress, this.#lesson);
  }

  #keep(change: LessonProgress): void {
    this.#course.directory.keep(withProgress(this.#progress, this.#lesson, change));
  }

  get #solved(): boolean {
    return isSolved(this.#found);
  }

  /** Runs the exercise if its text has changed. */
  #look(): void {
    if (this.#running) return;
    const lesson = this.#lesson;
    const source = this.#source();
    if (source === undefined || source === this.#seen) return;
    this.#seen = source;
    this.#running = true;
    void runInThread(lesson, source).then(result => {
      this.#running = false;
      this.#try(() => this.#ran(lesson, result));
    });
  }

  /** The learner's text; undefined while an editor replaces the file. */
  #source(): string | undefined {
    try {
      return this.#course.directory.sourceOf(this.#lesson);
    } catch {
      return undefined;
    }
  }

  #ran(lesson: Lesson, result: ThreadRun): void {
    if (lesson !== this.#lesson) return;
    // The first run is that of the text as it was found: the learner may still be reading.
    if (this.#result !== undefined || this.#view !== 'lesson') this.#view = 'checks';
    this.#result = result;
    this.#found = findings(lesson.exercise.checks, result.run);
    this.#reply = [];
    if (this.#solved) this.#keep({ solved: true });
    this.#draw();
    if (this.#solved && this.#keyboard === undefined) this.#leave();
  }

  #leave(): void {
    this.#close();
    this.#finish(ExitStatus.ok);
  }

  #close(): void {
    clearInterval(this.#timer);
    this.#keyboard?.close();
  }

  #press(key: string): void {
    if (key === '\u0003' || key === 'x') {
      this.#leave();
      return;
    }
    this.#reply = [];
    if (this.#view === 'question' && /^[1-9]$/.test(key)) this.#answer(Number(key));
    else if (this.#view === 'solution?') this.#view = key === 'y' ? this.#reveal() : 'checks';
    else if (key === '\r' || key === '\n') this.#goOn();
    else if (key === 'h') this.#hint();
    else this.#view = VIEWS[key] ?? 'checks';
    this.#draw();
  }

  /** Enter: back from a page; from a lesson that is done to the next one. */
  #goOn(): void {
    if (this.#view !== 'checks' || !(this.#solved || isResolved(this.#own))) {
      this.#view = 'checks';
      return;
    }
    const next = nextLesson(this.#course.lessons, this.#progress, this.#lesson.name);
    if (next === undefined) this.#reply = ['Every lesson is solved or skipped. Press x to leave.'];
    else this.#enter(next);
  }

  #hint(): void {
    this.#view = 'checks';
    this.#keep({ hints: Math.min((this.#own.hints ?? 0) + 1, this.#lesson.hints.length) });
  }

  #reveal(): View {
    this.#keep({ revealed: true });
    return 'solution';
  }

  #answer(number: number): void {
    const choice = this.#lesson.question.choices[number - 1];
    if (choice === undefined) return;
    this.#reply = hanging('', marksOf(choice.reply), this.#course.layout);
    if (!choice.right) return;
    this.#keep({ skipped: true });
    this.#view = 'checks';
    this.#reply = [...this.#reply, 'You may skip this lesson: press Enter for the next one.'];
  }

  #draw(): void {
    const lines = this.#lines();
    write(1, `${this.#keyboard === undefined ? '' : CLEAR}${lines.join('\n')}\n`);
  }

  #lines(): string[] {
    const { layout } = this.#course;
    const lesson = this.#lesson;
    switch (this.#view) {
      case 'lesson':
        return [...lessonLines(lesson, layout), '', ...this.#footer('Enter  to the exercise')];
      case 'calls':
        return [...callLines(this.#result?.run.calls ?? [], layout), '', ...this.#footer('Enter  back')];
      case 'question':
        return [...questionLines(lesson, layout), '', ...this.#reply, ...this.#footer('1-9  answer   Enter  back')];
      case 'solution?':
        return ['Show a solution? Press y for yes, any other key for no.'];
      case 'solution':
        return [...lesson.solution.text.split('\n'), ...this.#footer('Enter  back')];
      case 'checks':
        return this.#checks();
    }
  }

  #checks(): string[] {
    const { layout, directory } = this.#course;
    const lesson = this.#lesson;
    return [
      ...this.#header(),
      '',
      ...(this.#result === undefined ? ['It runs …'] : findingLines(this.#found, layout)),
      '',
      ...printedLines(this.#result?.printed ?? ''),
      ...(this.#solved
        ? [layout.paint('green', `Lesson ${lesson.number} is solved.`), '', ...afterLines(lesson, layout), '']
        : hintLines(lesson, this.#own.hints ?? 0, layout)),
      ...this.#reply,
      ...this.#footer(
        this.#solved || isResolved(this.#own)
          ? 'Enter  next lesson'
          : `Edit ${shownPath(directory.exerciseOf(lesson))} and save it.`,
      ),
    ];
  }

  #header(): string[] {
    const { lessons, layout } = this.#course;
    const progress = this.#progress;
    const bar = lessons.map(each => {
      const { solved, skipped } = lessonProgress(progress, each);
      return solved ? '■' : skipped ? '-' : '□';
    });
    const { number, title } = this.#lesson;
    return [layout.paint('bold', `${number}. ${title}`), `${bar.join('')}  ${number} of ${lessons.length}`];
  }

  #footer(first: string): string[] {
    if (this.#keyboard === undefined) return [];
    const { paint } = this.#course.layout;
    return [paint('dim', first), paint('dim', 'l lesson  h hint  c calls  ? question  s solution  x exit')];
  }
}

/** The keys that show a page. */
const VIEWS: Readonly<Record<string, View>> = { l: 'lesson', c: 'calls', '?': 'question', s: 'solution?' };
