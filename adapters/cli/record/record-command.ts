import type { CommandDescription } from '../command-description.js';
import { programArguments } from '../run/run-options.js';
import { type RecordOptions, recordGroups } from './record-options.js';

/** `hostcall record`: runs a program, and records everything that it is given. */
export const recordCommand: CommandDescription = {
  name: 'record',
  summary: 'run a program, and record everything that it is given',
  description:
    'Runs a WASI program as `hostcall run` does, and records every hostcall with all that it returned to the program. `hostcall replay` runs the program again from the recording alone, without the host.',
  arguments: programArguments,
  passThrough: true,
  groups: recordGroups,
  examples: [
    ['hostcall record --dir . prog.wasm in.txt', 'into prog.hcr'],
    ['hostcall record -o run.hcr --dir . prog.wasm in.txt'],
    ['hostcall record --redact -o run.hcr --dir . prog.wasm', 'to show to others'],
    ['hostcall record --chaos random --dir . prog.wasm', 'when does it fail?'],
    ['hostcall replay run.hcr'],
  ],
  notes: `A recording holds what the program read: files, its input, its environment. It is written as the
program runs, in blocks of 64 KiB.`,
  exitStatus: "as of `hostcall run`; 125 if the recording can't be written.",
  async run([program, args], options: RecordOptions, supervisor) {
    const { record } = await import('./record.js');
    return record({ program: program as string, args: args as string[], options, supervisor }, options);
  },
};
