import { type CommandDescription, debugOption } from '../command-description.js';
import { type ColourChoice, colourChoices } from '../terminal/colour.js';

/** What can be done with lessons. */
export const lessonActions = ['list', 'start', 'watch', 'read', 'check', 'hint', 'answer', 'solution', 'next'] as const;
export type LessonAction = (typeof lessonActions)[number];

/** The names of the lessons, in order, for shells to complete. */
export const lessonNames = [
  ...['hello', 'arguments', 'preopens', 'rights', 'offsets', 'readdir', 'seek', 'partial', 'outside'],
  ...['time', 'input', 'socket', 'clock', 'adapter', 'override', 'trace', 'replay'],
];

/** The options of `hostcall lessons`. */
export interface LessonsOptions {
  readonly directory?: string;
  readonly record?: string;
  readonly trace?: boolean;
  readonly yes?: boolean;
  readonly color?: ColourChoice;
  readonly debug?: boolean;
}

/** `hostcall lessons`: lessons that check themselves. */
export const lessonsCommand: CommandDescription = {
  name: 'lessons',
  summary: 'learn WASI by exercises that check themselves',
  description:
    'Leads through WASI preview1 in lessons: a text, a small program to be changed, and checks of what it does then. Without an action, in a directory of lessons, it goes on where you left off: it runs the exercise each time you save it. Elsewhere it lists the lessons.',
  arguments: [
    { name: 'action', text: 'what to do; see below', number: '?', values: lessonActions },
    {
      name: 'name',
      text: 'of a lesson, or its number; by default the one you are at. Of `answer`: the number of a choice',
      number: '?',
      completes: lessonNames,
    },
    {
      name: 'directory',
      text: 'for `start`: where the lessons are to be; it is made if it does not exist',
      number: '?',
      completes: 'directory',
    },
  ],
  groups: [
    {
      title: 'Lessons',
      options: [
        {
          short: 'C',
          long: 'directory',
          argument: 'DIR',
          text: 'the directory of the lessons',
          default: 'the current one, or the nearest above it that has lessons',
          completes: 'directory',
        },
        {
          long: 'record',
          argument: 'FILE',
          text: 'for `check`: write a recording of the run, for `hostcall inspect`',
          completes: 'file',
        },
        { long: 'trace', text: 'show every call of the program, why it failed, and what it means' },
        { long: 'yes', text: 'for `solution`: show it without asking' },
      ],
    },
    {
      title: 'Other',
      options: [
        {
          long: 'color',
          argument: 'WHEN',
          values: colourChoices,
          text: 'use colours',
          default: 'auto',
        },
        debugOption,
      ],
    },
  ],
  examples: [
    ['hostcall lessons list'],
    ['hostcall lessons start hello wasi', 'puts the first lesson into wasi/01-hello'],
    ['cd wasi && hostcall lessons', 'watches what you edit, and checks it'],
    ['hostcall lessons check --trace'],
    ['hostcall lessons check --record run.hcr && hostcall inspect run.hcr', 'looks at the calls in a browser'],
    ['hostcall lessons hint', 'the next one of the current lesson'],
    ['hostcall lessons answer 2', 'answers its question, and skips it'],
  ],
  notes: `list      the lessons, and how far you are
start     copies a lesson's files into a directory, and overwrites nothing
watch     runs the exercise each time it is saved, until you leave with x
read      the text of the lesson
check     runs the exercise once, and says what was expected and what was seen
hint      the next hint
answer    the question of the lesson; with a number, answers it. The right answer skips the lesson
solution  a text that passes
next      when a lesson is solved or skipped: goes to the next one that is neither

How far you are is kept in the file .hostcall-lessons.json beside the lessons, and nowhere else.
Programs run in memory and get nothing of the host. JavaScript is run as node would run it.`,
  exitStatus:
    '0; 1 if an exercise is not solved or an answer is not right; 2 for a lesson or a directory that there is not.',
  async run([action, name, directory], options: LessonsOptions) {
    const { lessons } = await import('./lessons.js');
    const words = [name, directory].filter(word => word !== undefined) as string[];
    return lessons(action as LessonAction | undefined, words, options);
  },
};
