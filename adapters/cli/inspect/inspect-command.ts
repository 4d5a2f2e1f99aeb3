import type { CommandDescription } from '../command-description.js';
import { type InspectOptions, inspectGroups } from './inspect-options.js';

/** `hostcall inspect`: serves a page that shows the calls of a program. */
export const inspectCommand: CommandDescription = {
  name: 'inspect',
  summary: 'look at a recording, a trace or a running program in a browser',
  description:
    'Serves a page that shows the hostcalls of a recording or a trace, and of two beside each other. It runs a program call by call: the page steps, stops it at calls, changes what they return, and is its terminal. The page is for this machine alone, at an address that cannot be guessed and is printed on stderr.',
  arguments: [
    {
      name: 'file',
      text: 'a recording; a trace: text or .ndjson; or a program, a core WebAssembly module. - is a recording or trace from standard input',
      completes: 'file',
    },
    {
      name: 'args',
      text: 'behind a recording or trace, another one to compare it with; behind a program, its arguments',
      number: '*',
      completes: 'file',
    },
  ],
  passThrough: true,
  groups: inspectGroups,
  examples: [
    ['hostcall record -o run.hcr --dir . prog.wasm in.txt'],
    ['hostcall inspect run.hcr'],
    ['hostcall inspect --open run.hcr', 'opens it in the browser'],
    ['hostcall inspect good.hcr bad.hcr', 'where do they differ?'],
    ['hostcall inspect --dir . prog.wasm in.txt', 'runs it call by call'],
    ["hostcall inspect --no-stop --break 'errno=ENOENT' --dir . prog.wasm"],
  ],
  notes: `It serves until Ctrl-C, which ends the program too. Nothing is written to disk but what the program
writes, and nothing is sent anywhere.`,
  exitStatus: `2 if the file is neither a recording nor a trace nor a program that can be run; 125 if the page
  cannot be served; otherwise a signal ends it.`,
  async run([path, args], options: InspectOptions) {
    const { inspect } = await import('./inspect.js');
    return inspect(path as string, args as string[], options);
  },
};
