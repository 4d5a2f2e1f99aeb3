import type { Command } from 'commander';
import { addDebug } from '../guest-options.js';
import type { ReplayOptions } from './replay.js';

/**
 * Adds `hostcall replay`.
 * @param program hostcall's own command
 */
export function addReplay(program: Command): void {
  addDebug(program.command('replay'))
    .summary('run a program again from its recording')
    .description(
      'Runs a program again with what `hostcall record` recorded: it is given what it was given, and prints what it printed. No file of the host is read or written, no clock asked, and nothing waits. If the program does anything else than it did, it is stopped.',
    )
    .argument('<file.hcr>', 'the recording')
    .argument('[prog.wasm]', 'the program (default: where it was when it was recorded)')
    .option('--from <n>', 'print calls on stderr, from number N on, counted from 0')
    .option('--to <n>', 'print calls up to number N')
    .option('--print', 'print the calls on stdout, and run nothing')
    .option('-T, --hostcall-times', 'show the seconds that each call took')
    .addHelpText(
      'after',
      `
Examples:
  hostcall replay run.hcr
  hostcall replay run.hcr build/prog.wasm
  hostcall replay --from 1200 run.hcr
  hostcall replay --print run.hcr | grep ENOENT

Exit status: the recorded program's own, also 134 if it trapped; 125 if the program does
  something else than was recorded; 2 if the recording or the program can't be used.`,
    )
    .action(async (path: string, wasm: string | undefined, options: ReplayOptions) => {
      const { replayFile } = await import('./replay.js');
      process.exitCode = await replayFile(path, wasm, options);
    });
}
