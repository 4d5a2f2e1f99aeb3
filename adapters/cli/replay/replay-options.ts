import { debugOption, type OptionGroup } from '../command-description.js';
import {
  formatOption,
  lineOptions,
  selectionOptions,
  summaryOptions,
  type TraceOptions,
} from '../trace/trace-options.js';

/** The options of `replay` as they were given; those that `trace` has too say which calls are printed and how. */
export interface ReplayOptions extends TraceOptions {
  readonly from?: string;
  readonly to?: string;
  readonly print?: boolean;
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
  selectionOptions,
  lineOptions,
  summaryOptions,
  { title: 'Other', options: [debugOption] },
];
