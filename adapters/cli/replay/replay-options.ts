import { debugOption, type OptionDescription, type OptionGroup } from '../command-description.js';
import { maxStackOption } from '../guest/stack-option.js';
import { lineOptions } from '../trace/line-options.js';
import {
  formatOption,
  selectionOptions,
  summaryOptions,
  type TraceOptions,
  tamperingForms,
} from '../trace/trace-options.js';

/** The options of `replay` as they were given; those that `trace` has too say which calls are printed and how. */
export interface ReplayOptions extends TraceOptions {
  readonly from?: string;
  readonly to?: string;
  readonly print?: boolean;
}

function formsOf({ options }: OptionGroup) {
  return options.flatMap(({ forms = [] }) => forms);
}

/** The differences of options of `trace` for calls from a recording, by letter or name. Options that do not apply are left out. */
const differences: Readonly<Record<string, Partial<OptionDescription>>> = {
  e: {
    text: 'trace=SET: names, classes such as %file, /regex/, ! for all but. status=successful,failed,unfinished. read=FD, write=FD: dump the bytes. A SET alone is trace=SET',
    forms: formsOf(selectionOptions).filter(form => !tamperingForms.includes(form)),
  },
  y: { text: 'descriptors with their paths, which is the default' },
  'decode-fds': { values: ['none', 'path'] },
  k: { hidden: true },
};

/** Options of `trace` as a replay has them. */
function recorded({ title, options }: OptionGroup): OptionGroup {
  return {
    title,
    options: options.map(option => {
      const difference = differences[option.short ?? option.long ?? ''];
      return difference === undefined ? option : { ...option, ...difference };
    }),
  };
}

/** The options of `replay`. */
export const replayGroups: readonly OptionGroup[] = [
  {
    title: 'Printing the calls',
    options: [
      { long: 'print', text: 'print the calls on stdout, and run nothing' },
      {
        long: 'from',
        argument: 'N',
        text: 'print calls from number N on, counted from 0; while the program runs, on stderr',
      },
      { long: 'to', argument: 'N', text: 'print calls up to number N' },
      { short: 'o', long: 'output', argument: 'FILE', text: 'print them into a file', completes: 'file' },
      formatOption,
    ],
  },
  recorded(selectionOptions),
  recorded(lineOptions),
  summaryOptions,
  { title: 'Limits', options: [maxStackOption] },
  { title: 'Other', options: [debugOption] },
];
