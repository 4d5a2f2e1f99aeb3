import type { CommandDescription } from '../command-description.js';
import { straceDifference } from '../trace/strace-differences.js';
import { tamperingNotes, traceOptions } from '../trace/trace-options.js';
import type { TraceNodeOptions } from './trace-setting.js';

/** `hostcall trace-node`: runs a command, and prints the hostcalls of the WASI programs that Node runs for it. */
export const traceNodeCommand: CommandDescription = {
  name: 'trace-node',
  summary: 'run a command, and print every hostcall that WASI programs make in its Node processes',
  description:
    'Runs a command. In it, and in every Node process and worker that it starts, WASI programs that are started with node:wasi run on hostcall, and their hostcalls are printed as by `hostcall trace`.',
  arguments: [
    { name: 'command', text: 'the command, such as node, npx or npm', completes: 'file' },
    {
      name: 'args',
      text: 'the arguments of the command; everything that follows it belongs to it, even what looks like an option',
      number: '*',
      completes: 'file',
    },
  ],
  passThrough: true,
  groups: traceOptions,
  examples: [
    ['hostcall trace-node node app.js'],
    ['hostcall trace-node -c npx rolldown -c', 'where does the time go?'],
    ['hostcall trace-node -o calls.txt -e %file npm run build', 'only calls about files'],
    ['hostcall trace-node -Z --explain-failures node app.js', 'it fails, but why?'],
    ['hostcall trace-node -- node --test', 'options of hostcall end at `--`'],
  ],
  notes: `${tamperingNotes}

A line begins with who calls, if that is not the command itself: [worker 2], [pid 4711].

The same without hostcall in front, where the package is installed:
  HOSTCALL_TRACE=- node --import hostcall/register app.js
HOSTCALL_TRACE is - for stderr, a file, or options of this command: '-e %file -o calls.txt'.`,
  exitStatus: `that of the command; 128 and the number of the signal that ended it;
  2 if hostcall cannot use what it was given.`,
  unknownOption: straceDifference,
  async run([command, args], options: TraceNodeOptions) {
    const { traceNode } = await import('./trace-node.js');
    return traceNode(command as string, args as string[], options);
  },
};
