import type { Command } from 'commander';
import { addDebug, addGuestOptions } from './guest-options.js';
import type { TraceOptions } from './trace.js';

/**
 * Adds `hostcall trace`.
 * @param program hostcall's own command
 */
export function addTrace(program: Command): void {
  const command = program
    .command('trace')
    .optionsGroup('The trace:')
    .option('-o, --output <file>', 'write the trace to a file, not to stderr');
  addDebug(addGuestOptions(command))
    .summary('run a program, and print every hostcall it makes')
    .description(
      'Runs a WASI program as `hostcall run` does, and prints every hostcall it makes, as strace prints system calls: name, arguments, result, and the seconds it took.',
    )
    .addHelpText(
      'after',
      `
Examples:
  hostcall trace --dir . prog.wasm in.txt
  hostcall trace -o calls.txt --dir . prog.wasm in.txt
  hostcall trace prog.wasm 2>&1 >/dev/null | grep ENOENT
  hostcall trace --host deterministic --dir . prog.wasm    each time the same
  hostcall explain fd_prestat_get                          what a call does

The last line tells how the program ended. A trace in a file is written in pieces of 64 KiB;
whoever has to kill the program sees more of it on stderr.

Exit status: as of \`hostcall run\`.`,
    )
    .action(async (path: string, args: string[], options: TraceOptions) => {
      const { trace } = await import('./trace.js');
      process.exitCode = await trace({ program: path, args, options }, options);
    });
}
