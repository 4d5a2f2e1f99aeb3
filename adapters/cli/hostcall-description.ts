import {
  type CommandDescription,
  debugOption,
  helpOption,
  type OptionDescription,
  versionOption,
} from './command-description.js';

/** hostcall's command line as a whole. */
export const hostcallDescription: Pick<
  CommandDescription,
  'name' | 'summary' | 'description' | 'examples' | 'exitStatus'
> & {
  readonly options: readonly OptionDescription[];
  /** Variables of the environment that it looks at. */
  readonly environment: readonly (readonly [name: string, text: string])[];
} = {
  name: 'hostcall',
  summary: 'run WASI preview1 programs, and show, record and compare the hostcalls they make',
  description: 'Runs WASI preview1 programs, and shows, records and compares the hostcalls they make.',
  options: [debugOption, versionOption, helpOption],
  environment: [
    ['NO_COLOR', 'set to anything but nothing, no output has colours, unless `--color always` is given'],
    ['FORCE_COLOR', 'set to anything but `0` or `false`, output has colours even where it does not go to a terminal'],
    [
      'HOSTCALL_PROGRESS_DELAY',
      'how many seconds work takes before a line on the terminal tells how far it is; default: 0.5',
    ],
  ],
  examples: [
    ['hostcall run --dir . prog.wasm in.txt'],
    ['hostcall trace --dir . prog.wasm in.txt'],
    ['hostcall check prog.wasm'],
    ['hostcall record --dir . prog.wasm in.txt'],
    ['hostcall diff before.hcr after.hcr'],
    ['hostcall explain path_open'],
  ],
  exitStatus: `that of the program (its lowest 8 bits, where the system keeps no more);
  134 if it trapped, 2 if hostcall cannot use what it was given, 125 if hostcall itself failed.`,
};
