import type { Command } from 'commander';
import { addDebug } from '../guest/guest-options.js';
import { addLines } from '../trace/line-command.js';
import { addSelection, addSummary } from '../trace/trace-command.js';
import type { ReplayOptions } from './replay.js';

/**
 * Adds `hostcall replay`.
 * @param program hostcall's own command
 */
export function addReplay(program: Command): void {
  const command = program
    .command('replay')
    .argument('<file.hcr>', 'the recording')
    .argument('[prog.wasm]', 'the program (default: where it was when it was recorded)')
    .optionsGroup('Printing the calls:')
    .option('--print', 'print the calls on stdout, and run nothing')
    .option('--from <n>', 'print calls from number N on, counted from 0; while the program runs, on stderr')
    .option('--to <n>', 'print calls up to number N')
    .option('-o, --output <file>', 'print them into a file')
    .option('--format <format>', 'text, ndjson, chrome or speedscope, as of `hostcall trace`');
  addDebug(addSummary(addLines(addSelection(command))).optionsGroup('Other:'))
    .helpOption('-h, --help', 'print help')
    .summary('run a program again from its recording')
    .description(
      'Runs a program again with what `hostcall record` recorded: it is given what it was given, and prints what it printed. No file of the host is read or written, no clock asked, and nothing waits. If the program does anything else than it did, it is stopped.',
    )
    .addHelpText(
      'after',
      `
Examples:
  hostcall replay run.hcr
  hostcall replay run.hcr build/prog.wasm
  hostcall replay --from 1200 run.hcr
  hostcall replay --print -e %file -Z run.hcr            which calls about files failed?
  hostcall replay --print -c run.hcr                     where did the time go?
  hostcall replay --print -o run.json run.hcr            open it at ui.perfetto.dev

Any of these options has calls printed, all of them unless it says which. Of what the program
wrote, a recording has the first 32 bytes of each call. -c and -C count the calls that are chosen;
the time is that of when they were recorded, and waiting is in it.

Exit status: the recorded program's own, also 134 if it trapped; 125 if the program does
  something else than was recorded; 2 if the recording or the program can't be used.`,
    )
    .action(async (path: string, wasm: string | undefined, options: ReplayOptions) => {
      const { replayFile } = await import('./replay.js');
      process.exitCode = await replayFile(path, wasm, options);
    });
}
