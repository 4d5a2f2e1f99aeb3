import type { OptionGroup } from '../command-description.js';
import { type RunOptions, runOptions } from '../run/run-options.js';
import { tamperingForms, tamperingOptions } from '../trace/trace-options.js';

/** The options of `record` as they were given. */
export interface RecordOptions extends RunOptions {
  /** The file for the recording. */
  readonly output?: string;
  readonly redact?: boolean;
  /** Each `-e`, in order. */
  readonly e?: readonly string[];
  /** SEED[:RATE]. */
  readonly chaos?: string;
}

/** The options of `record`. */
export const recordGroups: readonly OptionGroup[] = [
  {
    title: 'Recording',
    options: [
      {
        short: 'o',
        long: 'output',
        argument: 'FILE',
        text: 'the file for the recording',
        default: 'the name of the program, with .hcr',
        completes: 'file',
      },
      {
        long: 'redact',
        text: 'leave out contents, arguments and values of variables; such a recording cannot be replayed',
      },
    ],
  },
  {
    title: 'Tampering',
    options: [
      ...tamperingOptions.options,
      {
        short: 'e',
        argument: 'EXPRESSION',
        text: 'inject=… or fault=…: tamper with calls, as with `hostcall trace`',
        repeatable: 'list',
        forms: tamperingForms,
      },
    ],
  },
  ...runOptions,
];
