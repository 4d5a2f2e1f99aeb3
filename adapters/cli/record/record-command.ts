import type { Command } from 'commander';
import { addDebug, addGuestOptions } from '../guest/guest-options.js';
import { addTampering } from '../trace/trace-command.js';
import type { RecordOptions } from './record.js';

/**
 * Adds `hostcall record`.
 * @param program hostcall's own command
 */
export function addRecord(program: Command): void {
  const command = program
    .command('record')
    .optionsGroup('The recording:')
    .option('-o, --output <file>', 'the file for it (default: named after the program, with .hcr)')
    .option('--redact', 'leave out contents, arguments and values of variables; such a recording can’t be replayed');
  addTampering(command).option(
    '-e <expression>',
    'inject=…, fault=…: tamper with calls, as with `hostcall trace`; see there',
    (value: string, earlier: readonly string[] = []) => [...earlier, value],
  );
  addDebug(addGuestOptions(command))
    .summary('run a program, and record what it is given')
    .description(
      'Runs a WASI program as `hostcall run` does, and records every hostcall with all that it gave to the program. `hostcall replay` runs the program again from that, with nothing of the host behind it.',
    )
    .addHelpText(
      'after',
      `
Examples:
  hostcall record --dir . prog.wasm in.txt               into prog.hcr
  hostcall record -o run.hcr --dir . prog.wasm in.txt
  hostcall record --redact -o run.hcr --dir . prog.wasm  to show to others
  hostcall record --chaos random --dir . prog.wasm       when does it fail?
  hostcall replay run.hcr

A recording holds what the program read: files, its input, its environment. It is written as the
program runs, in blocks of 64 KiB.

Exit status: as of \`hostcall run\`; 125 if the recording can't be written.`,
    )
    .action(async (path: string, args: string[], options: RecordOptions) => {
      const { record } = await import('./record.js');
      process.exitCode = await record({ program: path, args, options }, options);
    });
}
