import { debugOption, type OptionGroup } from '../command-description.js';
import { type ColourChoice, colourChoices } from '../terminal/colour.js';

/** The options of `diff` as they were given. */
export interface DiffOptions {
  readonly e?: string;
  readonly strict?: boolean;
  readonly brief?: boolean;
  readonly all?: boolean;
  readonly unified?: string;
  readonly stringLimit?: string;
  readonly times?: boolean;
  readonly color?: ColourChoice;
}

/** The options of `diff`. */
export const diffGroups: readonly OptionGroup[] = [
  {
    title: 'What is compared',
    options: [
      {
        short: 'e',
        argument: 'trace=SET',
        text: 'only these hostcalls; SET as with `hostcall trace`',
        forms: [
          {
            argument: 'trace=SET',
            text: "compares these hostcalls only; the set is that of `hostcall trace`, so `-e '!%clock'` leaves the clocks out. Numbers stay those of the whole trace",
            completes: 'hostcalls',
          },
        ],
      },
      {
        long: 'strict',
        text: 'count what changes from run to run, too: addresses, descriptor numbers, points in time, random bytes, inode and device numbers',
        details: 'counts what changes from run to run, too',
      },
    ],
  },
  {
    title: 'What is printed',
    options: [
      {
        short: 'q',
        long: 'brief',
        text: 'only whether they differ',
        details: 'prints one line if they differ, and nothing if not',
      },
      {
        long: 'all',
        text: 'every difference, not only the first of each kind',
        details: 'prints every difference in order, in hunks, not only the first ones',
      },
      {
        short: 'U',
        long: 'unified',
        argument: 'N',
        text: 'calls shown before and after a difference',
        default: '3',
      },
      {
        short: 's',
        long: 'string-limit',
        argument: 'N',
        text: 'bytes shown of a string',
        default: 'all that a text trace has; 32 of a recording',
      },
      {
        long: 'times',
        text: 'the time per hostcall even if the calls are the same',
        details: 'prints the table also if the runs are the same',
      },
      {
        long: 'color',
        argument: 'WHEN',
        text: 'always, never, or auto: on a terminal, unless NO_COLOR is set',
        details: '`always`, `never`, or `auto`: on a terminal, unless `NO_COLOR` is set',
        values: colourChoices,
        default: 'auto',
      },
    ],
  },
  { title: 'Other', options: [debugOption] },
];
