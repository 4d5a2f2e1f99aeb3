import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import {
  type Lesson,
  type LessonFile,
  type LessonProgress,
  type Progress,
  readProgress,
  withProgress,
} from '../../../application/lessons/index.js';
import { CommandLineError } from '../command-line-error.js';

/** How far the learner is; it makes a directory one of lessons. */
const STATE = '.hostcall-lessons.json';

/** Files that a lesson has as base64. */
const BINARY = /\.(wasm|hcr)$/;

/** A learner's directory: a folder for each lesson that was started, and the progress. */
export class LessonsDirectory {
  readonly path: string;

  private constructor(path: string) {
    this.path = path;
  }

  /** The directory of lessons that a path is in; undefined if it is in none. */
  static around(path: string): LessonsDirectory | undefined {
    for (let at = resolve(path); ; at = dirname(at)) {
      if (existsSync(join(at, STATE))) return new LessonsDirectory(at);
      if (dirname(at) === at) return undefined;
    }
  }

  /**
   * A directory for lessons, made if it is not there. What is in it stays.
   * @throws CommandLineError if it cannot be one
   */
  static at(path: string): LessonsDirectory {
    writing(path, () => mkdirSync(path, { recursive: true }));
    return new LessonsDirectory(resolve(path));
  }

  /** @throws CommandLineError if what is kept cannot be read */
  get progress(): Progress {
    const file = join(this.path, STATE);
    const progress = readProgress(existsSync(file) ? readFileSync(file, 'utf8') : undefined);
    if (progress !== undefined) return progress;
    throw new CommandLineError(
      `${shownPath(file)} does not say how far you are in the lessons`,
      'remove it to begin again; what you have written stays',
    );
  }

  /**
   * Keeps how far the learner is. A reader sees the old text or the new one.
   * @throws CommandLineError if it cannot be written
   */
  keep(progress: Progress): void {
    const file = join(this.path, STATE);
    writing(file, () => {
      writeFileSync(`${file}.new`, `${JSON.stringify(progress, undefined, 2)}\n`);
      renameSync(`${file}.new`, file);
    });
  }

  /** Keeps a change to a lesson, and where the learner is. */
  note(lesson: Lesson, change: LessonProgress): void {
    const { progress } = this;
    this.keep({ ...withProgress(progress, lesson, change), current: progress.current ?? lesson.name });
  }

  /** The file that the learner edits. */
  exerciseOf({ folder, start }: Lesson): string {
    return join(this.path, folder, start.name);
  }

  /**
   * Copies a lesson's files. Files that are there stay as they are.
   * @returns the paths of those that were made
   * @throws CommandLineError if one cannot be made
   */
  copy(lesson: Lesson): string[] {
    const folder = join(this.path, lesson.folder);
    writing(folder, () => mkdirSync(folder, { recursive: true }));
    const text: LessonFile = { name: 'lesson.md', text: withoutPlaces(lesson.markdown) };
    return [text, lesson.start, ...lesson.given].flatMap(({ name, text }) => {
      const path = join(folder, name);
      if (existsSync(path)) return [];
      writing(path, () => writeFileSync(path, text, { encoding: BINARY.test(name) ? 'base64' : 'utf8', flag: 'wx' }));
      return [path];
    });
  }

  /**
   * What the learner has written.
   * @throws CommandLineError if it is not there
   */
  sourceOf(lesson: Lesson): string {
    const path = this.exerciseOf(lesson);
    try {
      return readFileSync(path, 'utf8');
    } catch (error) {
      throw new CommandLineError(
        `${shownPath(path)} cannot be read: ${(error as NodeJS.ErrnoException).code ?? (error as Error).message}`,
        `\`hostcall lessons start ${lesson.name}\` copies it again`,
        undefined,
        { cause: error },
      );
    }
  }
}

/** Makes a file or a directory. @throws CommandLineError if it cannot be made */
export function writing(path: string, work: () => void): void {
  try {
    work();
  } catch (error) {
    throw new CommandLineError(
      `${shownPath(path)} cannot be made: ${(error as NodeJS.ErrnoException).code ?? (error as Error).message}`,
      'name a place that may be written to',
      undefined,
      { cause: error },
    );
  }
}

/** A text whose links to this project's files are plain words: in a copy they would lead nowhere. */
function withoutPlaces(markdown: string): string {
  return markdown.replace(/\[([^\]]+)\]\((?:\.\.\/)+[^)]*\)/g, '$1');
}

/** A path as it is short: from the current directory, if it is not far above. */
export function shownPath(path: string): string {
  const short = relative(process.cwd(), path);
  return short === '' ? '.' : short.startsWith(join('..', '..')) ? path : short;
}
