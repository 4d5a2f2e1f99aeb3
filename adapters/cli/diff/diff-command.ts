import type { CommandDescription } from '../command-description.js';
import { ExitStatus } from '../exit-status.js';
import { type DiffOptions, diffGroups } from './diff-options.js';

/** `hostcall diff`: compares two runs. */
export const diffCommand: CommandDescription = {
  name: 'diff',
  summary: 'compare two traces or recordings',
  description:
    'Compares two runs of a program, call by call: where they first differ, calls that only one of them made, calls that returned something else, and the time per hostcall side by side.',
  arguments: [
    { name: 'A', text: 'a trace: text, .ndjson, or a recording; - is standard input', completes: 'file' },
    { name: 'B', text: 'another one, of any of these kinds', completes: 'file' },
  ],
  groups: diffGroups,
  examples: [
    ['hostcall trace -T -o good.txt --dir a::/ prog.wasm'],
    ['hostcall trace -T -o bad.txt --dir b::/ prog.wasm'],
    ['hostcall diff good.txt bad.txt'],
    ["hostcall diff -e 'trace=!%clock' good.txt bad.txt", 'leaves out the clocks'],
    ['hostcall diff --all good.txt bad.txt | less'],
    ['hostcall diff -q good.txt bad.txt || echo they differ'],
  ],
  notes: `Calls are the same if they have the same name and were passed the same. What a call wrote into the
memory of the program is its result. A call of the same name, descriptors and paths that was passed something
else is shown beside its counterpart. Descriptors are compared by their labels; addresses, points in time, random
bytes, inode and device numbers do not count, unless --strict is given. Durations never count.`,
  exitStatus: '0 if the calls are the same, 1 if not, 2 if one of the two cannot be read.',
  async run([a, b], options: DiffOptions) {
    const { diff } = await import('./diff.js');
    return diff(a as string, b as string, options) ? ExitStatus.ok : ExitStatus.no;
  },
};
