/** Bundles the lessons of `docs/lessons` as data, `dist/lessons/lessons.json`: for `hostcall lessons`, and for pages. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Lesson, LessonError, readLesson } from '../application/lessons/index.js';

/** The files that are not text. */
const BINARY = /\.(wasm|hcr)$/;

/**
 * Reads the lessons, in order.
 * @param root of the repository
 * @throws LessonError for a folder that is not a lesson, and for numbers that do not follow each other
 */
export function readLessons(root: string): Lesson[] {
  const above = join(root, 'docs/lessons');
  const folders = readdirSync(above, { withFileTypes: true })
    .filter(entry => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
  return folders.map((folder, index) => {
    const names = readdirSync(join(above, folder)).sort();
    const files = Object.fromEntries(
      names.map(name => [name, readFileSync(join(above, folder, name), BINARY.test(name) ? 'base64' : 'utf8')]),
    );
    const lesson = readLesson({ folder, files });
    if (lesson.number !== index + 1)
      throw new LessonError(folder, `it is lesson ${index + 1}`, 'number the folders without gaps');
    return lesson;
  });
}

/** @param root of the repository */
export function bundleLessons(root: string): void {
  const outdir = join(root, 'dist/lessons');
  mkdirSync(outdir, { recursive: true });
  writeFileSync(join(outdir, 'lessons.json'), JSON.stringify(readLessons(root)));
}
