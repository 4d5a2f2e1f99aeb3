import { everyHostcall } from '../../domain/index.js';
import { isRecord } from '../options/index.js';
import type { Check } from './check.js';
import {
  type Choice,
  contractNames,
  type Exercise,
  exerciseKinds,
  type Lesson,
  type LessonFile,
  type Question,
  type Reading,
} from './lesson.js';
import { LessonError } from './lesson-error.js';
import { type MarkdownBlock, parseMarkdown, sectionsOf } from './markdown.js';

/** The folder of a lesson: its name, `01-hello`, and its files by name. Those that are not text are in base64. */
export interface LessonSource {
  readonly folder: string;
  readonly files: Readonly<Record<string, string>>;
}

const CHECKED = ['exitCode', 'stdout', 'stderr', 'call', 'order', 'file', 'received', 'answer', 'contract'];

/**
 * Reads a lesson.
 *
 * | file | what is in it |
 * |---|---|
 * | `lesson.md` | the title, the text, and the sections "Exercise" and "In the source" |
 * | `hints.md` | the sections "Question", "Hints" and "Afterwards" |
 * | `exercise.json` | an {@link Exercise} |
 * | `start.wat` or `start.js` | what the learner edits |
 * | `solution.wat` or `solution.js` | what passes |
 *
 * Other files are given with the lesson.
 * @throws LessonError for a folder that is not a lesson
 */
export function readLesson({ folder, files }: LessonSource): Lesson {
  const [, number, name] = /^(\d\d)-([a-z0-9-]+)$/.exec(folder) ?? [];
  if (number === undefined || name === undefined)
    throw new LessonError(folder, 'the name is not that of a lesson', 'name it as in 01-hello');
  const file = (name: string) => {
    const text = files[name];
    if (text === undefined)
      throw new LessonError(folder, `${name} is missing`, 'see application/lessons/read-lesson.ts');
    return text;
  };
  const exercise = readExercise(file('exercise.json'), `${folder}/exercise.json`);
  const extension = exercise.kind === 'program' ? 'wat' : 'js';
  const editable = (name: string, as: string): LessonFile => ({ name: as, text: file(name) });
  const lesson = sections(file('lesson.md'), `${folder}/lesson.md`, ['', 'Exercise', 'In the source']);
  const help = sections(file('hints.md'), `${folder}/hints.md`, ['Question', 'Hints', 'Afterwards']);
  const [title, ...text] = lesson.blocks('');
  if (title?.kind !== 'heading')
    throw new LessonError(`${folder}/lesson.md`, 'there is no title', 'begin it with # and a title');
  const own = ['lesson.md', 'hints.md', 'exercise.json', `start.${extension}`, `solution.${extension}`];
  return {
    number: Number(number),
    name,
    folder,
    title: title.spans.map(({ text }) => text).join(''),
    markdown: file('lesson.md'),
    text,
    task: lesson.blocks('Exercise'),
    exercise,
    start: editable(`start.${extension}`, `exercise.${extension}`),
    solution: editable(`solution.${extension}`, `solution.${extension}`),
    given: Object.entries(files)
      .filter(([name]) => !own.includes(name))
      .map(([name, text]) => ({ name, text })),
    question: questionOf(help.blocks('Question'), `${folder}/hints.md`),
    hints: hintsOf(help.blocks('Hints'), `${folder}/hints.md`),
    after: help.blocks('Afterwards'),
    reading: readingOf(lesson.text('In the source'), `${folder}/lesson.md`),
  };
}

/** The sections of a file, all required. */
function sections(markdown: string, file: string, names: readonly string[]) {
  const found = sectionsOf(markdown, file);
  const other = [...found.keys()].find(name => name !== '' && !names.includes(name));
  if (other !== undefined)
    throw new LessonError(
      file,
      `there is a section ${JSON.stringify(other)}`,
      'use headings of the third level inside of sections',
    );
  const missing = names.find(name => (found.get(name) ?? '') === '');
  if (missing !== undefined)
    throw new LessonError(file, `the section ${JSON.stringify(missing)} is missing`, 'write it');
  const text = (name: string) => found.get(name) as string;
  return { text, blocks: (name: string): MarkdownBlock[] => parseMarkdown(text(name), file) };
}

function readExercise(text: string, file: string): Exercise {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new LessonError(file, `it is not JSON: ${(error as Error).message}`, 'put that right');
  }
  const wrong = (problem: string, remedy: string): never => {
    throw new LessonError(file, problem, remedy);
  };
  if (!isRecord(value)) return wrong('it is no object', 'give kind, world and checks');
  const { kind, world = {}, contract, checks } = value as Partial<Exercise>;
  if (kind === undefined || !exerciseKinds.includes(kind))
    return wrong('the kind is unknown', `give ${exerciseKinds.join(', ')}`);
  if ((kind === 'adapter') !== (contract !== undefined && contractNames.includes(contract)))
    return wrong('an adapter, and nothing else, has a contract', `give one of ${contractNames.join(', ')}`);
  if (!Array.isArray(checks) || checks.length === 0) return wrong('there are no checks', 'an exercise needs one');
  for (const check of checks as readonly Check[]) {
    if (typeof check.expects !== 'string' || !CHECKED.some(name => name in check))
      wrong(`a check is ${JSON.stringify(check)}`, `give expects, and one of ${CHECKED.join(', ')}`);
    for (const { call } of 'order' in check ? check.order : 'call' in check ? [check] : [])
      if (!(everyHostcall as readonly string[]).includes(call))
        wrong(`there is no hostcall ${call}`, 'see docs/reference');
  }
  return { kind, world, ...(contract !== undefined && { contract }), checks };
}

/** A text, and below it a list: `[x]` or `[ ]`, what can be chosen, `=>`, and what is said then. */
function questionOf(blocks: readonly MarkdownBlock[], file: string): Question {
  const list = blocks.at(-1);
  const choices: Choice[] = [];
  for (const spans of list?.kind === 'list' ? list.items : []) {
    const line = spans.map(span => (span.kind === 'code' ? `\`${span.text}\`` : span.text)).join('');
    const [, mark, text, reply] = /^\[([ x])\] (.*?) => (.*)$/.exec(line) ?? [];
    if (text === undefined || reply === undefined)
      throw new LessonError(file, `a choice is ${JSON.stringify(line)}`, 'write it as in "- [x] two => Yes: …"');
    choices.push({ text, right: mark === 'x', reply });
  }
  if (choices.filter(({ right }) => right).length !== 1)
    throw new LessonError(file, 'not exactly one choice of the question is right', 'mark it by [x]');
  return { text: blocks.slice(0, -1), choices };
}

/** A list of hints. */
function hintsOf(blocks: readonly MarkdownBlock[], file: string): MarkdownBlock[][] {
  const [list] = blocks;
  if (list?.kind !== 'list' || !list.ordered || blocks.length !== 1)
    throw new LessonError(file, 'the hints are no list', 'write "1. …", "2. …"');
  return list.items.map(spans => [{ kind: 'paragraph', spans }]);
}

/** A list of places in the source, each with what it is about. */
function readingOf(text: string, file: string): Reading[] {
  return text.split('\n').map(line => {
    const [, path, about] = /^- `([^`]+)`: (.+)$/.exec(line) ?? [];
    if (path === undefined || about === undefined)
      throw new LessonError(
        file,
        `a line of "In the source" is ${JSON.stringify(line)}`,
        'write "- `path`: what is there"',
      );
    return { path, about };
  });
}
