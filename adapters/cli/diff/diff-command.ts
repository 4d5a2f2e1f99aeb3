import type { Command } from 'commander';
import { ExitStatus } from '../exit-status.js';
import { addDebug } from '../guest/guest-options.js';
import type { DiffOptions } from './diff-options.js';

/**
 * Adds `hostcall diff`.
 * @param program hostcall's own command
 */
export function addDiff(program: Command): void {
  const command = program
    .command('diff')
    .argument('<A>', 'a trace: text, .ndjson, or a recording; - is standard input')
    .argument('<B>', 'another one, of any of these kinds')
    .optionsGroup('What is compared:')
    .option('-e <expression>', 'trace=SET, as `hostcall trace` has it: only these hostcalls')
    .option(
      '--strict',
      'count what changes from run to run, too: addresses, descriptor numbers, points in time, random bytes, inode and device numbers',
    )
    .optionsGroup('What is printed:')
    .option('-q, --brief', 'only whether they differ')
    .option('--all', 'every difference, not the first of each kind')
    .option('-U, --unified <n>', 'calls shown before and after a difference (3)')
    .option(
      '-s, --string-limit <n>',
      'bytes of a string that are shown (of a text trace: all it has; of a recording: 32)',
    )
    .option('--times', 'the time per hostcall even if the calls are the same')
    .option('--color <when>', 'always, never, or auto: on a terminal, unless NO_COLOR is set (auto)')
    .optionsGroup('Other:')
    .helpOption('-h, --help', 'print help');
  addDebug(command)
    .summary('compare two traces or recordings')
    .description(
      'Compares two runs of a program, call by call: where they part, calls that only one of them made, calls that gave something else, and the time per hostcall side by side.',
    )
    .addHelpText(
      'after',
      `
Calls are the same if they have the same name and were passed the same. What a call wrote into the
program's memory is its result. A call of the same name, descriptors and paths that was passed something
else is shown beside its like. Descriptors count by what they are called; addresses, points in time, random
bytes, inode and device numbers do not count, unless --strict is given. Durations never count.

Examples:
  hostcall trace -T -o good.txt --dir a::/ prog.wasm
  hostcall trace -T -o bad.txt --dir b::/ prog.wasm
  hostcall diff good.txt bad.txt
  hostcall diff -e 'trace=!%clock' good.txt bad.txt       what about clocks differs is left out
  hostcall diff --all good.txt bad.txt | less
  hostcall diff -q good.txt bad.txt || echo they differ

Exit status: 0 if the calls are the same, 1 if not, 2 if there is trouble with what was given.`,
    )
    .action(async (a: string, b: string, options: DiffOptions) => {
      const { diff } = await import('./diff.js');
      if (!diff(a, b, options)) process.exitCode = ExitStatus.no;
    });
}
