import type { Command } from 'commander';
import { ExitStatus } from '../exit-status.js';
import { addDebug } from '../guest/guest-options.js';

/**
 * Adds `hostcall check`.
 * @param program hostcall's own command
 */
export function addCheck(program: Command): void {
  addDebug(program.command('check'))
    .summary('tell what a program imports, and whether it can run')
    .description(
      'Tells what kind of program a module is, what it imports and from where, and what stands in its way, without running any of it.',
    )
    .argument('<prog.wasm>', 'a core WebAssembly module')
    .addHelpText(
      'after',
      `
Example:
  hostcall check prog.wasm

Exit status: 0 if the program can run, 1 if not, 2 if the file is no module at all.`,
    )
    .action(async (path: string) => {
      const { check } = await import('./check.js');
      if (!(await check(path))) process.exitCode = ExitStatus.no;
    });
}
