import type { OptionGroup } from '../command-description.js';
import { type RunOptions, runOptions } from '../run/run-options.js';

/** The options of `inspect` as they were given. */
export interface InspectOptions extends RunOptions {
  readonly open?: boolean;
  /** Each filter, in order. */
  readonly break?: readonly string[];
  /** False for `--no-stop`. */
  readonly stop?: boolean;
}

/** The options of `inspect`. */
export const inspectGroups: readonly OptionGroup[] = [
  {
    title: 'Page',
    options: [
      {
        long: 'open',
        text: 'open the page in the browser of the system',
        details:
          'opens the page in the browser of the system, with an address that leads to it once. Without it nothing is opened',
      },
    ],
  },
  {
    title: 'Stepping',
    options: [
      {
        long: 'break',
        argument: 'FILTER',
        text: "of a program: stop at calls that a filter chooses, such as 'path_open status=failed'",
        details:
          "of a program: stops it at calls that a filter chooses, such as `'path_open status=failed'`: see [breakpoints](inspector.md#breakpoints)",
        repeatable: 'list',
      },
      {
        long: 'no-stop',
        text: 'of a program: do not stop it before its first call',
        details: 'of a program: it runs at once. Without this option it stops before its first call',
      },
    ],
  },
  ...runOptions,
];
