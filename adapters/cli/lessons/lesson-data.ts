import { readFileSync } from 'node:fs';
import type { Lesson } from '../../../application/lessons/index.js';
import { nearestNames } from '../../../domain/index.js';
import { CommandLineError } from '../command-line-error.js';

/** The lessons, in order, as they were bundled: they lie beside the folder of the bundled command line. */
export function allLessons(): Lesson[] {
  return JSON.parse(readFileSync(new URL('../lessons/lessons.json', import.meta.url), 'utf8'));
}

/**
 * A lesson by its name, its number, or the name of its folder.
 * @throws CommandLineError if there is none
 */
export function lessonNamed(lessons: readonly Lesson[], name: string): Lesson {
  const found = lessons.find(each => [each.name, each.folder, String(each.number)].includes(name));
  if (found !== undefined) return found;
  const near = nearestNames(
    name,
    lessons.map(each => each.name),
  );
  const remedy = near.length > 0 ? `did you mean ${near.join(' or ')}?` : 'see `hostcall lessons list`';
  throw new CommandLineError(`there is no lesson '${name}'`, remedy);
}
